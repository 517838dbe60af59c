package org.probity.api.input;

import java.util.List;

/** What a file may ask for at most. */
final class Limits {
  /** Values in one file, all tensors together: 1 GiB as doubles. */
  static final int VALUES = 1 << 27;

  /** Bytes of a text file; a JSON number takes about 20. */
  static final long TEXT_BYTES = 1L << 31;

  static final int DIMENSIONS = 16;

  private Limits() {}

  /** The number of values of a shape, refused above {@link #VALUES}. */
  static int count(List<Long> shape, String what) {
    if (shape.size() > DIMENSIONS) {
      throw new BadInputException(what + " has more than " + DIMENSIONS + " dimensions");
    }
    long count = 1;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new BadInputException(what + " has a negative dimension");
      }
      if (dimension != 0 && count > VALUES / dimension) {
        throw new BadInputException(what + " has more than " + VALUES + " values");
      }
      count *= dimension;
    }
    return (int) count;
  }
}

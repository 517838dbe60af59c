package org.probity.api.input;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * numpy's texts of a fixed length: UTF-32, filled up with zeros.
 *
 * @param length code points of an element
 */
record NpyTexts(int length, ByteOrder order) {
  private static final Pattern DESCRIPTOR = Pattern.compile("(?<order>[<>])U(?<length>\\d{1,5})");
  private static final int MAX_LENGTH = 10_000;

  /** What a descriptor such as {@code <U12} means. */
  static Optional<NpyTexts> of(String descriptor) {
    Matcher match = DESCRIPTOR.matcher(descriptor);
    if (!match.matches()) {
      return Optional.empty();
    }
    int length = Integer.parseInt(match.group("length"));
    if (length < 1 || length > MAX_LENGTH) {
      throw new BadInputException("has texts of no or more than 10,000 characters");
    }
    boolean little = match.group("order").equals("<");
    return Optional.of(
        new NpyTexts(length, little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN));
  }

  int bytes() {
    return Integer.BYTES * length;
  }

  /** The next element. */
  String next(ByteBuffer in) {
    int[] points = new int[length];
    int used = 0;
    for (int i = 0; i < length; i++) {
      points[i] = in.getInt();
      if (!Character.isValidCodePoint(points[i])) {
        throw new BadInputException("holds a text that is not made of Unicode characters");
      }
      used = points[i] == 0 ? used : i + 1;
    }
    return new String(points, 0, used);
  }
}

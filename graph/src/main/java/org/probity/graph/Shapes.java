package org.probity.graph;

import java.util.List;

/** Sizes of tensors. */
public final class Shapes {
  /** More axes than any layout needs. */
  public static final int MAX_RANK = 12;

  private Shapes() {}

  /** Number of entries; shapes of tensors and parameters are checked to fit an int. */
  public static int size(List<Integer> shape) {
    return Math.toIntExact(
        shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact));
  }

  /** Row-major strides. */
  public static int[] strides(List<Integer> shape) {
    int[] strides = new int[shape.size()];
    int stride = 1;
    for (int d = strides.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= shape.get(d);
    }
    return strides;
  }

  static void check(List<Integer> shape) {
    // Nobody has checked the name yet: it does not belong into a message.
    if (shape.isEmpty() || shape.size() > MAX_RANK) {
      throw new IllegalArgumentException("a tensor of rank " + shape.size());
    }
    long size = 1;
    for (int d : shape) {
      if (d < 1 || d > 1 << 28) {
        throw new IllegalArgumentException("a tensor has shape " + shape);
      }
      size *= d;
      if (size > 1 << 28) {
        throw new IllegalArgumentException("a tensor of shape " + shape + " is too large");
      }
    }
  }
}

package org.probity.argument.program;

import java.util.List;

/**
 * Sizes of the axes of a tensor, row-major. Each axis is padded to a power of two; bits are
 * most-significant first, axis 0 first.
 */
public record Shape(List<Integer> sizes) {
  public Shape {
    sizes = List.copyOf(sizes);
    long bits = 0;
    for (int size : sizes) {
      if (size < 1) {
        throw new IllegalArgumentException("axis of size " + size);
      }
      bits += log2Ceil(size);
    }
    if (bits > 30) {
      throw new IllegalArgumentException("a tensor of 2^" + bits + " padded cells is too large");
    }
  }

  public static Shape of(Integer... sizes) {
    return new Shape(List.of(sizes));
  }

  public int axes() {
    return sizes.size();
  }

  public int size(int axis) {
    return sizes.get(axis);
  }

  /** Bits of one padded axis. */
  public int bits(int axis) {
    return log2Ceil(sizes.get(axis));
  }

  /** Bits of the padded tensor. */
  public int bits() {
    int bits = 0;
    for (int size : sizes) {
      bits += log2Ceil(size);
    }
    return bits;
  }

  /** Number of real cells. */
  public int cells() {
    int cells = 1;
    for (int size : sizes) {
      cells *= size;
    }
    return cells;
  }

  /** Smallest {@code b} with {@code 2^b >= n}. */
  public static int log2Ceil(int n) {
    return 32 - Integer.numberOfLeadingZeros(n - 1);
  }
}

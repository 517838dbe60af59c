package org.probity.api.input;

import java.util.Arrays;

/** A growing row of doubles, at most {@link Limits#VALUES} of them. */
final class DoubleBuffer {
  private double[] values = new double[64];
  private int size;

  void add(double value) {
    if (size == values.length) {
      if (size >= Limits.VALUES) {
        throw new BadInputException("has more than " + Limits.VALUES + " values");
      }
      values = Arrays.copyOf(values, Math.min(2 * size, Limits.VALUES));
    }
    values[size++] = value;
  }

  int size() {
    return size;
  }

  double[] toArray() {
    return Arrays.copyOf(values, size);
  }
}

package org.probity.model.onnx.operator;

import java.util.Arrays;

/**
 * Attention masks hold minus infinity, or the least number of a type, so that a softmax gives zero.
 * What is proven has finite numbers of few bits; {@code exp(-1000)} is zero in every format, too.
 */
final class Masks {
  private static final double LIMIT = -1e30;
  private static final double BOUND = -1000;

  private Masks() {}

  /** The number, or the bound in place of a mask. */
  static double bound(double x) {
    return x < LIMIT ? BOUND : x;
  }

  /** Whether an entry is a mask. */
  static boolean isMask(Constant c) {
    return c.type().real() && Arrays.stream(c.values()).anyMatch(v -> v < LIMIT);
  }

  static Value bound(Value value) {
    return value instanceof Constant c && isMask(c)
        ? new Constant(c.type(), c.shape(), Arrays.stream(c.values()).map(Masks::bound).toArray())
        : value;
  }
}

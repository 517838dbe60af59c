package org.probity.model.trees;

/**
 * Doubles as integers in the same order: both zeros are 0, negative numbers are the negated codes
 * of their magnitudes, every NaN lies above infinity.
 */
final class Codes {
  static final long INFINITY = 0x7ff0000000000000L;
  static final long NAN = 0x7ff8000000000000L;

  private Codes() {}

  static long of(double x) {
    if (Double.isNaN(x)) {
      return NAN;
    }
    // The code of -0 is that of 0, as they compare equal.
    long magnitude = Double.doubleToRawLongBits(Math.abs(x));
    return x < 0 ? -magnitude : magnitude;
  }

  /** The number of a code. */
  static double number(long code) {
    if (code > INFINITY) {
      return Double.NaN;
    }
    return code < 0
        ? -Double.longBitsToDouble(Math.min(-code, INFINITY))
        : Double.longBitsToDouble(code);
  }
}

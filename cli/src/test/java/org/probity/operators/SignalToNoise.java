package org.probity.operators;

/**
 * How close results are to those of the original, as a class that is coarse enough to be the same
 * on every machine.
 */
final class SignalToNoise {
  /** Relative to the largest entry: what float32 itself leaves open. */
  private static final double EXACT = 1e-6;

  /** Width of a class. */
  private static final int STEP = 2;

  private double signal;
  private double noise;
  private double largest;
  private double largestError;

  void add(double[] expected, double[] actual) {
    if (expected.length != actual.length) {
      throw new IllegalArgumentException(
          actual.length + " entries where the original has " + expected.length);
    }
    for (int i = 0; i < expected.length; i++) {
      double error = expected[i] - actual[i];
      signal += expected[i] * expected[i];
      noise += error * error;
      largest = Math.max(largest, Math.abs(expected[i]));
      largestError = Math.max(largestError, Math.abs(error));
    }
  }

  /** Binary digits of the root of the ratio; infinite if the results are the same. */
  double bits() {
    return largestError <= EXACT * largest
        ? Double.POSITIVE_INFINITY
        : Math.log(signal / noise) / (2 * Math.log(2));
  }

  /** The class of a number of bits. */
  static String describe(double bits) {
    return Double.isInfinite(bits) ? "exact" : "≥ " + floor(bits) + " bits";
  }

  /** How far a number of bits lies from where its class changes. */
  static double margin(double bits) {
    return Double.isInfinite(bits)
        ? Double.POSITIVE_INFINITY
        : Math.min(bits - floor(bits), floor(bits) + STEP - bits);
  }

  private static int floor(double bits) {
    return STEP * (int) Math.floor(bits / STEP);
  }
}

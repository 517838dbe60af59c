package org.probity.model.quantize.calibration;

import java.util.Arrays;

/**
 * Counts of values by sign and magnitude, in bins of equal width that is a power of two. When a
 * value exceeds the last bin, neighbours are joined, so that one pass over the values suffices and
 * the result does not depend on their order.
 */
final class Histogram {
  /** Bins for each sign; a range is told to one part in this many halves. */
  private static final int BINS = 1024;

  private final long[] positive = new long[BINS];
  private final long[] negative = new long[BINS];

  /** The width of a bin is {@code 2^exponent}. */
  private int exponent = -60;

  private long total;

  void add(double[] values) {
    for (double v : values) {
      add(v);
    }
  }

  private void add(double value) {
    double magnitude = Math.abs(value);
    while (magnitude >= Math.scalb((double) BINS, exponent)) {
      coarsen();
    }
    (value < 0 ? negative : positive)[(int) Math.scalb(magnitude, -exponent)]++;
    total++;
  }

  private void coarsen() {
    for (long[] bins : new long[][] {positive, negative}) {
      for (int i = 0; i < BINS / 2; i++) {
        bins[i] = bins[2 * i] + bins[2 * i + 1];
      }
      Arrays.fill(bins, BINS / 2, BINS, 0);
    }
    exponent++;
  }

  /** The smallest end of a bin that at most {@code share} of the values exceed in magnitude. */
  double magnitude(double share) {
    long allowed = (long) (share * total);
    long outside = 0;
    for (int i = BINS - 1; i >= 0; i--) {
      outside += positive[i] + negative[i];
      if (outside > allowed) {
        return Math.scalb(i + 1.0, exponent);
      }
    }
    return 0;
  }

  /** Mean square error of rounding to a fraction and saturating at both ends. */
  double meanSquareError(int fraction, double min, double max) {
    double sum = 0;
    // The mean square of a number spread evenly over one unit.
    double rounding = Math.scalb(1.0 / 12, -2 * fraction);
    for (int i = 0; i < BINS; i++) {
      double centre = Math.scalb(i + 0.5, exponent);
      sum += positive[i] * error(centre, min, max, rounding);
      sum += negative[i] * error(-centre, min, max, rounding);
    }
    return sum / Math.max(1, total);
  }

  private static double error(double value, double min, double max, double rounding) {
    double beyond = Math.max(0, Math.max(value - max, min - value));
    return beyond * beyond + rounding;
  }
}

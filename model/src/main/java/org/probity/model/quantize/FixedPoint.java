package org.probity.model.quantize;

import org.probity.model.graph.Format;

/** Choice of power-of-two scales. */
final class FixedPoint {
  /** Fractions beyond this add nothing and only widen accumulators. */
  static final int MAX_FRACTION = 24;

  private static final int MIN_FRACTION = -40;

  private FixedPoint() {}

  /** The entry nearest to a real number, half up. */
  static double round(double real, int fraction) {
    return Math.floor(Math.scalb(real, fraction) + 0.5);
  }

  /**
   * The largest fraction, at most {@code limit}, with which {@code [min, max]} rounds into the
   * two's complement range of the width, or into the unsigned one.
   */
  static int fraction(double min, double max, int bits, boolean unsigned, int limit) {
    for (int f = limit; f > MIN_FRACTION; f--) {
      Format format = format(f, bits, unsigned);
      if (round(min, f) >= format.min() && round(max, f) <= format.max()) {
        return f;
      }
    }
    return MIN_FRACTION;
  }

  static Format format(int fraction, int bits, boolean unsigned) {
    return unsigned ? Format.unsigned(fraction, bits) : Format.signed(fraction, bits);
  }
}

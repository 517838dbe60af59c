package org.probity.model.quantize.format;

import org.probity.graph.Format;
import org.probity.model.ModelException;

/** Choice of power-of-two scales. */
public final class FixedPoint {
  /** Fractions beyond this add nothing and only widen accumulators. */
  public static final int MAX_FRACTION = 24;

  private static final int MIN_FRACTION = -40;

  private FixedPoint() {}

  /** The entry nearest to a real number, half up. */
  public static double round(double real, int fraction) {
    return Math.floor(Math.scalb(real, fraction) + 0.5);
  }

  /**
   * The largest fraction, at most {@code limit}, with which {@code [min, max]} rounds into the
   * two's complement range of the width, or into the unsigned one.
   *
   * @param what names the values in the error
   * @throws ModelException if no fraction of the menu will do
   */
  public static int fraction(
      String what, double min, double max, int bits, boolean unsigned, int limit)
      throws ModelException {
    for (int f = limit; f >= MIN_FRACTION; f--) {
      Format format = format(f, bits, unsigned);
      if (round(min, f) >= format.min() && round(max, f) <= format.max()) {
        return f;
      }
    }
    throw new ModelException(what + " is too large for fixed-point numbers; scale it down");
  }

  /** The format of integers of some bits, of which the sign is one. */
  public static Format format(int fraction, int bits, boolean unsigned) {
    return unsigned ? Format.unsigned(fraction, bits) : Format.signed(fraction, bits);
  }
}

package org.probity.inference.lowering;

import org.probity.model.graph.Format;
import org.probity.model.graph.RealFunction;

/**
 * The integer function of a requantisation after its rounding shift, on the interval {@code [low,
 * high]} of arguments that can occur.
 *
 * @param fromFraction fraction bits of the argument
 * @param to format of the result
 */
record IntegerFunction(RealFunction function, int fromFraction, Format to, long low, long high) {
  /** Arguments that are tried one by one. */
  private static final long MAX_SCAN = 1L << 20;

  long apply(long x) {
    return function.apply(x, fromFraction, to);
  }

  /** Number of arguments. */
  long arguments() {
    return high - low + 1;
  }

  /** For non-decreasing functions: number of values from the first to the last. */
  long outputs() {
    return apply(high) - apply(low) + 1;
  }

  /**
   * For non-decreasing functions: the smallest argument whose value is at least {@code q}; {@code
   * high + 1} if there is none.
   */
  long firstAtLeast(long q) {
    long below = low - 1;
    long reached = high + 1;
    while (reached - below > 1) {
      long middle = below + (reached - below) / 2;
      if (apply(middle) >= q) {
        reached = middle;
      } else {
        below = middle;
      }
    }
    return reached;
  }

  /** Whether the function is {@code x + c} for one {@code c}. */
  boolean isTranslation() {
    long shift = apply(low) - low;
    if (apply(high) - high != shift) {
      return false;
    }
    boolean identity =
        function.equals(RealFunction.X)
            || (low >= 0
                && function.equals(RealFunction.unary(RealFunction.UnaryOperator.RELU)));
    if (identity && fromFraction == to.fraction()) {
      // Limited at the ends at most, which are not.
      return true;
    }
    // The ends decide for most functions; wide results of others have no form but tables.
    if (arguments() > MAX_SCAN) {
      return false;
    }
    for (long x = low; x < high; x++) {
      if (apply(x) - x != shift) {
        return false;
      }
    }
    return true;
  }

  /** The same function on another interval. */
  IntegerFunction on(long from, long to) {
    return new IntegerFunction(function, fromFraction, this.to, from, to);
  }
}

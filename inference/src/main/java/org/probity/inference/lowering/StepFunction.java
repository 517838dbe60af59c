package org.probity.inference.lowering;

import org.probity.model.graph.Activation;
import org.probity.model.graph.Format;

/**
 * The non-decreasing integer function of a requantisation after its rounding shift, on the interval
 * {@code [low, high]} of arguments that can occur.
 *
 * @param fromFraction fraction bits of the argument
 * @param to format of the result
 */
record StepFunction(Activation activation, int fromFraction, Format to, long low, long high) {
  long apply(long x) {
    return activation.apply(x, fromFraction, to);
  }

  /** Number of arguments. */
  long arguments() {
    return high - low + 1;
  }

  /** The smallest argument whose value is at least {@code q}; {@code high + 1} if there is none. */
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

  /** The last argument of the constant stretch that starts at {@link #low}. */
  long endOfBottom() {
    return firstAtLeast(apply(low) + 1) - 1;
  }

  /** The first argument of the constant stretch that ends at {@link #high}. */
  long startOfTop() {
    return firstAtLeast(apply(high));
  }

  /** Whether the function is {@code x + c} for one {@code c} on {@code [from, to]}. */
  boolean isTranslation(long from, long to) {
    long shift = apply(from) - from;
    // The ends decide for all functions but those with steps of two and of zero in between. Outputs
    // span 16 bits at most, so the loop is short.
    if (apply(to) - to != shift) {
      return false;
    }
    for (long x = from; x < to; x++) {
      if (apply(x) - x != shift) {
        return false;
      }
    }
    return true;
  }

  /** The same function on another interval. */
  StepFunction on(long from, long to) {
    return new StepFunction(activation, fromFraction, this.to, from, to);
  }
}

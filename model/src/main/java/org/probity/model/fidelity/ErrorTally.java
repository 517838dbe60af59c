package org.probity.model.fidelity;

import java.util.Arrays;
import java.util.List;

/**
 * Counts errors in bins whose width doubles when an error lies beyond them. The edges of every
 * width are edges of all smaller ones, so the result depends on no order.
 */
final class ErrorTally {
  private static final int HALF = 512;

  /** Powers of two from which and to which a double's exponent can go. */
  private static final int SMALLEST_EXPONENT = -1060;

  private final long[] bins = new long[2 * HALF];
  private long exact;

  /** The width of a bin is {@code 2^exponent}. */
  private int exponent = SMALLEST_EXPONENT;

  private boolean empty = true;

  void add(double error) {
    if (error == 0) {
      exact++;
      return;
    }
    // |error| < 2^(e+1) with e its exponent, and HALF bins of 2^exponent shall reach that far.
    int needed =
        Math.max(
            SMALLEST_EXPONENT, Math.getExponent(error) + 1 - Integer.numberOfTrailingZeros(HALF));
    if (empty) {
      exponent = needed;
      empty = false;
    }
    while (exponent < needed) {
      widen();
    }
    bins[HALF + (int) Math.floor(Math.scalb(error, -exponent))]++;
  }

  /** Bins in pairs, counted from the middle. */
  private void widen() {
    for (int i = 0; i < HALF; i += 2) {
      bins[HALF + i / 2] = bins[HALF + i] + bins[HALF + i + 1];
      bins[HALF - 1 - i / 2] = bins[HALF - 1 - i] + bins[HALF - 2 - i];
    }
    Arrays.fill(bins, 0, HALF / 2, 0);
    Arrays.fill(bins, HALF + HALF / 2, 2 * HALF, 0);
    exponent++;
  }

  ErrorHistogram result() {
    return empty
        ? new ErrorHistogram(exact, 0, List.of())
        : new ErrorHistogram(
            exact, Math.scalb(1.0, exponent), Arrays.stream(bins).boxed().toList());
  }
}

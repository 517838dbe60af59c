package org.probity.model.fidelity;

import java.util.List;

/**
 * How often which error occurs. Bin i counts errors in {@code [(i - n/2) w, (i + 1 - n/2) w)} with
 * n bins of width w; a largest error of exactly {@code n/2 w} belongs to the last one. Errors of
 * exactly zero are counted apart and in no bin.
 *
 * @param exact number of errors that are zero
 * @param binWidth width of a bin in the unit of the output, a power of two; 0 if all are zero
 * @param counts one for each bin, an even number of them; empty if all are zero
 */
public record ErrorHistogram(long exact, double binWidth, List<Long> counts) {
  public ErrorHistogram {
    counts = List.copyOf(counts);
  }

  /** Number of errors. */
  public long total() {
    return exact + counts.stream().mapToLong(Long::longValue).sum();
  }

  /**
   * A bound that a share of the errors does not exceed in size: the outer edge of a bin, so at most
   * one bin's width above the true quantile.
   */
  public double bound(double share) {
    long wanted = (long) Math.ceil(share * total());
    long covered = exact;
    int half = counts.size() / 2;
    int reach = 0;
    while (covered < wanted) {
      covered += counts.get(half + reach) + counts.get(half - 1 - reach);
      reach++;
    }
    return reach * binWidth;
  }
}

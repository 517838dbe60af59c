package org.probity.model.fidelity.page;

import java.util.ArrayList;
import java.util.List;
import org.probity.model.fidelity.ErrorHistogram;
import org.probity.model.fidelity.OutputFidelity;
import org.probity.model.fidelity.plot.Element;
import org.probity.model.fidelity.plot.Histogram;
import org.probity.model.fidelity.plot.Numbers;
import org.probity.model.fidelity.plot.Scatter;

/** The numbers of one output in both versions. */
final class ErrorFigures {
  /** Bars on each side of the middle one. */
  private static final int SIDE = 15;

  /** The share of the errors that fills the picture. */
  private static final double MOST = 0.995;

  private ErrorFigures() {}

  static Element scatter(OutputFidelity o) {
    List<Scatter.Dot> dots =
        o.pairs().stream().map(p -> new Scatter.Dot(p.original(), p.proven())).toList();
    Scatter scatter =
        new Scatter(
            "Original against proven version",
            "The largest distance from the line of equality is " + Numbers.of(o.largestError()),
            "original",
            "proven version");
    String sampled =
        dots.size() < o.errors().total()
            ? " %s of %s numbers, evenly chosen."
                .formatted(Numbers.count(dots.size()), Numbers.count(o.errors().total()))
            : "";
    return Html.figure(
        "Number by number",
        scatter.draw(dots),
        "On the line, both versions give the same number." + sampled);
  }

  static Element histogram(OutputFidelity o) {
    Histogram histogram =
        new Histogram(
            "Differences",
            "Half of them are within " + Numbers.of(o.errors().bound(0.5)) + " of zero",
            "proven version minus original");
    List<Histogram.Bin> bins = bins(o.errors());
    long beyond = o.errors().total() - bins.stream().mapToLong(Histogram.Bin::count).sum();
    String cut =
        beyond == 0
            ? ""
            : " Beyond the picture: %s."
                .formatted(Numbers.count(beyond, "larger difference", "larger differences"));
    return Html.figure(
        "How large the differences are",
        histogram.draw(bins),
        "How many numbers are off by how much. The bar in the middle is for those that are almost"
            + " or exactly the same."
            + cut);
  }

  /**
   * An odd number of wider bins with zero in the middle of one. A few errors that are much larger
   * than all others are left out, since they would make one bar of the rest.
   */
  static List<Histogram.Bin> bins(ErrorHistogram errors) {
    List<Long> counts = errors.counts();
    int half = counts.size() / 2;
    int m = Math.max(1, Math.ceilDiv(reach(errors), 2 * SIDE + 1));
    List<Histogram.Bin> bins = new ArrayList<>();
    for (int b = -SIDE; b <= SIDE; b++) {
      long count = b == 0 ? errors.exact() : 0;
      for (int i = (2 * b - 1) * m; i < (2 * b + 1) * m; i++) {
        count += i >= -half && i < half ? counts.get(half + i) : 0;
      }
      double width = 2 * m * errors.binWidth();
      bins.add(new Histogram.Bin((b - 0.5) * width, (b + 0.5) * width, count));
    }
    return bins;
  }

  /** How many bins from zero the picture goes. */
  private static int reach(ErrorHistogram errors) {
    if (errors.binWidth() == 0) {
      return 0;
    }
    int all = (int) Math.round(errors.bound(1) / errors.binWidth());
    int most = (int) Math.round(errors.bound(MOST) / errors.binWidth());
    return 4 * most < all ? 2 * most : all;
  }
}

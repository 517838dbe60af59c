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
    return Html.figure(
        "How large the differences are",
        histogram.draw(bins(o.errors())),
        "How many numbers are off by how much. The bar in the middle is for those that are almost"
            + " or exactly the same.");
  }

  /** An odd number of wider bins with zero in the middle of one. */
  static List<Histogram.Bin> bins(ErrorHistogram errors) {
    List<Long> counts = errors.counts();
    int half = counts.size() / 2;
    int reach = 1;
    for (int i = 0; i < half; i++) {
      if (counts.get(half + i) + counts.get(half - 1 - i) > 0) {
        reach = i + 1;
      }
    }
    int m = Math.ceilDiv(reach, 2 * SIDE + 1);
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
}

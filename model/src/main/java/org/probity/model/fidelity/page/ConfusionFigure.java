package org.probity.model.fidelity.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.model.fidelity.Confusion;
import org.probity.model.fidelity.OutputFidelity;
import org.probity.model.fidelity.plot.Element;
import org.probity.model.fidelity.plot.Heatmap;
import org.probity.model.fidelity.plot.Numbers;

/**
 * Decisions of the original against those of the proven version. Of many classes, those with most
 * differences are shown, then the most frequent ones, and the rest as one.
 */
final class ConfusionFigure {
  private static final int MOST_CLASSES = 16;

  private ConfusionFigure() {}

  static Element of(OutputFidelity output, Confusion confusion) {
    List<Long> all = confusion.classes();
    List<Long> shown = all.size() <= MOST_CLASSES ? all : chosen(confusion);
    boolean others = shown.size() < all.size();
    int n = shown.size() + (others ? 1 : 0);
    Map<Long, Integer> places = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (long c : shown) {
      places.put(c, names.size());
      names.add(output.decision(c));
    }
    if (others) {
      names.add("rest");
    }
    long[][] counts = new long[n][n];
    for (Confusion.Cell cell : confusion.cells()) {
      int row = places.getOrDefault(cell.original(), n - 1);
      int column = places.getOrDefault(cell.proven(), n - 1);
      counts[row][column] += cell.count();
    }
    String description =
        Numbers.count(confusion.agreeing())
            + " of "
            + Numbers.count(confusion.total(), "decision", "decisions")
            + " on the diagonal, where both versions agree";
    Heatmap map =
        new Heatmap(
            "Decisions of both versions",
            description,
            "original decided",
            "proven version decided");
    return Html.figure(
        "Decision by decision", map.draw(names, counts), explanation(others, all.size()));
  }

  private static String explanation(boolean others, int classes) {
    String text =
        "A row for each decision of the original, a column for each of the proven version. Blue"
            + " cells, on the diagonal, count equal decisions; orange ones count different ones.";
    return others
        ? text
            + " Of "
            + Numbers.count(classes)
            + " classes, the ones with most differences and the most frequent are shown; the last"
            + " cell of the rest holds both equal and different decisions."
        : text;
  }

  private static List<Long> chosen(Confusion confusion) {
    Set<Long> chosen = new LinkedHashSet<>();
    for (Confusion.Cell cell : confusion.disagreements()) {
      if (chosen.size() <= MOST_CLASSES - 2) {
        chosen.add(cell.original());
        chosen.add(cell.proven());
      }
    }
    confusion.cells().stream()
        .filter(Confusion.Cell::agrees)
        .sorted((a, b) -> Long.compare(b.count(), a.count()))
        .map(Confusion.Cell::original)
        .forEach(
            c -> {
              if (chosen.size() < MOST_CLASSES) {
                chosen.add(c);
              }
            });
    return chosen.stream().sorted().toList();
  }
}

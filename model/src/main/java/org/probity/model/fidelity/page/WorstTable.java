package org.probity.model.fidelity.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.probity.model.fidelity.OutputFidelity;
import org.probity.model.fidelity.OutputRole;
import org.probity.model.fidelity.WorstSample;
import org.probity.model.fidelity.plot.Element;
import org.probity.model.fidelity.plot.Numbers;

/** The samples on which the versions are furthest apart. */
final class WorstTable {
  /** As many numbers of an input are shown. */
  private static final int MOST_INPUTS = 32;

  private final OutputFidelity output;
  private final boolean decisions;
  private final boolean scores;
  private final List<String> columns = new ArrayList<>(List.of("Sample"));

  private WorstTable(OutputFidelity output) {
    this.output = output;
    this.decisions = output.role() != OutputRole.VALUES;
    this.scores = output.role() != OutputRole.LABELS;
    if (decisions) {
      columns.add("Decision");
    }
    if (decisions && scores) {
      columns.add("Lead");
    }
    if (scores) {
      if (output.entries() > 1) {
        columns.add("Entry");
      }
      columns.addAll(List.of("Original", "Proven", "Difference"));
    }
  }

  static List<Element> of(OutputFidelity output) {
    return new WorstTable(output).draw();
  }

  private List<Element> draw() {
    String caption =
        decisions
            ? "Differently decided samples first, then by the size of the difference"
            : "By the size of the difference";
    Element body = Element.of("tbody");
    // A sample of which nothing differs is no bad one.
    output.worst().stream().filter(w -> w.error() > 0).forEach(w -> body.add(rows(w)));
    Element table = Html.table(caption, columns).add(body);
    return List.of(Html.paragraph(explanation()), Html.scrolling(caption, table));
  }

  private String explanation() {
    String text = "Samples are numbered from 0, in the order in which they were given.";
    if (decisions && scores) {
      text +=
          " The lead is by how much the original preferred its own decision to that of the proven"
              + " version: a small one was a close call.";
    }
    return scores && output.entries() > 1
        ? text + " Original and proven are the numbers at the entry that differs most."
        : text;
  }

  private List<Element> rows(WorstSample w) {
    Element row = Html.row(Element.of("th", Numbers.count(w.index())).with("scope", "row"));
    w.decision().ifPresent(d -> row.add(decision(d)));
    if (decisions && scores) {
      row.add(Html.number(lead(w)));
    }
    if (scores) {
      if (output.entries() > 1) {
        row.add(Html.number(position(w.entry())));
      }
      row.add(
          Html.number(Numbers.apart(w.original(), w.error() / 10)),
          Html.number(Numbers.apart(w.proven(), w.error() / 10)),
          Html.number(Numbers.of(w.error())));
    }
    if (w.differs()) {
      row.ofClass("differs");
    }
    return w.inputs().isEmpty() ? List.of(row) : List.of(row, inputs(w.inputs()));
  }

  private Element decision(WorstSample.Decision d) {
    String text =
        d.differing() == 0
            ? output.decision(d.original()) + " in both"
            : output.decision(d.original()) + " → " + output.decision(d.proven());
    String more = d.differing() > 1 ? ", and " + Numbers.count(d.differing() - 1) + " more" : "";
    return Html.cell(text + more);
  }

  private static String lead(WorstSample w) {
    return w.differs() && w.decision().orElseThrow().margin().isPresent()
        ? Numbers.of(w.decision().orElseThrow().margin().getAsDouble())
        : "–";
  }

  /** The position in the shape of the output. */
  private String position(int index) {
    List<Long> place = new ArrayList<>();
    long rest = index;
    for (long d : output.shape().reversed()) {
      place.addFirst(rest % d);
      rest /= d;
    }
    return place.toString();
  }

  private Element inputs(Map<String, double[]> inputs) {
    Element cell = Html.cell("").with("colspan", Integer.toString(columns.size()));
    new TreeMap<>(inputs)
        .forEach(
            (name, x) -> {
              String numbers =
                  DoubleStream.of(x)
                      .limit(MOST_INPUTS)
                      .mapToObj(Numbers::of)
                      .collect(Collectors.joining(", "));
              String more =
                  x.length > MOST_INPUTS
                      ? ", and " + Numbers.count(x.length - MOST_INPUTS) + " more"
                      : "";
              cell.add(Element.of("p").add(Html.name(name)).text(": " + numbers + more));
            });
    return Html.row(cell).ofClass("inputs");
  }
}

package org.probity.model.fidelity.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.probity.model.fidelity.Confusion;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.OutputFidelity;
import org.probity.model.fidelity.OutputRole;
import org.probity.model.fidelity.plot.Element;
import org.probity.model.fidelity.plot.Numbers;

/** What there is to see of one output. */
final class OutputSections {
  private static final int MOST_DISAGREEMENTS = 12;

  private final OutputFidelity output;
  private final FidelityReport report;

  OutputSections(OutputFidelity output, FidelityReport report) {
    this.output = output;
    this.report = report;
  }

  List<Element> sections() {
    List<Element> sections = new ArrayList<>();
    output.confusion().ifPresent(c -> sections.add(decisions(c)));
    if (output.role() != OutputRole.LABELS) {
      sections.add(numbers());
    }
    if (output.largestError() > 0) {
      sections.add(worst());
    }
    return sections;
  }

  /** The name of the output after a heading, where there are several. */
  private Element section(String heading) {
    Element section = Element.of("section");
    Element title = Element.of("h2", heading);
    if (report.outputs().size() > 1) {
      title.text(" – ").add(Html.name(output.name()));
    }
    return section.add(title);
  }

  private Element decisions(Confusion confusion) {
    Element section =
        section("Decisions")
            .add(
                Html.paragraph(
                    output.role() == OutputRole.LABELS
                        ? "The model names its decision itself."
                        : "The decision is the position, counted from 0, of the largest score."),
                ConfusionFigure.of(output, confusion));
    if (confusion.classes().size() == 1 && confusion.total() > 1) {
      section.add(
          Html.paragraph(
              "All samples led to one and the same decision. That says little about other"
                  + " decisions; samples that lead to them would."));
    }
    List<Confusion.Cell> differing = confusion.disagreements();
    if (!differing.isEmpty()) {
      String list =
          differing.stream()
              .limit(MOST_DISAGREEMENTS)
              .map(this::disagreement)
              .collect(Collectors.joining(", "));
      String rest =
          differing.size() > MOST_DISAGREEMENTS
              ? ", and " + Numbers.count(differing.size() - MOST_DISAGREEMENTS) + " rarer ones"
              : "";
      section.add(Html.paragraph("Different decisions, original → proven: " + list + rest + "."));
    }
    return section;
  }

  private String disagreement(Confusion.Cell cell) {
    return "%s → %s (%s)"
        .formatted(
            output.decision(cell.original()),
            output.decision(cell.proven()),
            Numbers.count(cell.count(), "time", "times"));
  }

  private Element numbers() {
    Element figures = Element.of("div").ofClass("pair").add(ErrorFigures.scatter(output));
    if (output.largestError() > 0) {
      figures.add(ErrorFigures.histogram(output));
    }
    return section("Numbers").add(Html.paragraph(spread()), figures, facts());
  }

  private String spread() {
    long total = output.errors().total();
    if (output.largestError() == 0) {
      return total == 1
          ? "The number is that of the original, to the last digit."
          : "All "
              + Numbers.count(total)
              + " numbers are those of the original, to the last digit.";
    }
    if (total == 1) {
      return "The number differs from the original by %s."
          .formatted(Numbers.of(output.largestError()));
    }
    String half =
        "Half of all %s numbers are within ±%s of the original"
            .formatted(Numbers.count(total), Numbers.of(output.errors().bound(0.5)));
    return output.typicalError().isPresent()
        ? half + ", 99 of 100 within ±" + Numbers.of(output.typicalError().getAsDouble()) + "."
        : half + ".";
  }

  private Element facts() {
    Element list = Element.of("dl").ofClass("facts");
    fact(list, "Shape", output.shape().isEmpty() ? "one number" : output.shape().toString());
    fact(
        list,
        "Range of the original",
        Numbers.of(output.smallest()) + " to " + Numbers.of(output.largest()));
    fact(list, "Smallest step of the proven version", Numbers.of(output.step()));
    fact(list, "Signal-to-noise ratio", Decibels.text(output.snrDb()));
    if (output.outside() > 0) {
      fact(
          list,
          "Beyond its range",
          Numbers.count(output.outside(), "number", "numbers")
              + " of the original, cut off at the end");
    }
    return list;
  }

  private static void fact(Element list, String term, String value) {
    list.add(Element.of("div").add(Element.of("dt", term), Element.of("dd", value)));
  }

  private Element worst() {
    return section("Samples that differ most").add(WorstTable.of(output));
  }
}

package org.probity.model.fidelity.page;

import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.plot.Element;

/** What the page does not say. */
final class ScopeSection {
  private ScopeSection() {}

  static Element of(FidelityReport report) {
    Element list =
        Element.of("ul")
            .add(
                Element.of(
                    "li",
                    "This page is a measurement by the owner of the model, not part of any proof."
                        + " Whoever has the original, the samples and the number formats of the"
                        + " model key can repeat it."),
                Element.of(
                    "li",
                    report.calibration()
                        ? "The samples are those with which the number formats were chosen. Inputs"
                            + " that are unlike them may differ more."
                        : "The samples were not used to choose the number formats. Inputs that are"
                            + " unlike them may still differ more."),
                Element.of(
                    "li",
                    "It says how alike two versions are, and nothing about whether the original is"
                        + " right, good or fair."));
    if (report.outputs().stream()
        .flatMap(o -> o.worst().stream())
        .anyMatch(w -> !w.inputs().isEmpty())) {
      list.add(
          Element.of(
              "li",
              "It was asked to show inputs: pass it on only to those who may see these samples."));
    }
    return Html.section("What this page does not show").add(list);
  }
}

package org.probity.model.fidelity.page;

import java.util.ArrayList;
import java.util.List;
import org.probity.model.fidelity.AgreementBound;
import org.probity.model.fidelity.Confusion;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.OutputFidelity;
import org.probity.model.fidelity.plot.Element;
import org.probity.model.fidelity.plot.Numbers;

/** The head of the page: what was asked, the answer in words, and the figures behind it. */
final class Masthead {
  private static final double CONFIDENCE = 0.95;

  private Masthead() {}

  static Element of(PageHeading heading, FidelityReport report) {
    Element header =
        Element.of("header")
            .add(
                Element.of("p", "Fidelity report").ofClass("kind"),
                Element.of("h1", "Does the proven version of ")
                    .add(Html.name(heading.model()))
                    .text(" behave like the original?"),
                Element.of("p", Answer.of(report)).ofClass("answer"),
                Element.of("div").ofClass("cards").add(cards(report)),
                Element.of("p", "Proofs work on whole numbers. Therefore Probity turned the ")
                    .text("original, which calculates with fractions, into a version that ")
                    .text("calculates with whole numbers: the proven version. Certificates are ")
                    .text("about that version. This page compares the two on ")
                    .text(Numbers.count(report.samples(), "sample", "samples"))
                    .text(", with the original run by " + report.reference() + ".")
                    .ofClass("what"));
    heading
        .modelId()
        .ifPresent(
            id ->
                header.add(
                    Element.of("p", "Model id ")
                        .ofClass("id")
                        .add(Html.name(id))
                        .text(" – a certificate about this model names the same id.")));
    return header;
  }

  private static List<Element> cards(FidelityReport report) {
    List<Element> cards = new ArrayList<>();
    report.deciding().ifPresent(o -> cards.add(agreement(o, report.samples())));
    report.numeric().ifPresent(o -> cards.addAll(errors(o, report.deciding().isEmpty())));
    cards.add(
        card(
            Numbers.count(report.samples()),
            report.samples() == 1 ? "sample compared" : "samples compared",
            report.calibration()
                ? "They also set the number formats of the proven version; others can be harder."
                : "They were not used to make the proven version."));
    if (report.refused() > 0) {
      cards.add(
          card(
              Numbers.count(report.refused()),
              report.refused() == 1 ? "sample refused" : "samples refused",
              "Not among those compared: an input lies outside of the declared domain, so that the"
                  + " proven version does not take it."));
    }
    return cards;
  }

  private static Element agreement(OutputFidelity output, int samples) {
    Confusion decisions = output.confusion().orElseThrow();
    long same = decisions.agreeing();
    long total = decisions.total();
    String detail =
        Numbers.count(same)
            + " of "
            + Numbers.count(total, "decision is", "decisions are")
            + " the same.";
    // Several decisions about one sample are not independent of each other.
    if (total == samples) {
      double bound = AgreementBound.lower(same, total, CONFIDENCE);
      detail +=
          " If future cases resemble the samples, at least "
              + Numbers.percentDown(bound)
              + " of their decisions agree (95 % confidence).";
    }
    return card(Numbers.percent((double) same / total), "decisions agree", detail);
  }

  private static List<Element> errors(OutputFidelity o, boolean typical) {
    List<Element> cards = new ArrayList<>();
    if (typical && o.largestError() > 0 && o.typicalError().isPresent()) {
      cards.add(
          card(
              "± " + Numbers.of(o.typicalError().getAsDouble()),
              "for 99 of 100 numbers",
              "They are this far from the original, or closer."));
    }
    cards.add(
        card(Numbers.of(o.largestError()), "largest difference", ofRange(o, o.largestError())));
    cards.add(card(Numbers.of(o.meanError()), "mean difference", ofRange(o, o.meanError())));
    return cards;
  }

  private static String ofRange(OutputFidelity o, double error) {
    return o.relative(error).isPresent()
        ? "That is %s of the range of the output, %s to %s."
            .formatted(
                Numbers.percent(o.relative(error).getAsDouble()),
                Numbers.of(o.smallest()),
                Numbers.of(o.largest()))
        : "The original gives " + Numbers.of(o.smallest()) + " throughout.";
  }

  private static Element card(String figure, String label, String detail) {
    return Element.of("div")
        .ofClass("card")
        .add(
            Element.of("p", figure).ofClass("figure"),
            Element.of("p", label).ofClass("label"),
            Element.of("p", detail).ofClass("detail"));
  }
}

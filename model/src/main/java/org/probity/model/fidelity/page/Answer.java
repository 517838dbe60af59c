package org.probity.model.fidelity.page;

import org.probity.model.fidelity.Confusion;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.OutputFidelity;
import org.probity.model.fidelity.OutputRole;
import org.probity.model.fidelity.plot.Numbers;

/** The answer in one or two sentences, without a judgement on whether it is good enough. */
final class Answer {
  private Answer() {}

  static String of(FidelityReport report) {
    String decisions =
        report.deciding().map(o -> decisions(o, report.samples()) + deciding(report, o)).orElse("");
    String numbers = report.numeric().map(o -> numbers(report, o, !decisions.isEmpty())).orElse("");
    String answer = decisions + (decisions.isEmpty() || numbers.isEmpty() ? "" : " ") + numbers;
    return report.isExact()
        ? answer + " 0 of " + Numbers.count(report.samples(), "row differs", "rows differ") + "."
        : answer;
  }

  private static String decisions(OutputFidelity output, int samples) {
    Confusion c = output.confusion().orElseThrow();
    boolean each = c.total() == samples;
    String cases =
        each
            ? Numbers.count(samples, "sample", "samples")
            : Numbers.count(c.total(), "decision", "decisions")
                + " on "
                + Numbers.count(samples, "sample", "samples");
    if (c.agreeing() == c.total()) {
      return (c.total() == 1 ? "On the one sample" : each ? "On all " + cases : "In all " + cases)
          + ", the proven version decided exactly as the original.";
    }
    return "%s %s of %s, the proven version decided as the original; %s differently."
        .formatted(
            each ? "On" : "In",
            Numbers.count(c.agreeing()),
            cases,
            Numbers.count(c.total() - c.agreeing(), "was decided", "were decided"));
  }

  /** Which output decides, where another one could. */
  private static String deciding(FidelityReport report, OutputFidelity output) {
    long alike = report.outputs().stream().filter(o -> o.role() == output.role()).count();
    return alike > 1 ? " This is of output “%s”, which agrees least.".formatted(output.name()) : "";
  }

  private static String numbers(FidelityReport report, OutputFidelity o, boolean after) {
    boolean several =
        report.outputs().stream().filter(x -> x.role() != OutputRole.LABELS).count() > 1;
    if (o.largestError() == 0) {
      return (after ? "The numbers that it gives" : "The numbers of the proven version")
          + " are those of the original, to the last digit.";
    }
    String subject =
        several
            ? "The numbers of output “%s”, which differs most,".formatted(o.name())
            : after ? "The numbers that it gives" : "The numbers of the proven version";
    String range =
        o.relative(o.largestError()).isPresent()
            ? ", which is "
                + Numbers.percent(o.relative(o.largestError()).getAsDouble())
                + " of the range of the output"
            : "";
    return "%s differ from the original’s by %s on average, and by %s at most%s."
        .formatted(subject, Numbers.of(o.meanError()), Numbers.of(o.largestError()), range);
  }
}

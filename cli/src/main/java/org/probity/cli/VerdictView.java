package org.probity.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.probity.inference.Check;
import org.probity.inference.Outcome;
import org.probity.inference.Verdict;

/** Shows a verdict. Text from the certificate is cleaned of control characters. */
record VerdictView(Verdict verdict) {
  /** Why the certificate is rejected, if it is. */
  Optional<String> headline() {
    return verdict.reason().map(reason -> "REJECTED: " + Printable.line(reason));
  }

  /** A line for each check, in columns. */
  List<String> lines() {
    int width = verdict.checks().stream().mapToInt(c -> c.name().length()).max().orElse(1);
    String format = "  %-" + width + "s  %-11s  %s";
    return verdict.checks().stream()
        .map(c -> String.format(Locale.ROOT, format, c.name(), word(c.outcome()), text(c)))
        .toList();
  }

  /** What nobody may overlook is in capitals. */
  private static String word(Outcome outcome) {
    return outcome == Outcome.FAILED ? outcome.label().toUpperCase(Locale.ROOT) : outcome.label();
  }

  private static String text(Check check) {
    return Printable.line(check.detail());
  }

  /** The same for machines. */
  ObjectNode object() {
    ObjectNode object = Output.newObject();
    object.put("verdict", verdict.accepted() ? "verified" : "rejected");
    verdict.reason().ifPresent(reason -> object.put("reason", reason));
    ArrayNode checks = object.putArray("checks");
    for (Check check : verdict.checks()) {
      checks
          .addObject()
          .put("name", check.name())
          .put("outcome", check.outcome().label())
          .put("detail", check.detail());
    }
    return object;
  }
}

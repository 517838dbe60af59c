package org.probity.inference.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.probity.inference.Check;
import org.probity.inference.Outcome;
import org.probity.inference.Verdict;

/** A verdict in lines for people. */
public record VerdictText(Verdict verdict) {
  /** Why the certificate is rejected, if it is. */
  public Optional<String> headline() {
    return verdict.reason().map(reason -> "REJECTED: " + Printable.line(reason));
  }

  /** A line for each check, in columns. */
  public List<String> lines() {
    return lines(verdict.checks());
  }

  /** A line for each of some checks. */
  public static List<String> lines(List<Check> checks) {
    int width = checks.stream().mapToInt(c -> c.name().length()).max().orElse(1);
    String format = "  %-" + width + "s  %-11s  %s";
    return checks.stream()
        .map(
            c ->
                String.format(
                    Locale.ROOT, format, c.name(), word(c.outcome()), Printable.line(c.detail())))
        .toList();
  }

  /** What nobody may overlook is in capitals. */
  private static String word(Outcome outcome) {
    return outcome == Outcome.FAILED ? outcome.label().toUpperCase(Locale.ROOT) : outcome.label();
  }
}

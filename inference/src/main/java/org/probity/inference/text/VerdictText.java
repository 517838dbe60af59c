package org.probity.inference.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.probity.inference.Check;
import org.probity.inference.Outcome;
import org.probity.inference.Verdict;

/** A verdict in lines for people. */
public record VerdictText(Verdict verdict) {
  /** Why the certificate is rejected, if it is. */
  public Optional<String> headline() {
    return verdict.reason().map(reason -> "REJECTED: " + Printable.line(reason));
  }

  /**
   * A line for each check that was made, in columns, then a line for each reason not to make one.
   */
  public List<String> lines() {
    return lines(verdict.checks());
  }

  /** The lines of some checks. */
  public static List<String> lines(List<Check> checks) {
    List<Check> made = checks.stream().filter(c -> c.outcome() != Outcome.NOT_CHECKED).toList();
    Map<String, Set<String>> others = new LinkedHashMap<>();
    checks.stream()
        .filter(c -> c.outcome() == Outcome.NOT_CHECKED)
        .forEach(c -> others.computeIfAbsent(c.detail(), _ -> new LinkedHashSet<>()).add(c.name()));
    String notChecked = Outcome.NOT_CHECKED.label();
    int width =
        Stream.concat(
                made.stream().map(Check::name),
                others.isEmpty() ? Stream.empty() : Stream.of(notChecked))
            .mapToInt(String::length)
            .max()
            .orElse(1);
    String format = "  %-" + width + "s  %s%s";
    List<String> lines = new ArrayList<>();
    for (Check check : made) {
      lines.add(line(format, check.name(), word(check.outcome()) + "  ", check.detail()));
    }
    others.forEach(
        (detail, names) ->
            lines.add(line(format, notChecked, String.join(", ", names) + ": ", detail)));
    return lines;
  }

  private static String line(String format, String name, String middle, String detail) {
    return String.format(Locale.ROOT, format, name, middle, Printable.line(detail));
  }

  /** What nobody may overlook is in capitals. */
  private static String word(Outcome outcome) {
    return outcome == Outcome.FAILED ? outcome.label().toUpperCase(Locale.ROOT) : outcome.label();
  }
}

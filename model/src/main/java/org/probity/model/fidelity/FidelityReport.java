package org.probity.model.fidelity;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How far an integer model is from its original over a set of samples.
 *
 * @param reference what ran the original
 * @param samples number of samples compared
 * @param outputs one entry per output port
 */
public record FidelityReport(String reference, int samples, List<Output> outputs) {
  public FidelityReport {
    outputs = List.copyOf(outputs);
  }

  /**
   * One output port.
   *
   * @param labelAgreement share of samples with the same position of the largest entry, or, of an
   *     output of labels, with the same labels; empty for a single real number
   * @param largestError largest absolute difference of an entry
   * @param meanError mean absolute difference of all entries
   * @param largestValue largest absolute value of an entry of the original
   */
  public record Output(
      String name,
      int entries,
      OptionalDouble labelAgreement,
      double largestError,
      double meanError,
      double largestValue) {}

  /** A report of a few lines for people. */
  public String toText() {
    return "Fidelity against %s on %d samples%n".formatted(reference, samples)
        + outputs.stream().map(FidelityReport::line).collect(Collectors.joining());
  }

  private static String line(Output o) {
    String labels =
        o.labelAgreement().isPresent()
            ? String.format(
                Locale.ROOT, "labels agree %.2f %%, ", 100 * o.labelAgreement().getAsDouble())
            : "";
    return String.format(
        Locale.ROOT,
        "  %s [%d]: %slargest error %.3g, mean error %.3g (values up to %.3g)%n",
        o.name(),
        o.entries(),
        labels,
        o.largestError(),
        o.meanError(),
        o.largestValue());
  }

  /** The report as one JSON object; {@code labelAgreement} is null where there are no labels. */
  public String toJson() {
    return "{\"reference\":%s,\"samples\":%d,\"outputs\":[%s]}"
        .formatted(
            quoted(reference),
            samples,
            outputs.stream().map(FidelityReport::json).collect(Collectors.joining(",")));
  }

  private static String json(Output o) {
    String labels =
        o.labelAgreement().isPresent() ? Double.toString(o.labelAgreement().getAsDouble()) : "null";
    return "{\"name\":%s,\"entries\":%d,\"labelAgreement\":%s,\"largestError\":%s,\"meanError\":%s,\"largestValue\":%s}"
        .formatted(
            quoted(o.name()),
            o.entries(),
            labels,
            o.largestError(),
            o.meanError(),
            o.largestValue());
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20) {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}

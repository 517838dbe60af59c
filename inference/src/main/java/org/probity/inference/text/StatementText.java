package org.probity.inference.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.probity.graph.Reading;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;

/** What a certificate states, in lines for people. */
public record StatementText(Statement statement) {
  private static final int SHOWN_VALUES = 8;

  /** The lines, indented by two spaces. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("  model    " + statement.modelId());
    lines.addAll(OriginText.lines(statement));
    context().ifPresent(text -> lines.add("  context  " + text));
    if (statement.count() > 1) {
      lines.add("  items    " + statement.count());
    }
    if (!statement.labels().isEmpty()) {
      lines.add("  labels   " + labels());
    }
    int width =
        statement.ports().stream().mapToInt(p -> Printable.line(p.name()).length()).max().orElse(0);
    for (PortClaim port : statement.ports()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-7s  %-" + Math.max(width, 1) + "s  %s",
              port.role().label(),
              Printable.line(port.name()),
              content(port)));
    }
    return lines;
  }

  private String labels() {
    String shown =
        statement.labels().stream()
            .limit(SHOWN_VALUES)
            .map(label -> '"' + Printable.line(label) + '"')
            .collect(Collectors.joining("  "));
    return statement.count() > SHOWN_VALUES ? shown + "  ..." : shown;
  }

  private String content(PortClaim port) {
    return switch (port.visibility()) {
      case HIDDEN -> "hidden";
      case COMMITTED -> "committed";
      case PUBLIC -> values(port.content().orElseThrow().readings());
    };
  }

  private String values(List<Reading> readings) {
    String shown =
        readings.stream()
            .limit(SHOWN_VALUES)
            .map(ReadingText::of)
            .collect(Collectors.joining("  "));
    if (readings.size() <= SHOWN_VALUES) {
      return shown;
    }
    return statement.count() == 1
        ? shown + "  ... (" + readings.size() + " values)"
        : "%s  ... (%d values for each item)"
            .formatted(shown, readings.size() / statement.count());
  }

  /** The context: as a text in quotes, or its bytes as hexadecimal digits; empty if there is none. */
  public Optional<String> context() {
    byte[] context = statement.context();
    if (context.length == 0) {
      return Optional.empty();
    }
    return Optional.of(
        contextText()
            .map(text -> '"' + Printable.line(text) + '"')
            .orElseGet(() -> HexFormat.of().formatHex(context)));
  }

  /** The context, if it is a text. */
  public Optional<String> contextText() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(statement.context()))
              .toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}

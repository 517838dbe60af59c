package org.probity.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.probity.inference.text.OriginText;
import org.probity.inference.text.Printable;
import org.probity.graph.Reading;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;

/** Shows what a certificate states. Text from the certificate is cleaned of control characters. */
record StatementView(Statement statement) {
  private static final int SHOWN_VALUES = 8;
  private static final int SHOWN_CHARS = 60;

  /** Lines for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("  model    " + statement.modelId());
    lines.addAll(OriginText.lines(statement));
    contextText().ifPresent(text -> lines.add("  context  " + text));
    if (statement.count() > 1 || !statement.labels().isEmpty()) {
      lines.add("  items    " + statement.count() + labels());
    }
    int width =
        statement.ports().stream().mapToInt(p -> Printable.line(p.name()).length()).max().orElse(0);
    for (PortClaim port : statement.ports()) {
      String start =
          String.format(
              Locale.ROOT,
              "  %-7s  %-" + Math.max(width, 1) + "s  ",
              port.role().label(),
              Printable.line(port.name()));
      for (String text : contents(port)) {
        lines.add(start + text);
        start = " ".repeat(start.length());
      }
    }
    return lines;
  }

  private String labels() {
    if (statement.labels().isEmpty()) {
      return "";
    }
    String rest = statement.count() > SHOWN_VALUES ? "  ..." : "";
    return statement.labels().stream()
        .limit(SHOWN_VALUES)
        .map(StatementView::quoted)
        .collect(Collectors.joining("  ", ": ", rest));
  }

  /** What is said of a port; of a public one in a batch, a line for each of the first items. */
  private List<String> contents(PortClaim port) {
    if (statement.count() == 1 || port.visibility() != Visibility.PUBLIC) {
      return List.of(content(port));
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < Math.min(statement.count(), SHOWN_VALUES); i++) {
      PortClaim claim = statement.item(i).port(port.name());
      lines.add((i + 1) + ": " + content(claim));
    }
    if (statement.count() > SHOWN_VALUES) {
      lines.add("... (" + statement.count() + " items)");
    }
    return lines;
  }

  /** The same for machines, with all values. */
  ObjectNode object() {
    ObjectNode object = Output.newObject();
    object.put("modelId", statement.modelId());
    object.put("contextHex", HexFormat.of().formatHex(statement.context()));
    utf8().ifPresent(text -> object.put("contextText", text));
    object.put("count", statement.count());
    if (!statement.labels().isEmpty()) {
      statement.labels().forEach(object.putArray("labels")::add);
    }
    statement.origin().ifPresent(origin -> object.set("origin", OriginView.object(origin)));
    ArrayNode ports = object.putArray("ports");
    for (PortClaim port : statement.ports()) {
      ObjectNode node = ports.addObject();
      node.put("name", port.name());
      node.put("role", port.role().label());
      node.put("visibility", port.visibility().label());
      port.content()
          .ifPresent(content -> content.readings().forEach(r -> add(node.withArray("values"), r)));
      port.commitment()
          .ifPresent(c -> node.put("commitment", HexFormat.of().formatHex(c.points())));
    }
    return object;
  }

  private String content(PortClaim port) {
    return switch (port.visibility()) {
      case HIDDEN -> "hidden";
      case COMMITTED -> "committed";
      case PUBLIC -> values(port.content().orElseThrow().readings());
    };
  }

  /** Numbers as such; what is none, NaN and infinities included, as strings. */
  static void add(ArrayNode values, Reading reading) {
    switch (reading) {
      case Reading.Real(double value) when reading.isNumber() -> values.add(value);
      case Reading.Float64(double value) when reading.isNumber() -> values.add(value);
      case Reading.Float32(float value) when reading.isNumber() -> values.add(value);
      case Reading.Whole(long value) -> values.add(value);
      default -> values.add(reading.toString());
    }
  }

  private static String values(List<Reading> readings) {
    String shown =
        readings.stream()
            .limit(SHOWN_VALUES)
            .map(StatementView::text)
            .collect(Collectors.joining("  "));
    String rest = readings.size() > SHOWN_VALUES ? "  ... (" + readings.size() + " values)" : "";
    return shown + rest;
  }

  /** Numbers that were rounded with few digits, exact ones with all. */
  static String text(Reading reading) {
    return switch (reading) {
      case Reading.Real(double value) when reading.isNumber() -> number(value);
      case Reading.Name(String name) -> quoted(name);
      default -> reading.toString();
    };
  }

  /** In quotes, so that a text cannot pass for several values. */
  private static String quoted(String text) {
    String shown =
        text.codePointCount(0, text.length()) > SHOWN_CHARS
            ? text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARS)) + "..."
            : text;
    return '"' + Printable.line(shown.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.5g", value);
  }

  private Optional<String> contextText() {
    byte[] context = statement.context();
    if (context.length == 0) {
      return Optional.empty();
    }
    return Optional.of(
        utf8()
            .map(text -> '"' + Printable.line(text) + '"')
            .orElseGet(() -> HexFormat.of().formatHex(context)));
  }

  private Optional<String> utf8() {
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

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
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;

/** What a certificate states, in lines for people. */
public record StatementText(Statement statement) {
  private static final int SHOWN_VALUES = 8;

  /** More ports than this of which nothing is shown get one line together. */
  private static final int SHOWN_ALIKE = 4;

  /** The lines, indented by two spaces. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("  model    " + statement.modelId());
    // That a whole file is proven is no news; a part is.
    if (statement.origin().filter(Origin::isPartial).isPresent()) {
      lines.addAll(OriginText.lines(statement));
    }
    context().ifPresent(text -> lines.add("  context  " + text));
    if (statement.count() > 1) {
      lines.add("  items    " + statement.count() + labels());
    } else {
      statement.labels().forEach(label -> lines.add("  item     " + ReadingText.quoted(label)));
    }
    int width =
        statement.ports().stream().mapToInt(p -> Printable.line(p.name()).length()).max().orElse(1);
    for (PortClaim.Role role : PortClaim.Role.values()) {
      List<PortClaim> ports = statement.ports().stream().filter(p -> p.role() == role).toList();
      if (ports.size() > SHOWN_ALIKE && areAlike(ports)) {
        String visibility = ports.getFirst().visibility().label();
        lines.add("  %-7s  all %d %s".formatted(role.label() + "s", ports.size(), visibility));
      } else {
        ports.forEach(port -> lines.addAll(lines(port, width)));
      }
    }
    return lines;
  }

  private static boolean areAlike(List<PortClaim> ports) {
    return ports.getFirst().visibility() != Visibility.PUBLIC
        && ports.stream().map(PortClaim::visibility).distinct().count() == 1;
  }

  private List<String> lines(PortClaim port, int width) {
    List<String> lines = new ArrayList<>();
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
    return lines;
  }

  private String labels() {
    if (statement.labels().isEmpty()) {
      return "";
    }
    String rest = statement.count() > SHOWN_VALUES ? "  ..." : "";
    return statement.labels().stream()
        .limit(SHOWN_VALUES)
        .map(ReadingText::quoted)
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

  private static String content(PortClaim port) {
    return switch (port.visibility()) {
      case HIDDEN -> "hidden";
      case COMMITTED -> "committed";
      case PUBLIC -> values(port.content().orElseThrow().readings());
    };
  }

  private static String values(List<Reading> readings) {
    String shown =
        readings.stream()
            .limit(SHOWN_VALUES)
            .map(ReadingText::of)
            .collect(Collectors.joining("  "));
    String rest = readings.size() > SHOWN_VALUES ? "  ... (" + readings.size() + " values)" : "";
    return shown + rest;
  }

  /**
   * The context: as a text in quotes, or its bytes as hexadecimal digits; empty if there is none.
   */
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

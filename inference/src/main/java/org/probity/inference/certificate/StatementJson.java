package org.probity.inference.certificate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.probity.graph.Encoding;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;

/** Statements as JSON fields. */
final class StatementJson {
  private static final String TEXT = "text:";
  private static final String HEX = "hex:";

  private StatementJson() {}

  static void encode(Statement statement, Json.Fields document) {
    document.put("model", statement.modelId()).put("count", statement.count());
    if (!statement.labels().isEmpty()) {
      document.put("labels", Json.of(statement.labels()));
    }
    statement.origin().ifPresent(origin -> document.put("origin", OriginJson.encode(origin)));
    document
        .put("context", encodeContext(statement.context()))
        .put(
            "ports",
            Json.ofObjects(statement.ports().stream().map(StatementJson::encode).toList()));
  }

  static Statement decode(Json.Fields document) throws InvalidFileException {
    String model = document.text("model");
    if (!model.matches("[0-9a-f]{64}")) {
      throw new InvalidFileException("the model id is not 64 hexadecimal digits");
    }
    List<PortClaim> ports = new ArrayList<>();
    for (Json.Fields port : document.objects("ports")) {
      ports.add(decodePort(port));
    }
    byte[] context = decodeContext(document.text("context"));
    if (context.length > Statement.MAX_CONTEXT) {
      throw new InvalidFileException("the context is too long");
    }
    int count = document.int32("count");
    List<String> labels = document.has("labels") ? document.texts("labels") : List.of();
    Optional<Origin> origin =
        document.has("origin")
            ? Optional.of(OriginJson.decode(document.object("origin")))
            : Optional.empty();
    try {
      return new Statement(model, count, labels, origin, ports, context);
    } catch (IllegalArgumentException e) {
      throw new InvalidFileException(e.getMessage());
    }
  }

  static Json.Fields encode(PortClaim port) {
    Json.Fields fields =
        new Json.Fields()
            .put("name", port.name())
            .put("role", port.role().label())
            .put("visibility", port.visibility().label())
            .put("fraction", port.fraction());
    EncodingJson.encode(port.encoding(), fields);
    port.content().ifPresent(content -> content.encode(fields));
    port.commitment()
        .ifPresent(
            c -> fields.put("shape", Json.ofIntegers(c.shape())).put("commitment", c.points()));
    return fields;
  }

  private static PortClaim decodePort(Json.Fields fields) throws InvalidFileException {
    Visibility visibility = label(Visibility.values(), fields.text("visibility"), "visibility");
    int fraction = fields.int32("fraction");
    checkFraction(fraction);
    Encoding encoding = EncodingJson.decode(fields);
    Optional<PortValues> content = Optional.empty();
    Optional<PortClaim.Commitment> commitment = Optional.empty();
    switch (visibility) {
      case PUBLIC -> content = Optional.of(PortValues.decode(encoding, fraction, fields));
      case COMMITTED ->
          commitment =
              Optional.of(
                  new PortClaim.Commitment(
                      Arrays.stream(fields.int32s("shape")).boxed().toList(),
                      fields.bytes("commitment")));
      case HIDDEN -> {}
    }
    return new PortClaim(
        fields.text("name"),
        role(fields),
        visibility,
        fraction,
        encoding,
        content.map(PortValues::integers),
        content.map(PortValues::texts).orElse(List.of()),
        commitment);
  }

  /** Values of any other fraction are those of no model. */
  static void checkFraction(int fraction) throws InvalidFileException {
    if (fraction < -62 || fraction > 62) {
      throw new InvalidFileException("a fraction is outside [-62, 62]");
    }
  }

  static PortClaim.Role role(Json.Fields fields) throws InvalidFileException {
    return label(PortClaim.Role.values(), fields.text("role"), "role");
  }

  private static <E extends Enum<E>> E label(E[] constants, String label, String what)
      throws InvalidFileException {
    for (E constant : constants) {
      if (constant.name().toLowerCase(java.util.Locale.ROOT).equals(label)) {
        return constant;
      }
    }
    throw new InvalidFileException("a port has an unknown " + what);
  }

  /** Printable ASCII stands as it is, other bytes as hexadecimal digits. */
  static String encodeContext(byte[] context) {
    for (byte b : context) {
      if (b < 0x20 || b > 0x7e) {
        return HEX + HexFormat.of().formatHex(context);
      }
    }
    return TEXT + new String(context, StandardCharsets.US_ASCII);
  }

  static byte[] decodeContext(String text) throws InvalidFileException {
    if (text.startsWith(TEXT)) {
      return text.substring(TEXT.length()).getBytes(StandardCharsets.UTF_8);
    }
    if (text.startsWith(HEX)) {
      try {
        return HexFormat.of().parseHex(text.substring(HEX.length()));
      } catch (IllegalArgumentException e) {
        throw new InvalidFileException("the context is not hexadecimal");
      }
    }
    throw new InvalidFileException("the context is neither text nor hexadecimal");
  }
}

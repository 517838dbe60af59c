package org.probity.api.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a value or nested arrays of values, which must be as long as each other on every level.
 * Numbers that JSON cannot spell stand as strings, {@code "NaN"}, {@code "Infinity"}; a missing one
 * may also be {@code null}.
 */
final class JsonTensor {
  /** A dimension whose first array has not ended yet. */
  private static final long UNKNOWN = -1;

  private final String name;
  private final ElementKind kind;
  private final JsonParser parser;
  private final DoubleBuffer values = new DoubleBuffer();
  private final List<String> texts = new ArrayList<>();
  private final List<Long> shape = new ArrayList<>();

  private JsonTensor(String name, ElementKind kind, JsonParser parser) {
    this.name = name;
    this.kind = kind;
    this.parser = parser;
  }

  /** Reads the value at whose first token the parser stands; leaves it on the last one. */
  static NamedTensor read(String name, ElementKind kind, JsonParser parser) throws IOException {
    JsonTensor tensor = new JsonTensor(name, kind, parser);
    tensor.element(0);
    return new NamedTensor(name, tensor.shape, tensor.values.toArray(), tensor.texts);
  }

  private void element(int depth) throws IOException {
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      array(depth);
      return;
    }
    if (depth != shape.size()) {
      throw ragged();
    }
    double value = value();
    Optional<String> fault = kind.fault(value);
    if (fault.isPresent()) {
      throw refused(fault.get());
    }
    values.add(value);
  }

  private double value() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        if (kind == ElementKind.TEXT) {
          throw unexpected();
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
          throw refused("is a number that is too large");
        }
        yield value;
      }
      case VALUE_TRUE, VALUE_FALSE -> {
        if (kind != ElementKind.BOOLEAN) {
          throw unexpected();
        }
        yield parser.currentToken() == JsonToken.VALUE_TRUE ? 1 : 0;
      }
      case VALUE_NULL -> {
        if (kind == ElementKind.TEXT || kind == ElementKind.BOOLEAN) {
          throw unexpected();
        }
        yield Double.NaN;
      }
      case VALUE_STRING -> string(parser.getText());
      default -> throw unexpected();
    };
  }

  private double string(String text) {
    if (kind == ElementKind.TEXT) {
      texts.add(text);
      return ElementKind.number(text);
    }
    return Optional.of(text)
        .filter(t -> !t.isEmpty() && kind != ElementKind.BOOLEAN)
        .flatMap(ElementKind::special)
        .orElseThrow(this::unexpected);
  }

  private BadInputException unexpected() {
    return refused("is not " + kind.expected());
  }

  private BadInputException refused(String why) {
    return new BadInputException(
        "line %d, input '%s', value %d %s"
            .formatted(parser.currentTokenLocation().getLineNr(), name, values.size(), why));
  }

  private void array(int depth) throws IOException {
    if (depth >= Limits.DIMENSIONS) {
      throw new BadInputException(
          "'" + name + "' has more than " + Limits.DIMENSIONS + " dimensions");
    }
    if (depth == shape.size()) {
      if (values.size() > 0) {
        throw ragged(); // numbers were seen where now an array stands
      }
      shape.add(UNKNOWN);
    }
    long length = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element(depth + 1);
      length++;
    }
    if (shape.get(depth) == UNKNOWN) {
      shape.set(depth, length);
    } else if (shape.get(depth) != length) {
      throw ragged();
    }
  }

  private BadInputException ragged() {
    return new BadInputException("'" + name + "' has rows of different lengths");
  }
}

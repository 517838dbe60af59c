package org.probity.cli.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a number or nested arrays of numbers, which must be as long as each other on every level.
 */
final class JsonTensor {
  /** A dimension whose first array has not ended yet. */
  private static final long UNKNOWN = -1;

  private final String name;
  private final JsonParser parser;
  private final DoubleBuffer values = new DoubleBuffer();
  private final List<Long> shape = new ArrayList<>();

  private JsonTensor(String name, JsonParser parser) {
    this.name = name;
    this.parser = parser;
  }

  /** Reads the value at whose first token the parser stands; leaves it on the last one. */
  static NamedTensor read(String name, JsonParser parser) throws IOException {
    JsonTensor tensor = new JsonTensor(name, parser);
    tensor.element(0);
    return new NamedTensor(name, tensor.shape, tensor.values.toArray());
  }

  private void element(int depth) throws IOException {
    switch (parser.currentToken()) {
      case START_ARRAY -> array(depth);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(depth);
      default -> throw new BadInputException("'" + name + "' holds something that is not a number");
    }
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

  private void number(int depth) throws IOException {
    if (depth != shape.size()) {
      throw ragged();
    }
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw new BadInputException("'" + name + "' holds a number that is too large");
    }
    values.add(value);
  }

  private BadInputException ragged() {
    return new BadInputException("'" + name + "' has rows of different lengths");
  }
}

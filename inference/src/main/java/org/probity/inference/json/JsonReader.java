package org.probity.inference.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Parses JSON objects from files that nobody vouches for. */
final class JsonReader {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_NAME = 64;
  private static final int MAX_NUMBER = 32;

  /** Limit on names, values and brackets: what is short in the file is long in memory. */
  private static final int MAX_TOKENS = 1 << 21;

  private final JsonParser parser;
  private int tokens;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Parses a file that is one object and nothing else. Memory stays proportional to the file.
   *
   * @throws InvalidFileException if it is not, or has duplicate names, deep nesting or long numbers
   */
  static Json.Fields read(byte[] file) throws InvalidFileException {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(MAX_NUMBER)
                    .maxStringLength(file.length)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    try (JsonParser parser = factory.createParser(file)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new InvalidFileException("the file is not a JSON object");
      }
      Json.Fields document = new JsonReader(parser).object();
      if (parser.nextToken() != null) {
        throw new InvalidFileException("the file has content after its end");
      }
      return document;
    } catch (IOException e) {
      // Its message quotes the file; the position is enough.
      throw new InvalidFileException("the file is not well-formed JSON");
    }
  }

  private Json.Fields object() throws IOException, InvalidFileException {
    Json.Fields fields = new Json.Fields();
    while (next() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      next();
      fields.put(name, value());
    }
    return fields;
  }

  private Json array() throws IOException, InvalidFileException {
    LongStream.Builder integers = LongStream.builder();
    JsonToken token = next();
    int count = 0;
    for (; isInteger(token); token = next()) {
      integers.add(parser.getLongValue());
      count++;
    }
    Json.Integers start = new Json.Integers(integers.build().toArray());
    if (token == JsonToken.END_ARRAY && count > 0) {
      return start;
    }
    List<Json> items = new ArrayList<>(start.numerals().items());
    for (; token != JsonToken.END_ARRAY; token = next()) {
      items.add(value());
    }
    return new Json.Array(items);
  }

  private boolean isInteger(JsonToken token) throws IOException {
    return token == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
  }

  private JsonToken next() throws IOException, InvalidFileException {
    if (++tokens > MAX_TOKENS) {
      throw new InvalidFileException("the file has too many values");
    }
    return parser.nextToken();
  }

  private Json value() throws IOException, InvalidFileException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> new Json.Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeral(parser.getText());
      case null, default ->
          throw new InvalidFileException("the file has a value of an unexpected kind");
    };
  }
}

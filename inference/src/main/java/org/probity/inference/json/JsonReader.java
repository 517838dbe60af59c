package org.probity.inference.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Parses JSON objects from files that nobody vouches for. */
final class JsonReader {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_NAME = 64;
  private static final int MAX_NUMBER = 32;

  private final JsonParser parser;

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
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value());
    }
    return fields;
  }

  private Json.Array array() throws IOException, InvalidFileException {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return new Json.Array(items);
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

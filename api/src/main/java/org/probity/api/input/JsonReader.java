package org.probity.api.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Samples in JSON, in one of three forms:
 *
 * <ul>
 *   <li>{@code {"name": [...], ...}}: nested or flat arrays by input name, one or more samples;
 *   <li>{@code [{"name": [...]}, ...]}: a list of such objects;
 *   <li>{@code {"input_data": [[...], ...]}}: flat arrays in the order of the model's inputs, as
 *       EZKL writes them; whatever else stands in such a file is ignored.
 * </ul>
 *
 * Truth values are {@code true} and {@code false}, texts strings; see {@link JsonTensor} for
 * numbers that JSON does not have.
 */
final class JsonReader {
  private static final String INPUT_DATA = "input_data";
  private static final JsonFactory STRICT =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.DIMENSIONS + 8)
                  .maxNumberLength(400)
                  .maxNameLength(10_000)
                  .maxStringLength(1 << 20)
                  .maxDocumentLength(Limits.TEXT_BYTES)
                  .build())
          .build();

  private final List<Slot> slots;
  private final JsonParser parser;

  private JsonReader(List<Slot> slots, JsonParser parser) {
    this.slots = slots;
    this.parser = parser;
  }

  static List<Sample> read(InputStream in, List<Slot> slots) throws IOException {
    try (JsonParser parser = STRICT.createParser(in)) {
      List<Sample> samples = new JsonReader(slots, parser).document();
      if (parser.nextToken() != null) {
        throw new BadInputException("has something after the end of the JSON value");
      }
      return samples;
    } catch (JsonProcessingException e) {
      // A number, a name or a nesting that is too long; such exceptions have no place.
      if (e instanceof StreamConstraintsException) {
        throw new BadInputException("has a number, a name or a nesting that is too long");
      }
      // Jackson's message may quote the text, which may be secret: give the place alone.
      JsonLocation at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
      throw new BadInputException(
          "is not valid JSON (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr()));
    } catch (CharConversionException _) {
      throw new BadInputException("is not UTF-8 text");
    }
  }

  private List<Sample> document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == JsonToken.START_OBJECT) {
      return object();
    }
    if (first != JsonToken.START_ARRAY) {
      throw new BadInputException("should hold a JSON object with a value for each input");
    }
    List<Sample> samples = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new BadInputException("should hold objects with a value for each input");
      }
      samples.addAll(object());
    }
    return samples;
  }

  private List<Sample> object() throws IOException {
    List<NamedTensor> tensors = new ArrayList<>();
    Optional<List<NamedTensor>> inputData = Optional.empty();
    Optional<String> notTensor = Optional.empty();
    boolean hasInputNamedSo = slots.stream().anyMatch(s -> s.name().equals(INPUT_DATA));
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals(INPUT_DATA) && !hasInputNamedSo) {
        inputData = Optional.of(inputData());
      } else if (slots.stream().anyMatch(s -> s.name().equals(name))) {
        tensors.add(JsonTensor.read(name, kind(name), parser));
      } else {
        notTensor = Optional.of(name);
        parser.skipChildren();
      }
    }
    if (inputData.isPresent()) {
      return Samples.inOrder(inputData.get(), slots);
    }
    if (notTensor.isPresent()) {
      throw Samples.unknown(notTensor.get(), slots);
    }
    return Samples.byName(tensors, slots);
  }

  private ElementKind kind(String name) {
    return slots.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow().kind();
  }

  private List<NamedTensor> inputData() throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new BadInputException("'" + INPUT_DATA + "' should be an array of arrays");
    }
    List<NamedTensor> tensors = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int i = tensors.size();
      // Too many tensors are refused later, together with what the model takes.
      ElementKind kind = i < slots.size() ? slots.get(i).kind() : ElementKind.REAL;
      tensors.add(JsonTensor.read(INPUT_DATA + "[" + i + "]", kind, parser));
    }
    return tensors;
  }
}

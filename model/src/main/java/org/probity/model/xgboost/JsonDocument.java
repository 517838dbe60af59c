package org.probity.model.xgboost;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.model.ModelException;

/** Reads a document from JSON. */
final class JsonDocument {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Documents.MAX_DEPTH)
                  .maxNumberLength(100)
                  .maxNameLength(1000)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          // XGBoost writes thresholds that are not finite as NaN and Infinity.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  /** Lists about the training, one number a node, that are half of a file and that nobody reads. */
  private static final Set<String> UNUSED =
      Set.of("base_weights", "loss_changes", "parents", "sum_hessian");

  private final JsonParser in;

  private JsonDocument(JsonParser in) {
    this.in = in;
  }

  static Document.Fields read(byte[] file) throws ModelException {
    try (JsonParser parser = JSON.createParser(file)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Documents.error(Place.ROOT, "is no JSON object");
      }
      Document.Fields document = new JsonDocument(parser).fields(Place.ROOT);
      if (parser.nextToken() != null) {
        throw Documents.error(Place.ROOT, "goes on after its end");
      }
      return document;
    } catch (StreamConstraintsException e) {
      throw new ModelException(
          Documents.message(
              Place.ROOT, "is nested too deeply, or a number or name in it is too long"),
          e);
    } catch (IOException e) {
      throw new ModelException(
          Documents.message(Place.ROOT, "is no intact JSON: " + firstLine(e.getMessage())), e);
    }
  }

  /** Jackson's message without its place, which says how it was read. */
  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private Document.Fields fields(Place path) throws IOException, ModelException {
    Map<String, Document> fields = new LinkedHashMap<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      if (UNUSED.contains(name)) {
        in.skipChildren();
      } else {
        fields.put(name, value(path.field(name)));
      }
    }
    return new Document.Fields(path, fields);
  }

  private Document value(Place path) throws IOException, ModelException {
    return switch (in.currentToken()) {
      case START_OBJECT -> fields(path);
      case START_ARRAY -> array(path);
      case VALUE_STRING -> new Document.Text(path, in.getText());
      case VALUE_NULL -> new Document.Null(path);
      case JsonToken token when isNumber(token) -> new Document.Scalar(path, number(path));
      case null, default -> throw Documents.error(path, "is cut off");
    };
  }

  private Document array(Place path) throws IOException, ModelException {
    NumberList numbers = new NumberList();
    JsonToken token = in.nextToken();
    for (; isNumber(token); token = in.nextToken()) {
      numbers.add(number(path));
    }
    if (token == JsonToken.END_ARRAY) {
      return new Document.Numbers(path, numbers.toArray());
    }
    if (numbers.size() > 0) {
      throw Documents.error(path, "mixes numbers with other values");
    }
    List<Document> items = new ArrayList<>();
    for (; token != JsonToken.END_ARRAY; token = in.nextToken()) {
      if (isNumber(token)) {
        throw Documents.error(path, "mixes numbers with other values");
      }
      items.add(value(path.item(items.size())));
    }
    return new Document.Items(path, items);
  }

  private static boolean isNumber(JsonToken token) {
    return token == JsonToken.VALUE_NUMBER_INT
        || token == JsonToken.VALUE_NUMBER_FLOAT
        || token == JsonToken.VALUE_TRUE
        || token == JsonToken.VALUE_FALSE;
  }

  private double number(Place path) throws IOException, ModelException {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> 1;
      case VALUE_FALSE -> 0;
      // As XGBoost: a number with a fraction or exponent is the nearest float32.
      case VALUE_NUMBER_FLOAT -> in.getFloatValue();
      case null, default -> integer(path);
    };
  }

  private double integer(Place path) throws IOException, ModelException {
    if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || Math.abs(in.getLongValue()) > 1L << 53) {
      throw Documents.error(path, "has an integer beyond 2^53");
    }
    return in.getLongValue();
  }
}

package org.probity.inference.json;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The one spelling of a JSON document: UTF-8, two spaces of indentation, one line for each value
 * that holds no object and no nested array, one line feed at the end. See docs/formats.md.
 */
final class JsonWriter {
  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  static byte[] write(Json.Fields document) {
    JsonWriter writer = new JsonWriter();
    writer.block(document.map(), 0);
    writer.out.append('\n');
    return writer.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void value(Json value, int depth) {
    switch (value) {
      case Json.Text(String text) -> text(text);
      case Json.Numeral(String literal) -> out.append(literal);
      case Json.Integers(long[] values) -> line(values);
      case Json.Array(List<Json> items) -> {
        if (items.stream().allMatch(JsonWriter::isScalar)) {
          line(items);
        } else {
          block(items, depth);
        }
      }
      case Json.Fields fields -> {
        if (fields.map().values().stream().allMatch(JsonWriter::isFlat)) {
          line(fields.map());
        } else {
          block(fields.map(), depth);
        }
      }
    }
  }

  private static boolean isScalar(Json value) {
    return value instanceof Json.Text || value instanceof Json.Numeral;
  }

  private static boolean isFlat(Json value) {
    return isScalar(value)
        || value instanceof Json.Integers
        || (value instanceof Json.Array(List<Json> items)
            && items.stream().allMatch(JsonWriter::isScalar));
  }

  private void line(long[] values) {
    String separator = "[";
    for (long value : values) {
      out.append(separator).append(value);
      separator = ", ";
    }
    out.append(']');
  }

  private void line(List<Json> items) {
    out.append('[');
    String separator = "";
    for (Json item : items) {
      out.append(separator);
      value(item, 0);
      separator = ", ";
    }
    out.append(']');
  }

  private void line(Map<String, Json> fields) {
    out.append('{');
    String separator = "";
    for (Map.Entry<String, Json> field : fields.entrySet()) {
      out.append(separator);
      text(field.getKey());
      out.append(": ");
      value(field.getValue(), 0);
      separator = ", ";
    }
    out.append('}');
  }

  private void block(List<Json> items, int depth) {
    out.append('[');
    for (Iterator<Json> i = items.iterator(); i.hasNext(); ) {
      newLine(depth + 1);
      value(i.next(), depth + 1);
      out.append(i.hasNext() ? "," : "");
    }
    newLine(depth);
    out.append(']');
  }

  private void block(Map<String, Json> fields, int depth) {
    out.append('{');
    for (Iterator<Map.Entry<String, Json>> i = fields.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<String, Json> field = i.next();
      newLine(depth + 1);
      text(field.getKey());
      out.append(": ");
      value(field.getValue(), depth + 1);
      out.append(i.hasNext() ? "," : "");
    }
    newLine(depth);
    out.append('}');
  }

  private void newLine(int depth) {
    out.append('\n').repeat("  ", depth);
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}

package org.probity.model.xgboost;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.probity.model.ModelException;

/**
 * Reads a document from UBJSON, draft 12 (<a href="https://ubjson.org">ubjson.org</a>), with the
 * containers that have a count or a type as well. Numbers are big-endian. High-precision numbers
 * and typed containers other than of numbers are refused, as no model has them.
 */
final class UbjDocument {
  private final ByteBuffer in;
  private int depth;

  private UbjDocument(ByteBuffer in) {
    this.in = in;
  }

  static Document.Fields read(byte[] file) throws ModelException {
    UbjDocument reader = new UbjDocument(ByteBuffer.wrap(file));
    try {
      if (reader.in.get() != '{') {
        throw Documents.error(Place.ROOT, "is no UBJSON object");
      }
      Document.Fields document = reader.fields(Place.ROOT);
      if (reader.in.hasRemaining()) {
        throw Documents.error(Place.ROOT, "goes on after its end");
      }
      return document;
    } catch (BufferUnderflowException e) {
      throw new ModelException(
          Documents.message(Place.ROOT, "is no intact UBJSON: it ends too early"), e);
    }
  }

  private void enter(Place path) throws ModelException {
    if (++depth > Documents.MAX_DEPTH) {
      throw Documents.error(path, "is nested more than " + Documents.MAX_DEPTH + " deep");
    }
  }

  private Document.Fields fields(Place path) throws ModelException {
    enter(path);
    Map<String, Document> fields = new LinkedHashMap<>();
    boolean counted = peek() == '#';
    int count = counted ? count(path, 2) : Integer.MAX_VALUE;
    for (int i = 0; i < count && (counted || peek() != '}'); i++) {
      String name = string(path);
      Place place = path.field(name);
      if (fields.put(name, value(place, marker())) != null) {
        throw Documents.error(place, "occurs twice");
      }
    }
    if (!counted) {
      in.get();
    }
    depth--;
    return new Document.Fields(path, fields);
  }

  private Document value(Place path, byte marker) throws ModelException {
    return switch (marker) {
      case '{' -> fields(path);
      case '[' -> array(path);
      case 'S', 'C' -> new Document.Text(path, marker == 'C' ? text(path, 1) : string(path));
      case 'Z' -> new Document.Null(path);
      default -> new Document.Scalar(path, number(path, marker));
    };
  }

  private Document array(Place path) throws ModelException {
    enter(path);
    Document array = peek() == '$' ? typed(path) : untyped(path);
    depth--;
    return array;
  }

  private Document typed(Place path) throws ModelException {
    in.get();
    byte type = in.get();
    int size = size(type);
    if (size == 0 || peek() != '#') {
      throw Documents.error(path, "has a type that is no number, or no count");
    }
    double[] numbers = new double[count(path, size)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(path, type);
    }
    return new Document.Numbers(path, numbers);
  }

  private Document untyped(Place path) throws ModelException {
    boolean counted = peek() == '#';
    int count = counted ? count(path, 1) : Integer.MAX_VALUE;
    NumberList numbers = new NumberList();
    List<Document> items = new ArrayList<>();
    for (int i = 0; i < count && (counted || peek() != ']'); i++) {
      byte marker = marker();
      if (size(marker) > 0 || marker == 'T' || marker == 'F') {
        numbers.add(number(path, marker));
      } else {
        items.add(value(path.item(i), marker));
      }
      if (numbers.size() > 0 && !items.isEmpty()) {
        throw Documents.error(path, "mixes numbers with other values");
      }
    }
    if (!counted) {
      in.get();
    }
    return items.isEmpty()
        ? new Document.Numbers(path, numbers.toArray())
        : new Document.Items(path, items);
  }

  /** The next marker that is not the one for no operation, which is skipped. */
  private byte marker() {
    byte marker = in.get();
    while (marker == 'N') {
      marker = in.get();
    }
    return marker;
  }

  private byte peek() {
    if (!in.hasRemaining()) {
      throw new BufferUnderflowException();
    }
    return in.get(in.position());
  }

  /** A count of items, after its sign; each takes {@code size} bytes at least, so it is bounded. */
  private int count(Place path, int size) throws ModelException {
    in.get();
    return length(path, size);
  }

  private int length(Place path, int size) throws ModelException {
    byte marker = in.get();
    double length = "iUIlL".indexOf(marker) >= 0 ? number(path, marker) : -1;
    int room = in.remaining() / size;
    if (!(length >= 0 && length <= room)) {
      throw Documents.error(path, "has a length that is no length, or more than the file has");
    }
    return (int) length;
  }

  private String string(Place path) throws ModelException {
    return text(path, length(path, 1));
  }

  private String text(Place path, int bytes) throws ModelException {
    byte[] text = new byte[bytes];
    in.get(text);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw new ModelException(Documents.message(path, "has text that is no UTF-8"), e);
    }
  }

  /** Bytes of a number; 0 for what is none. */
  private static int size(byte type) {
    return switch (type) {
      case 'i', 'U' -> 1;
      case 'I' -> 2;
      case 'l', 'd' -> 4;
      case 'L', 'D' -> 8;
      default -> 0;
    };
  }

  private double number(Place path, byte type) throws ModelException {
    return switch (type) {
      case 'i' -> in.get();
      case 'U' -> Byte.toUnsignedInt(in.get());
      case 'I' -> in.getShort();
      case 'l' -> in.getInt();
      case 'L' -> integer(path, in.getLong());
      case 'd' -> in.getFloat();
      case 'D' -> in.getDouble();
      case 'T' -> 1;
      case 'F' -> 0;
      default ->
          throw Documents.error(path, "has a value of unknown type " + Byte.toUnsignedInt(type));
    };
  }

  private static double integer(Place path, long value) throws ModelException {
    if (value < -(1L << 53) || value > 1L << 53) {
      throw Documents.error(path, "has an integer beyond 2^53");
    }
    return value;
  }
}

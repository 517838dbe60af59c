package org.probity.inference.json;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value. Numbers keep their spelling. */
public sealed interface Json {
  /** A string. */
  record Text(String value) implements Json {}

  /** A number as spelled in the file. */
  record Numeral(String literal) implements Json {}

  /** An array that holds nothing but integers of 64 bits; an empty array is none. */
  record Integers(long... values) implements Json {
    /** The same array, number by number. */
    Array numerals() {
      return new Array(
          java.util.Arrays.stream(values)
              .mapToObj(v -> (Json) new Numeral(Long.toString(v)))
              .toList());
    }
  }

  /** Any other array. */
  record Array(List<Json> items) implements Json {
    public Array {
      items = List.copyOf(items);
    }
  }

  /** An object; the order of its fields counts. */
  final class Fields implements Json {
    private final LinkedHashMap<String, Json> map = new LinkedHashMap<>();

    public Fields put(String name, Json value) {
      map.put(name, value);
      return this;
    }

    public Fields put(String name, String value) {
      return put(name, new Text(value));
    }

    public Fields put(String name, long value) {
      return put(name, new Numeral(Long.toString(value)));
    }

    /** Bytes as base64. */
    public Fields put(String name, byte[] value) {
      return put(name, Base64.getEncoder().encodeToString(value));
    }

    /** All fields in order. */
    public Map<String, Json> map() {
      return java.util.Collections.unmodifiableMap(map);
    }

    public boolean has(String name) {
      return map.containsKey(name);
    }

    /** The same fields without one. */
    public Fields without(String name) {
      Fields rest = new Fields();
      map.forEach((key, value) -> rest.map.put(key, value));
      rest.map.remove(name);
      return rest;
    }

    public Json get(String name) throws InvalidFileException {
      Json value = map.get(name);
      if (value == null) {
        throw new InvalidFileException("field '" + name + "' is missing");
      }
      return value;
    }

    public String text(String name) throws InvalidFileException {
      if (get(name) instanceof Text(String value)) {
        return value;
      }
      throw new InvalidFileException("field '" + name + "' is not a string");
    }

    public List<Json> array(String name) throws InvalidFileException {
      return switch (get(name)) {
        case Array(List<Json> items) -> items;
        case Integers integers -> integers.numerals().items();
        case Text _, Numeral _, Fields _ ->
            throw new InvalidFileException("field '" + name + "' is not an array");
      };
    }

    public long integer(String name) throws InvalidFileException {
      return integer(get(name), "field '" + name + "'");
    }

    public int int32(String name) throws InvalidFileException {
      return int32(get(name), "field '" + name + "'");
    }

    public byte[] bytes(String name) throws InvalidFileException {
      try {
        return Base64.getDecoder().decode(text(name));
      } catch (IllegalArgumentException e) {
        throw new InvalidFileException("field '" + name + "' is not base64");
      }
    }

    public int[] int32s(String name) throws InvalidFileException {
      long[] wide = integers(name);
      int[] out = new int[wide.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = narrow(wide[i], "an entry of '" + name + "'");
      }
      return out;
    }

    public long[] integers(String name) throws InvalidFileException {
      if (get(name) instanceof Integers(long[] values)) {
        return values;
      }
      List<Json> items = array(name);
      long[] out = new long[items.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = integer(items.get(i), "an entry of '" + name + "'");
      }
      return out;
    }

    /** An object within this one. */
    public Fields object(String name) throws InvalidFileException {
      if (get(name) instanceof Fields fields) {
        return fields;
      }
      throw new InvalidFileException("field '" + name + "' is not an object");
    }

    /** The objects of an array. */
    public List<Fields> objects(String name) throws InvalidFileException {
      List<Fields> out = new java.util.ArrayList<>();
      for (Json item : array(name)) {
        if (!(item instanceof Fields fields)) {
          throw new InvalidFileException("an entry of '" + name + "' is not an object");
        }
        out.add(fields);
      }
      return out;
    }

    /** The strings of an array. */
    public List<String> texts(String name) throws InvalidFileException {
      List<String> out = new java.util.ArrayList<>();
      for (Json item : array(name)) {
        if (!(item instanceof Text(String value))) {
          throw new InvalidFileException("an entry of '" + name + "' is not a string");
        }
        out.add(value);
      }
      return out;
    }

    private static long integer(Json value, String where) throws InvalidFileException {
      if (value instanceof Numeral(String literal)) {
        try {
          return Long.parseLong(literal);
        } catch (NumberFormatException e) {
          throw new InvalidFileException(where + " is not an integer of 64 bits");
        }
      }
      throw new InvalidFileException(where + " is not a number");
    }

    private static int int32(Json value, String where) throws InvalidFileException {
      return narrow(integer(value, where), where);
    }

    private static int narrow(long wide, String where) throws InvalidFileException {
      if (wide != (int) wide) {
        throw new InvalidFileException(where + " is not an integer of 32 bits");
      }
      return (int) wide;
    }
  }

  /** An array of integers. */
  static Json of(int[] values) {
    return of(java.util.Arrays.stream(values).asLongStream().toArray());
  }

  /** An array of integers. */
  static Json of(long[] values) {
    return values.length == 0 ? new Array(List.of()) : new Integers(values);
  }

  /** An array of integers. */
  static Json ofIntegers(List<Integer> values) {
    return of(values.stream().mapToLong(v -> v).toArray());
  }

  /** An array of strings. */
  static Array of(List<String> values) {
    return new Array(values.stream().map(v -> (Json) new Text(v)).toList());
  }

  /** An array of objects. */
  static Array ofObjects(List<Fields> values) {
    return new Array(List.copyOf(values));
  }
}

package org.probity.model.lightgbm;

import java.util.HashMap;
import java.util.Map;
import java.util.StringTokenizer;
import org.probity.model.ModelException;

/**
 * A block of lines {@code key=value}: the header, or a tree.
 *
 * @param place what it is, for messages
 * @param values by key; a line without a value is there with an empty one
 */
record Section(String place, Map<String, String> values) {
  Section(String place) {
    this(place, new HashMap<>());
  }

  void add(String line) throws ModelException {
    int sign = line.indexOf('=');
    String key = sign < 0 ? line : line.substring(0, sign);
    if (values.put(key, sign < 0 ? "" : line.substring(sign + 1)) != null) {
      throw error(key, "occurs twice");
    }
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  String text(String key) throws ModelException {
    String text = values.get(key);
    if (text == null) {
      throw error(key, "is missing");
    }
    return text.strip();
  }

  int integer(String key) throws ModelException {
    return parse(key, text(key), Integer::parseInt);
  }

  int integer(String key, int otherwise) throws ModelException {
    return has(key) ? integer(key) : otherwise;
  }

  int[] integers(String key, int count) throws ModelException {
    StringTokenizer parts = parts(key, count);
    int[] integers = new int[count];
    for (int i = 0; i < count; i++) {
      integers[i] = parse(key, parts.nextToken(), Integer::parseInt);
    }
    return integers;
  }

  /** Integers of 32 bits without a sign, as int. */
  int[] unsigned(String key, int count) throws ModelException {
    StringTokenizer parts = parts(key, count);
    int[] integers = new int[count];
    for (int i = 0; i < count; i++) {
      integers[i] = parse(key, parts.nextToken(), Integer::parseUnsignedInt);
    }
    return integers;
  }

  double[] reals(String key, int count) throws ModelException {
    StringTokenizer parts = parts(key, count);
    double[] reals = new double[count];
    for (int i = 0; i < count; i++) {
      reals[i] = parse(key, parts.nextToken(), Section::real);
    }
    return reals;
  }

  /** A number as C++ prints it. */
  private static double real(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan", "-nan" -> Double.NaN;
      case String t -> Double.parseDouble(t);
    };
  }

  private StringTokenizer parts(String key, int count) throws ModelException {
    StringTokenizer parts = new StringTokenizer(text(key), " ");
    if (parts.countTokens() != count) {
      throw error(key, "has %d entries instead of %d".formatted(parts.countTokens(), count));
    }
    return parts;
  }

  private interface Parser<T> {
    T parse(String text);
  }

  private <T> T parse(String key, String text, Parser<T> parser) throws ModelException {
    try {
      return parser.parse(text);
    } catch (NumberFormatException e) {
      throw new ModelException(message(key, "has an entry that is no number of its kind"), e);
    }
  }

  ModelException error(String key, String what) {
    return new ModelException(message(key, what));
  }

  private String message(String key, String what) {
    return "LightGBM model: %s: %s %s".formatted(place, key, what);
  }
}

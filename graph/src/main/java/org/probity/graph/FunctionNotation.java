package org.probity.graph;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Functions as text, in one spelling: {@code x} for the argument, numbers as by {@link
 * Double#toString(double)}, operators in lower case with their operands in parentheses and no
 * spaces, as in {@code mul(x,sigmoid(x))}.
 */
public final class FunctionNotation {
  private static final Map<String, RealFunction.UnaryOperator> UNARY = new HashMap<>();
  private static final Map<String, RealFunction.BinaryOperator> BINARY = new HashMap<>();

  /** More characters than any expression within the limits has. */
  private static final int MAX_LENGTH = RealFunction.MAX_NODES * 40;

  static {
    for (RealFunction.UnaryOperator op : RealFunction.UnaryOperator.values()) {
      UNARY.put(name(op), op);
    }
    for (RealFunction.BinaryOperator op : RealFunction.BinaryOperator.values()) {
      BINARY.put(name(op), op);
    }
  }

  private final String text;
  private int at;
  private int nodes;

  private FunctionNotation(String text) {
    this.text = text;
  }

  private static String name(Enum<?> operator) {
    return operator.name().toLowerCase(Locale.ROOT);
  }

  /** The text of a function; {@link #parse} gives back an equal one. */
  public static String format(RealFunction function) {
    StringBuilder out = new StringBuilder();
    append(function, out);
    return out.toString();
  }

  private static void append(RealFunction function, StringBuilder out) {
    switch (function) {
      case RealFunction.Argument _ -> out.append('x');
      case RealFunction.Constant(double value) -> out.append(value);
      case RealFunction.Unary(RealFunction.UnaryOperator op, RealFunction inner) -> {
        out.append(name(op)).append('(');
        append(inner, out);
        out.append(')');
      }
      case RealFunction.Binary(
              RealFunction.BinaryOperator op,
              RealFunction left,
              RealFunction right) -> {
        out.append(name(op)).append('(');
        append(left, out);
        out.append(',');
        append(right, out);
        out.append(')');
      }
    }
  }

  /**
   * Parses a function.
   *
   * @throws IllegalArgumentException if the text is not the one spelling of a function within
   *     {@link RealFunction#MAX_NODES} and {@link RealFunction#MAX_DEPTH}; the message gives the
   *     position
   */
  public static RealFunction parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a function has more than " + MAX_LENGTH + " characters");
    }
    FunctionNotation parser = new FunctionNotation(text);
    RealFunction function = parser.expression(1);
    if (parser.at < text.length()) {
      throw parser.error("has something after its end");
    }
    return function;
  }

  private RealFunction expression(int depth) {
    if (depth > RealFunction.MAX_DEPTH) {
      throw error("is nested too deeply");
    }
    if (++nodes > RealFunction.MAX_NODES) {
      throw error("has too many operators");
    }
    int start = at;
    while (at < text.length() && "(),".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    if (at == text.length() || text.charAt(at) != '(') {
      return word.equals("x") ? RealFunction.X : constant(word, start);
    }
    RealFunction.UnaryOperator unary = UNARY.get(word);
    RealFunction.BinaryOperator binary = BINARY.get(word);
    if (unary == null && binary == null) {
      at = start;
      throw error("has an unknown operator");
    }
    at++;
    RealFunction first = expression(depth + 1);
    if (unary != null) {
      expect(')');
      return new RealFunction.Unary(unary, first);
    }
    expect(',');
    RealFunction second = expression(depth + 1);
    expect(')');
    return new RealFunction.Binary(binary, first, second);
  }

  private RealFunction constant(String word, int start) {
    double value = Double.NaN;
    try {
      value = Double.parseDouble(word);
    } catch (NumberFormatException e) {
      at = start;
      throw (IllegalArgumentException) error("has neither x nor a number").initCause(e);
    }
    // One spelling; and no function needs NaN.
    if (Double.isNaN(value) || !Double.toString(value).equals(word)) {
      at = start;
      throw error("has a number in another spelling");
    }
    return new RealFunction.Constant(value);
  }

  private void expect(char c) {
    if (at == text.length() || text.charAt(at) != c) {
      throw error("lacks '" + c + "'");
    }
    at++;
  }

  private IllegalArgumentException error(String what) {
    return new IllegalArgumentException("a function " + what + " at character " + (at + 1));
  }
}

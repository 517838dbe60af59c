package org.probity.api.input;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.probity.graph.OrderedCode;

/** What the values of an input are, and how a file spells them. */
public enum ElementKind {
  /** Finite numbers. */
  REAL("a number"),
  /** Floating-point numbers, among them NaN, which stands for a missing value, and infinities. */
  FLOATING("a number"),
  /** Integers that are exact as doubles. */
  INTEGER("an integer"),
  /** True or false, or 1 or 0. */
  BOOLEAN("true or false"),
  /** Texts. */
  TEXT("a string");

  /** A decimal number; not Java's own syntax, which also takes "1f", "0x1p3" and "NaN". */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,4})?");

  private static final Pattern SPECIAL =
      Pattern.compile("(?<sign>[+-]?)((?<nan>nan)|inf(inity)?)", Pattern.CASE_INSENSITIVE);
  private static final int NUMBER_CHARS = 400;

  /** What stands for an integer of this size may have been another one in the file. */
  private static final double EXACT = 0x1p53;

  private final String expected;

  ElementKind(String expected) {
    this.expected = expected;
  }

  /** What a value should have been: "a number". */
  public String expected() {
    return expected;
  }

  /**
   * The value that a field of a CSV file spells, spaces around it allowed; of a text its number. An
   * empty field is a missing number or the empty text.
   *
   * @return empty if it does not spell a value of this kind or of numbers in general; {@link
   *     #fault} says more
   */
  Optional<Double> parse(String field) {
    String text = field.strip();
    return switch (this) {
      case TEXT -> Optional.of(number(field));
      case BOOLEAN ->
          text.equalsIgnoreCase("true")
              ? Optional.of(1.0)
              : text.equalsIgnoreCase("false") ? Optional.of(0.0) : decimal(text);
      case REAL, FLOATING, INTEGER -> decimal(text).or(() -> special(text));
    };
  }

  /** A finite decimal number. */
  static Optional<Double> decimal(String text) {
    if (text.length() > NUMBER_CHARS || !NUMBER.matcher(text).matches()) {
      return Optional.empty();
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
  }

  /** NaN, also as an empty text, or an infinity. */
  static Optional<Double> special(String text) {
    if (text.isEmpty()) {
      return Optional.of(Double.NaN);
    }
    Matcher match = SPECIAL.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    if (match.group("nan") != null) {
      return Optional.of(Double.NaN);
    }
    double infinity = Double.POSITIVE_INFINITY;
    return Optional.of(match.group("sign").equals("-") ? -infinity : infinity);
  }

  /** The number of a text. */
  static double number(String text) {
    try {
      return OrderedCode.ofText(text);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("holds a text that is not made of Unicode characters", e);
    }
  }

  /** What is wrong with a number as a value of this kind, if anything. */
  public Optional<String> fault(double value) {
    return switch (this) {
      case FLOATING, TEXT -> Optional.empty();
      case REAL -> notFinite(value);
      case INTEGER ->
          notFinite(value)
              .or(() -> value == Math.rint(value) ? Optional.empty() : wrong())
              .or(
                  () ->
                      Math.abs(value) < EXACT
                          ? Optional.empty()
                          : Optional.of("is an integer of more than 53 bits"));
      case BOOLEAN -> value == 0 || value == 1 ? Optional.empty() : wrong();
    };
  }

  private static Optional<String> notFinite(double value) {
    if (Double.isNaN(value)) {
      return Optional.of("is missing or NaN, which this input does not take");
    }
    return Double.isInfinite(value)
        ? Optional.of("is infinite, which this input does not take")
        : Optional.empty();
  }

  private Optional<String> wrong() {
    return Optional.of("is not " + expected);
  }
}

package org.probity.inference.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.probity.graph.OrderedCode;

/**
 * Reads conditions such as {@code score >= 0.5} and {@code approved equals score >= 0.5}; the
 * grammar stands in docs/formats.md.
 */
final class ConditionParser {
  private static final int MAX_LENGTH = 1024;

  // Each matches in one way only: no backtracking that could take long.
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,20}+(?:\\.[0-9]{1,40}+)?+(?:[eE][+-]?[0-9]{1,3}+)?+");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*+");
  private static final Pattern QUOTED_NAME = Pattern.compile("`((?:[^`]|``)++)`(?!`)");
  private static final Pattern QUOTED_TEXT = Pattern.compile("'((?:[^']|'')*+)'(?!')");
  private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}+");
  private static final Pattern SPACE = Pattern.compile(" *+");

  private final String text;
  private int at;

  private ConditionParser(String text) {
    this.text = text;
  }

  /**
   * Parses a condition.
   *
   * @throws IllegalArgumentException if it is none; the message says where
   */
  static Condition parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a condition is longer than " + MAX_LENGTH + " characters");
    }
    ConditionParser parser = new ConditionParser(text);
    Truth truth = parser.truth();
    if (parser.word("equals")) {
      truth = new Truth.Same(truth, parser.truth());
    }
    parser.space();
    if (parser.at < text.length()) {
      throw parser.fault("the end, a comparison or 'equals'");
    }
    return new Condition(text, truth);
  }

  private Truth truth() {
    Operand left = operand();
    Optional<Relation> relation = relation();
    if (relation.isPresent()) {
      Operand right = operand();
      if (left instanceof Operand.Constant && right instanceof Operand.Constant) {
        // It would say nothing about the certificate.
        throw new IllegalArgumentException("condition \"%s\" compares constants".formatted(text));
      }
      return new Truth.Comparison(left, relation.get(), right);
    }
    if (left instanceof Operand.Constant) {
      throw fault("a comparison");
    }
    return new Truth.Flag(left);
  }

  private Optional<Relation> relation() {
    space();
    for (Relation relation : Relation.all()) {
      if (text.startsWith(relation.sign(), at)) {
        at += relation.sign().length();
        return Optional.of(relation);
      }
    }
    return Optional.empty();
  }

  private Operand operand() {
    Optional<Operand> constant = number().or(this::quotedText);
    if (constant.isPresent()) {
      return constant.get();
    }
    Optional<String> name = token(QUOTED_NAME).map(m -> m.group(1).replace("``", "`"));
    return name.isPresent() ? entry(name.get()) : word();
  }

  private Optional<Operand> number() {
    return token(NUMBER).map(m -> Operand.Constant.of(new BigDecimal(m.group())));
  }

  private Optional<Operand> quotedText() {
    return token(QUOTED_TEXT)
        .map(
            m -> {
              String value = m.group(1).replace("''", "'");
              // Refuses what is no text, here and not in the middle of a comparison.
              OrderedCode.ofText(value);
              return new Operand.Constant(new Quantity.Text(value));
            });
  }

  /** A port's name, a truth value or a function. */
  private Operand word() {
    String word = token(WORD).map(Matcher::group).orElseThrow(() -> fault("a port or a value"));
    if (symbol("(")) {
      return function(word);
    }
    return switch (word) {
      case "true" -> Operand.Constant.of(BigDecimal.ONE);
      case "false" -> Operand.Constant.of(BigDecimal.ZERO);
      case "equals" -> throw fault("a port before 'equals' (a port of this name goes into `...`)");
      default -> entry(word);
    };
  }

  private Operand function(String name) {
    if (name.equals("float32")) {
      Operand number = number().orElseThrow(() -> fault("a number"));
      require(")");
      BigDecimal exact = ((Quantity.Finite) ((Operand.Constant) number).value()).value();
      Quantity rounded = Quantity.of(exact.floatValue());
      if (!(rounded instanceof Quantity.Finite)) {
        throw fault("a float32, before which");
      }
      return new Operand.Constant(rounded);
    }
    for (Operand.Summary.Function function : Operand.Summary.Function.values()) {
      if (function.label().equals(name)) {
        String port =
            token(QUOTED_NAME)
                .map(m -> m.group(1).replace("``", "`"))
                .or(() -> token(WORD).map(Matcher::group))
                .orElseThrow(() -> fault("a port"));
        require(")");
        return new Operand.Summary(function, port);
      }
    }
    throw fault("min, max, argmax or float32, before which");
  }

  private Operand entry(String port) {
    List<Integer> index = new ArrayList<>();
    if (symbol("[")) {
      do {
        index.add(Integer.parseInt(token(INDEX).orElseThrow(() -> fault("an index")).group()));
      } while (symbol(","));
      require("]");
    }
    return new Operand.Entry(port, index);
  }

  private boolean word(String expected) {
    space();
    Matcher matcher = WORD.matcher(text).region(at, text.length());
    if (matcher.lookingAt() && matcher.group().equals(expected)) {
      at = matcher.end();
      return true;
    }
    return false;
  }

  private boolean symbol(String symbol) {
    space();
    boolean found = text.startsWith(symbol, at);
    at += found ? symbol.length() : 0;
    return found;
  }

  private void require(String symbol) {
    if (!symbol(symbol)) {
      throw fault("'" + symbol + "'");
    }
  }

  private Optional<Matcher> token(Pattern pattern) {
    space();
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    at = matcher.end();
    return Optional.of(matcher);
  }

  private void space() {
    Matcher matcher = SPACE.matcher(text).region(at, text.length());
    at = matcher.lookingAt() ? matcher.end() : at;
  }

  private IllegalArgumentException fault(String expected) {
    return new IllegalArgumentException(
        "condition \"%s\": character %d: expected %s".formatted(text, at + 1, expected));
  }
}

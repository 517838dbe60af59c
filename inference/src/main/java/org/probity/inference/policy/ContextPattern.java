package org.probity.inference.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The form of a context: fixed text; {@code *}, any text up to the first occurrence of what
 * follows, or up to the end; {@code {date}}, a day such as 2026-11-26; {@code {time}}, a second
 * such as 2026-11-26T02:29:32Z; {@code {nonce}}, what the verifier has asked for. A backslash takes
 * its meaning from {@code *}, braces and itself.
 *
 * <p>Matching is of the whole text and tries nothing twice: there is one way at most in which a
 * text has the form. So it takes no time to speak of, and whoever makes the context cannot have
 * several dates in it of which one always fits.
 */
final class ContextPattern {
  private static final int MAX_LENGTH = 1024;

  private final String text;
  private final List<Part> parts;

  private ContextPattern(String text, List<Part> parts) {
    this.text = text;
    this.parts = parts;
  }

  private sealed interface Part {
    record Literal(String text) implements Part {}

    record Anything() implements Part {}

    record Date() implements Part {}

    record Time() implements Part {}

    record Nonce() implements Part {}
  }

  /** A text of the form, and the time that stands in it; of a day, its start in UTC. */
  record Match(Optional<Instant> time) {}

  /**
   * Parses a pattern.
   *
   * @throws IllegalArgumentException if it is empty, too long or ambiguous, has an unknown
   *     placeholder, or one of them twice
   */
  static ContextPattern parse(String text) {
    require(!text.isEmpty(), "is empty");
    require(text.length() <= MAX_LENGTH, "is longer than " + MAX_LENGTH + " characters");
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> {
          i++;
          require(
              i < text.length() && "*{}\\".indexOf(text.charAt(i)) >= 0, "has a lone backslash");
          literal.append(text.charAt(i));
        }
        case '*' -> {
          addLiteral(literal, parts);
          parts.add(new Part.Anything());
        }
        case '{' -> {
          addLiteral(literal, parts);
          int end = text.indexOf('}', i);
          require(end > 0, "has a brace that is not closed");
          parts.add(placeholder(text.substring(i + 1, end)));
          i = end;
        }
        case '}' ->
            throw new IllegalArgumentException("the pattern has a brace that is not opened");
        default -> literal.append(c);
      }
    }
    addLiteral(literal, parts);
    checkAmbiguity(parts);
    return new ContextPattern(text, List.copyOf(parts));
  }

  private static void addLiteral(StringBuilder literal, List<Part> parts) {
    if (!literal.isEmpty()) {
      parts.add(new Part.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private static Part placeholder(String name) {
    return switch (name) {
      case "date" -> new Part.Date();
      case "time" -> new Part.Time();
      case "nonce" -> new Part.Nonce();
      default ->
          throw new IllegalArgumentException(
              "the pattern has an unknown placeholder; there are" + " {date}, {time} and {nonce}");
    };
  }

  private static void checkAmbiguity(List<Part> parts) {
    for (int i = 1; i < parts.size(); i++) {
      require(
          !(parts.get(i - 1) instanceof Part.Anything)
              || parts.get(i) instanceof Part.Literal
              || parts.get(i) instanceof Part.Nonce,
          "has no text between * and what follows");
    }
    require(count(parts, Part.Date.class) + count(parts, Part.Time.class) <= 1, "has two times");
    require(count(parts, Part.Nonce.class) <= 1, "has two nonces");
  }

  private static long count(List<Part> parts, Class<? extends Part> kind) {
    return parts.stream().filter(kind::isInstance).count();
  }

  private static void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException("the pattern " + fault);
    }
  }

  boolean hasTime() {
    return count(parts, Part.Date.class) + count(parts, Part.Time.class) > 0;
  }

  boolean hasNonce() {
    return count(parts, Part.Nonce.class) > 0;
  }

  /**
   * Whether a text has the form.
   *
   * @param nonce given if the pattern has a place for it
   */
  Optional<Match> match(String context, Optional<String> nonce) {
    Optional<Instant> time = Optional.empty();
    int at = 0;
    for (int i = 0; i < parts.size(); i++) {
      switch (parts.get(i)) {
        case Part.Anything _ -> {
          if (i + 1 == parts.size()) {
            at = context.length();
            continue;
          }
          at = context.indexOf(fixed(parts.get(i + 1), nonce), at);
          if (at < 0) {
            return Optional.empty();
          }
        }
        case Part.Literal _, Part.Nonce _ -> {
          String fixed = fixed(parts.get(i), nonce);
          if (!context.startsWith(fixed, at)) {
            return Optional.empty();
          }
          at += fixed.length();
        }
        case Part.Date _, Part.Time _ -> {
          boolean day = parts.get(i) instanceof Part.Date;
          int end = at + (day ? 10 : 20);
          time = end <= context.length() ? time(context.substring(at, end), day) : Optional.empty();
          if (time.isEmpty()) {
            return Optional.empty();
          }
          at = end;
        }
      }
    }
    return at == context.length() ? Optional.of(new Match(time)) : Optional.empty();
  }

  private static String fixed(Part part, Optional<String> nonce) {
    return part instanceof Part.Literal(String literal) ? literal : nonce.orElseThrow();
  }

  private static Optional<Instant> time(String text, boolean day) {
    try {
      Instant time =
          day
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text);
      String spelled = day ? time.toString().substring(0, 10) : time.toString();
      return spelled.equals(text) ? Optional.of(time) : Optional.empty();
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return text;
  }
}

package org.probity.inference.text;

import java.util.Locale;
import org.probity.graph.Reading;

/** Entries of ports as people read them. */
public final class ReadingText {
  private static final int SHOWN_CHARS = 60;

  private ReadingText() {}

  /** Numbers that were rounded with few digits, exact ones with all, texts in quotes. */
  public static String of(Reading reading) {
    return switch (reading) {
      case Reading.Real(double value) when reading.isNumber() -> number(value);
      case Reading.Name(String name) -> quoted(name);
      default -> reading.toString();
    };
  }

  /** In quotes, so that a text cannot pass for several values. */
  public static String quoted(String text) {
    String shown =
        text.codePointCount(0, text.length()) > SHOWN_CHARS
            ? text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARS)) + "..."
            : text;
    return '"' + Printable.line(shown.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.5g", value);
  }
}

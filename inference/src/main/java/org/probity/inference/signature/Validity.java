package org.probity.inference.signature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.probity.inference.json.InvalidFileException;

/**
 * A span of time, both ends included; whole seconds of the years 0 to 9999.
 *
 * @param from the first second
 * @param until the last second, not before the first
 */
public record Validity(Instant from, Instant until) {
  private static final Instant START = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");

  public Validity {
    from = from.truncatedTo(ChronoUnit.SECONDS);
    until = until.truncatedTo(ChronoUnit.SECONDS);
    if (from.isBefore(START) || until.isAfter(END) || until.isBefore(from)) {
      throw new IllegalArgumentException("a validity ends before it starts, or is out of range");
    }
  }

  /** Reads the one spelling of an instant, such as {@code 2026-11-26T02:29:32Z}. */
  static Instant instant(String text, String what) throws InvalidFileException {
    try {
      Instant instant = Instant.parse(text);
      if (instant.toString().equals(text)) {
        return instant;
      }
    } catch (DateTimeException _) {
      // Said below.
    }
    throw new InvalidFileException(what + " is not a time such as 2026-11-26T02:29:32Z");
  }

  /** Why it does not hold at this time, or empty. */
  Optional<String> fault(Instant now) {
    if (now.isBefore(from)) {
      return Optional.of("not valid before " + from);
    }
    // The last second counts as a whole.
    return now.truncatedTo(ChronoUnit.SECONDS).isAfter(until)
        ? Optional.of("expired at " + until)
        : Optional.empty();
  }
}

package org.probity.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.probity.api.input.BadInputException;
import org.probity.inference.signature.Validity;
import picocli.CommandLine.Option;

/** For how long a signature holds. */
final class ValidityChoice {
  @Option(
      names = "--valid-from",
      paramLabel = "TIME",
      description = "First second, as 2026-11-26T00:00:00Z (default: now).")
  private String from;

  @Option(
      names = "--valid-days",
      paramLabel = "DAYS",
      defaultValue = "365",
      description =
          "For how many days: a model is taken back by not signing it again (default:"
              + " ${DEFAULT-VALUE}).")
  private int days;

  Validity validity() {
    try {
      Instant start = from == null ? Instant.now() : Instant.parse(from);
      if (days < 1) {
        throw new BadInputException("--valid-days must be at least 1");
      }
      return new Validity(start, start.plus(Duration.ofDays(days)));
    } catch (DateTimeParseException e) {
      throw new BadInputException("--valid-from is not a time such as 2026-11-26T00:00:00Z");
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new BadInputException("--valid-from, --valid-days: " + e.getMessage());
    }
  }
}

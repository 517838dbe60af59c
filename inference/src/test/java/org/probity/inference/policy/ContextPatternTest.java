package org.probity.inference.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns match whole contexts, in one way or not at all. */
class ContextPatternTest {
  private static Optional<ContextPattern.Match> match(String pattern, String context) {
    return ContextPattern.parse(pattern).match(context, Optional.of("8f2e"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "loan 1         | loan 1          | true",
        "loan 1         | loan 12         | false",
        "loan 1         | a loan 1        | false",
        "loan 1         | Loan 1          | false",
        "loan *         | loan 12         | true",
        "*              | anything        | true",
        "* 12           | loan 12         | true",
        "* 12           | loan 12 12      | false",
        "*-*            | a-b             | true",
        "*-*            | ab              | false",
        "a*b*c          | aXbYc           | true",
        "a*b*c          | abc             | true",
        "a*b*c          | acb             | false",
        "{nonce}        | 8f2e            | true",
        "*{nonce}*      | for 8f2e only   | true",
        "*{nonce}       | 8f2             | false",
        "a\\*b          | a*b             | true",
        "a\\*b          | aXb             | false",
        "\\{date\\}     | {date}          | true",
        "\\\\           | \\              | true",
        "{date} {nonce} | 2026-11-26 8f2e | true",
        "{date}{nonce}  | 2026-11-268f2e  | true",
        "{date}         | 2026-11-2       | false",
        "{date}         | 2026-02-29      | false",
        "{time}         | 2026-11-26T02:29:32Z      | true",
        "{time}         | 2026-11-26T02:29:32+00:00 | false",
        "{time}         | 2026-11-26T02:29:60Z      | false",
      })
  void whole(String pattern, String context, boolean matches) {
    assertThat(match(pattern, context).isPresent()).isEqualTo(matches);
  }

  /** Whoever makes the context cannot have a date for each day in it. */
  @Test
  void oneDateOnly() {
    assertThat(match("* of {date}", "loan of 2026-11-26").orElseThrow().time())
        .contains(Instant.parse("2026-11-26T00:00:00Z"));
    assertThat(match("* of {date}", "loan of 2026-11-26 of 2026-11-27")).isEmpty();
    assertThat(match("* of {date}*", "loan of 2026-11-26 of 2026-11-27").orElseThrow().time())
        .contains(Instant.parse("2026-11-26T00:00:00Z"));
    assertThat(match("* of {date}*", "loan of x of 2026-11-27")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "**",
        "*{date}",
        "*{time}",
        "{date}{time}",
        "{date} {date}",
        "{nonce}{nonce}",
        "{Date}",
        "{ date}",
        "{}",
        "{date",
        "date}",
        "\\",
        "a\\",
        "\\d+",
        "{{date}}"
      })
  void areNone(String pattern) {
    assertThatThrownBy(() -> ContextPattern.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the pattern ");
  }

  /** Against a pattern and a context that make backtracking engines try for ages. */
  @Test
  void matchingTakesNoTime() {
    String pattern = "*a".repeat(512);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(match(pattern, "a".repeat(65_535) + "b")).isEmpty();
          assertThat(match("*" + "a".repeat(1000) + "b", "a".repeat(65_536))).isEmpty();
        });
    assertThatThrownBy(() -> ContextPattern.parse("a".repeat(1025)))
        .hasMessageContaining("longer than");
  }
}

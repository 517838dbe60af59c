package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "0.0008312, 0.83 ms",
    "0.0125, 12.5 ms",
    "0.5, 500 ms",
    "1.234, 1.23 s",
    "12.34, 12.3 s",
    "99.99, 100 s",
    "4321, 4321 s"
  })
  void times(double seconds, String text) {
    assertThat(Units.time(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "999, 999 bytes",
    "1000, 1.00 kB",
    "14200, 14.2 kB",
    "999999, 1000 kB",
    "1300000, 1.30 MB"
  })
  void sizes(long bytes, String text) {
    assertThat(Units.size(bytes)).isEqualTo(text);
  }
}

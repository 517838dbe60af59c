package org.probity.inference.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void nothingThatSteersATerminal() {
    assertThat(Printable.line("a\u001b[2J\n\r\u0085\u202e\u2066\u2028\u2029\u200bb\ud800"))
        .isEqualTo("a?[2J????????b?");
    assertThat(Printable.line("Straße 7, λ = 3")).isEqualTo("Straße 7, λ = 3");
  }

  @Test
  void nothingEndless() {
    assertThat(Printable.line("x".repeat(1 << 20))).hasSizeLessThan(1100).endsWith("...");
  }
}

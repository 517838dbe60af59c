package org.probity.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A certificate is accepted for what was checked, not for what was left out. */
class VerdictTest {
  private static final Check REGISTERED = Check.passed(Check.REGISTRATION, "");
  private static final Check PROVEN = Check.passed(Check.PROOF, "");

  private static Verdict verdict(Check... checks) {
    return new Verdict(List.of(checks));
  }

  @Test
  void needsProofAndRegistration() {
    assertThat(verdict(REGISTERED, PROVEN).accepted()).isTrue();
    assertThat(verdict(REGISTERED, PROVEN).reason()).isEmpty();
    for (Verdict lacking :
        List.of(
            verdict(),
            verdict(REGISTERED),
            verdict(PROVEN),
            verdict(REGISTERED, Check.notChecked(Check.PROOF, "")),
            verdict(Check.notChecked(Check.REGISTRATION, ""), PROVEN))) {
      assertThat(lacking.accepted()).isFalse();
      assertThat(lacking.reason()).contains("the proof was not checked");
    }
  }

  /** Of any name, also if another check of this name has passed. */
  @Test
  void oneFailureIsEnough() {
    for (String name : List.of(Check.PROOF, Check.CONTEXT, "anything")) {
      List<Check> checks = new ArrayList<>(List.of(REGISTERED, PROVEN));
      checks.add(Check.failed(name, "first"));
      checks.add(Check.failed(name, "second"));
      assertThat(new Verdict(checks).accepted()).isFalse();
      assertThat(new Verdict(checks).reason()).contains("first");
    }
    assertThat(verdict(REGISTERED, PROVEN, Check.notChecked(Check.CONTEXT, "")).accepted())
        .isTrue();
  }
}

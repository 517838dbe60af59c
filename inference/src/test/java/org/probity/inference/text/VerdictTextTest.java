package org.probity.inference.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.inference.Check;

class VerdictTextTest {
  private static final Check MODEL = Check.passed(Check.MODEL, "abc");
  private static final Check PROOF = Check.failed(Check.PROOF, "it does not hold\n!");

  /**
   * Whatever was checked has a line; what was not has one for each reason, and is never left out.
   */
  @Test
  void silentChecksAreNamedTogether() {
    String silence = "the policy demands nothing";
    List<Check> checks =
        List.of(
            MODEL,
            Check.notChecked(Check.CONTEXT, "no exact context was asked for"),
            Check.notChecked("policy.suite", silence),
            PROOF,
            Check.notChecked("policy.batch", silence),
            Check.notChecked("policy.batch", silence));
    assertThat(VerdictText.lines(checks))
        .containsExactly(
            "  model        passed  abc",
            "  proof        FAILED  it does not hold?!",
            "  not checked  context: no exact context was asked for",
            "  not checked  policy.suite, policy.batch: the policy demands nothing");
  }

  @Test
  void columnsAreAsWideAsNeedBe() {
    assertThat(VerdictText.lines(List.of(MODEL))).containsExactly("  model  passed  abc");
    assertThat(VerdictText.lines(List.of())).isEmpty();
    assertThat(VerdictText.lines(List.of(Check.notChecked("a", "why"))))
        .containsExactly("  not checked  a: why");
  }
}

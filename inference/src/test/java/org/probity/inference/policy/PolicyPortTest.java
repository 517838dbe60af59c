package org.probity.inference.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.inference.policy.Policies.check;
import static org.probity.inference.policy.Policies.failed;
import static org.probity.inference.policy.Policies.failures;
import static org.probity.inference.policy.Policies.policy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.inference.Check;
import org.probity.inference.certificate.Visibility;

/** What is demanded of ports. */
class PolicyPortTest {
  @ParameterizedTest
  @CsvSource({
    "input, committed, score, COMMITTED, true",
    "input, public, score, COMMITTED, false",
    "input, committed, score, HIDDEN, false",
    "output, public, class, HIDDEN, false",
    "output, public, class, COMMITTED, false",
    "output, public, score, COMMITTED, true"
  })
  void visibilities(String role, String allowed, String port, Visibility visibility, boolean passes)
      throws Exception {
    Decisions decisions = Decisions.approval();
    if (allowed.equals("committed")) {
      for (String input :
          List.of("score", "income", "scores", "single", "approved", "age", "job")) {
        decisions.with(input, Visibility.COMMITTED);
      }
    }
    String rule =
        "\"visibilities\": [{\"role\": \"%s\", \"allowed\": [\"%s\"]}]".formatted(role, allowed);
    List<Check> checks = check(policy(rule), decisions.with(port, visibility).statement());
    assertThat(failed(checks)).hasSize(passes ? 0 : 1);
  }

  /** Names are compared byte by byte: no folding of case, no other letters that look alike. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Score",
        "SCORE",
        "sc\u043ere",
        "\uff53core",
        "score ",
        "score\u200b",
        "score\u0301"
      })
  void portsThatDoNotExist(String name) throws Exception {
    String rule =
        "\"visibilities\": [{\"port\": \"%s\", \"allowed\": [\"public\", \"hidden\"]}]"
            .formatted(name);
    assertThat(failures(check(policy(rule), Decisions.approval().statement())))
        .containsExactly(
            "policy.visibility: the model has no port '%s' (it has: score, income, scores,"
                    .formatted(name)
                + " single, approved, age, job, class)");
    String condition = "\"conditions\": [\"`%s` != 100\"]".formatted(name);
    assertThat(failures(check(policy(condition), Decisions.approval().statement())))
        .singleElement()
        .asString()
        .contains("the model has no port");
  }
}

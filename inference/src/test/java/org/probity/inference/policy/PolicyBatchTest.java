package org.probity.inference.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.probity.inference.policy.Policies.ALL;
import static org.probity.inference.policy.Policies.check;
import static org.probity.inference.policy.Policies.failed;
import static org.probity.inference.policy.Policies.failures;
import static org.probity.inference.policy.Policies.policy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.inference.Check;
import org.probity.inference.Expectations;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Statement;
import org.probity.inference.json.Documents;

/** Certificates about several inferences. */
class PolicyBatchTest {
  @Test
  void batches() throws Exception {
    Statement three = Decisions.approval().times(3, "a", "b", "c").statement();
    assertThat(failures(check(ALL, three))).isEmpty();
    assertThat(failures(check(ALL, Decisions.approval().times(4).statement())))
        .containsExactly("policy.batch: the certificate is about 4 inferences; allowed: 1 to 3");
    assertThat(failures(check(policy("\"batch\": {\"labels\": [\"a\", \"b\", \"c\"]}"), three)))
        .isEmpty();
    for (String labels :
        List.of("[\"a\", \"b\"]", "[\"b\", \"a\", \"c\"]", "[\"a\", \"b\", \"C\"]")) {
      assertThat(failures(check(policy("\"batch\": {\"labels\": %s}".formatted(labels)), three)))
          .containsExactly("policy.batch: the certificate does not have the policy's labels");
    }
    assertThat(
            failures(
                check(
                    policy("\"batch\": {\"labels\": \"required\"}"),
                    Decisions.approval().times(3).statement())))
        .containsExactly("policy.batch: the certificate has no labels");
  }

  /** One item of many is enough. */
  @Test
  void oneBadItem() throws Exception {
    Decisions batch = Decisions.approval().times(3, "a", "b", "c");
    Statement bad = batch.with("score", 3, 2, 3).statement();
    assertThat(failures(check(ALL, bad)))
        .containsExactly("policy.condition: item 2 'b': score >= 0.75: not so, score is 0.5");
    for (int item = 0; item < 3; item++) {
      int[] labels = {1, 1, 1};
      labels[item] = 0;
      assertThat(
              failed(check(ALL, Decisions.approval().times(3).with("class", labels).statement())))
          .containsExactly(Policy.CONDITION);
    }
  }

  /** A batch of nothing would meet every condition; it is no statement. */
  @Test
  void aBatchOfNothing() throws Exception {
    assertThatThrownBy(() -> Decisions.approval().times(0).statement())
        .isInstanceOf(IllegalArgumentException.class);
    Certificate good = Decisions.certificate(Decisions.CONTEXT);
    String file = new String(good.encode(), UTF_8);
    for (String count : List.of("0", "-1", "4294967297")) {
      byte[] forged =
          file.replaceFirst("\"context\"", "\"count\": " + count + ",\n  \"context\"")
              .replaceFirst("\"count\": 1,\n", "")
              .getBytes(UTF_8);
      byte[] sealed = Documents.write(Documents.parse(forged), "checksum");
      Verdict verdict = Verifier.verify(Decisions.key(), sealed, Expectations.none());
      assertThat(verdict.checks().getFirst().name()).isEqualTo(Check.FILE);
      assertThat(verdict.accepted()).isFalse();
    }
  }
}

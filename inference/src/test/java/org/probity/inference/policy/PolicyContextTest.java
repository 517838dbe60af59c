package org.probity.inference.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.probity.inference.policy.Policies.ALL;
import static org.probity.inference.policy.Policies.NOW;
import static org.probity.inference.policy.Policies.check;
import static org.probity.inference.policy.Policies.failed;
import static org.probity.inference.policy.Policies.failures;
import static org.probity.inference.policy.Policies.policy;

import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.inference.Check;
import org.probity.inference.certificate.Statement;
import org.probity.inference.json.InvalidFileException;

/** Contexts and ages. */
class PolicyContextTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-26, true",
    "2026-11-25, false",
    "2026-11-27, false",
    "2026-11-31, false",
    "2026-1-26, false",
    "0026-11-26, false",
    "+026-11-26, false",
    "２０２６-11-26, false"
  })
  void freshness(String date, boolean passes) throws Exception {
    List<Check> checks = check(ALL, Decisions.approval().bound("loan 1 of " + date).statement());
    assertThat(failed(checks).isEmpty()).isEqualTo(passes);
    assertThat(failed(checks)).isSubsetOf(Policy.CONTEXT, Policy.FRESHNESS);
  }

  @Test
  void secondsAndClocks() throws Exception {
    String policy = policy("\"context\": {\"pattern\": \"{time}\", \"maxAgeHours\": 1}");
    Function<String, List<String>> failures =
        time -> {
          try {
            return failed(check(policy, Decisions.approval().bound(time).statement()));
          } catch (InvalidFileException e) {
            throw new AssertionError(e);
          }
        };
    assertThat(failures.apply("2026-11-26T12:00:00Z")).isEmpty();
    assertThat(failures.apply("2026-11-26T11:00:00Z")).isEmpty();
    assertThat(failures.apply("2026-11-26T10:59:59Z")).containsExactly(Policy.FRESHNESS);
    assertThat(failures.apply("2026-11-26T12:05:00Z")).isEmpty();
    assertThat(failures.apply("2026-11-26T12:05:01Z")).containsExactly(Policy.FRESHNESS);
    assertThat(failures.apply("2026-11-26T24:00:00Z")).containsExactly(Policy.CONTEXT);
    assertThat(failures.apply("2026-11-26t12:00:00z")).containsExactly(Policy.CONTEXT);
    assertThat(failures.apply("2026-11-26T12:00:00Z ")).containsExactly(Policy.CONTEXT);
  }

  @Test
  void nonces() throws Exception {
    String policy = policy("\"context\": {\"pattern\": \"loan * for {nonce}\"}");
    Statement statement = Decisions.approval().bound("loan 1 for 8f2e").statement();
    Circumstances now = Circumstances.at(NOW);
    assertThat(failures(check(policy, statement, now.withNonce("8f2e")))).isEmpty();
    assertThat(failed(check(policy, statement, now.withNonce("8f2f"))))
        .containsExactly(Policy.CONTEXT);
    assertThat(failed(check(policy, statement, now.withNonce("8f2"))))
        .containsExactly(Policy.CONTEXT);
    assertThat(failures(check(policy, statement, now)))
        .containsExactly("policy.context: the policy demands a nonce; none is given");
    // A nonce that nobody looks at is a mistake of the verifier's.
    for (String other :
        List.of(
            "\"suite\": \"grumpkin-sha256\"",
            "\"context\": {\"text\": \"loan 1 for 8f2e\"}",
            "\"context\": {\"pattern\": \"loan * for 8f2e\"}")) {
      assertThat(failures(check(policy(other), statement, now.withNonce("8f2e"))))
          .containsExactly("policy.freshness: the policy has no place for the nonce");
    }
    assertThatThrownBy(() -> now.withNonce("")).hasMessageContaining("1 to 256");
  }

  @Test
  void exactContexts() throws Exception {
    String text = policy("\"context\": {\"text\": \"Kredit für 4711\"}");
    assertThat(failures(check(text, Decisions.approval().bound("Kredit für 4711").statement())))
        .isEmpty();
    for (String other : List.of("Kredit fu\u0308r 4711", "kredit für 4711", "Kredit für 4711\0")) {
      assertThat(failed(check(text, Decisions.approval().bound(other).statement())))
          .containsExactly(Policy.CONTEXT);
    }
    byte[] bytes = {0, (byte) 0xff, 'a'};
    String hex = policy("\"context\": {\"hex\": \"" + HexFormat.of().formatHex(bytes) + "\"}");
    assertThat(failures(check(hex, Decisions.approval().bound(bytes).statement()))).isEmpty();
    String pattern = policy("\"context\": {\"pattern\": \"*\"}");
    assertThat(failed(check(pattern, Decisions.approval().bound(bytes).statement())))
        .containsExactly(Policy.CONTEXT);
  }
}

package org.probity.inference.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.inference.policy.Policies.check;
import static org.probity.inference.policy.Policies.failed;
import static org.probity.inference.policy.Policies.failures;
import static org.probity.inference.policy.Policies.policy;
import static org.probity.inference.policy.Policies.withOrigin;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.inference.certificate.Prefix;

/** Where the model comes from. */
class PolicyOriginTest {
  @Test
  void origins() throws Exception {
    List<String> none = List.of();
    List<String> cut = List.of("/features");
    Decisions open = withOrigin(new Prefix.Public("cd".repeat(32)), cut, none);
    Decisions unproven = withOrigin(new Prefix.Unproven(), cut, none);
    String silent = policy("\"suite\": \"grumpkin-sha256\"");
    assertThat(failures(check(silent, open.statement()))).isEmpty();
    assertThat(failures(check(silent, Decisions.approval().withoutOrigin().statement()))).isEmpty();
    // Nobody wants this without having said so.
    assertThat(failed(check(silent, unproven.statement()))).containsExactly(Policy.ORIGIN);
    String allowed = policy("\"origin\": {\"prefixes\": [\"unproven\", \"none\"]}");
    assertThat(failures(check(allowed, unproven.statement()))).isEmpty();
    assertThat(failed(check(allowed, open.statement()))).containsExactly(Policy.ORIGIN);
    assertThat(failed(check(allowed, Decisions.approval().withoutOrigin().statement())))
        .containsExactly(Policy.ORIGIN);
    String whole = policy("\"origin\": {\"part\": \"whole\"}");
    assertThat(failures(check(whole, Decisions.approval().statement()))).isEmpty();
    assertThat(failed(check(whole, open.statement()))).containsExactly(Policy.ORIGIN);
    assertThat(failed(check(whole, withOrigin(new Prefix.None(), none, cut).statement())))
        .containsExactly(Policy.ORIGIN);
    String digest = policy("\"origin\": {\"publicPrefixes\": [\"%s\"]}".formatted("cd".repeat(32)));
    assertThat(failures(check(digest, open.statement()))).isEmpty();
    assertThat(
            failed(
                check(
                    digest, withOrigin(new Prefix.Public("ce".repeat(32)), cut, none).statement())))
        .containsExactly(Policy.ORIGIN);
    String file = policy("\"origin\": {\"file\": \"%s\"}".formatted("ac".repeat(32)));
    assertThat(failed(check(file, Decisions.approval().statement())))
        .containsExactly(Policy.ORIGIN);
  }
}

package org.probity.inference.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.inference.policy.Policies.ALL;
import static org.probity.inference.policy.Policies.ID;
import static org.probity.inference.policy.Policies.NOW;
import static org.probity.inference.policy.Policies.check;
import static org.probity.inference.policy.Policies.failed;
import static org.probity.inference.policy.Policies.failures;
import static org.probity.inference.policy.Policies.policy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.inference.Check;
import org.probity.inference.Expectations;
import org.probity.inference.Outcome;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;

/** What policies demand is checked, whatever is in the way. */
class PolicyTest {
  @Test
  void whatIsDemandedPasses() throws Exception {
    List<Check> checks = check(ALL, Decisions.approval().statement());
    assertThat(failures(checks)).isEmpty();
    assertThat(checks).extracting(Check::outcome).containsOnly(Outcome.PASSED);
  }

  @Test
  void aVerdictListsWhatIsNotDemanded() throws Exception {
    String least = policy("\"registration\": \"required\"");
    assertThat(check(least, Decisions.approval().statement()))
        .filteredOn(c -> c.outcome() == Outcome.NOT_CHECKED)
        .extracting(Check::name)
        .containsExactlyInAnyOrder(
            Policy.SUITE,
            Policy.VISIBILITY,
            Policy.CONTEXT,
            Policy.FRESHNESS,
            Policy.ORIGIN,
            Policy.BATCH,
            Policy.CONDITION);
  }

  /** With the proof, and under another context as well. */
  @Test
  void realCertificates() throws Exception {
    String text = ALL.replaceAll("(?s)\"origin\".*?},\n", "");
    Policy policy = Policy.decode(text.getBytes(UTF_8));
    Expectations demand = Expectations.none().and(policy.requirement(Circumstances.at(NOW)));
    Certificate good = Decisions.certificate(Decisions.CONTEXT);
    assertThat(Verifier.verify(Decisions.key(), good.encode(), demand).reason()).isEmpty();
    Verdict other =
        Verifier.verify(Decisions.key(), Decisions.certificate("loan 1").encode(), demand);
    assertThat(other.reason()).contains("the context is not of the form loan * of {date}");
    assertThat(other.checks())
        .filteredOn(c -> c.name().equals(Check.PROOF))
        .extracting(Check::outcome)
        .containsExactly(Outcome.NOT_CHECKED);
    // Replayed: the proof of another context under the words that the policy wants.
    Statement s = good.statement();
    Statement replayed =
        new Statement(
            s.modelId(),
            1,
            List.of(),
            s.origin(),
            s.ports(),
            "loan 1 of 2026-11-26".getBytes(UTF_8));
    Verdict replay =
        Verifier.verify(Decisions.key(), new Certificate(replayed, good.proof()), demand);
    assertThat(replay.checks().getLast().name()).isEqualTo(Check.PROOF);
    assertThat(replay.accepted()).isFalse();
    // Under the name of another model that the policy allows, but whose key this is not.
    Policy both =
        Policy.decode(
            text.replace("[\"" + ID, "[\"" + "cd".repeat(32) + "\", \"" + ID).getBytes(UTF_8));
    Statement renamed =
        new Statement("cd".repeat(32), 1, List.of(), s.origin(), s.ports(), s.context());
    Verdict swapped =
        Verifier.verify(
            Decisions.key(),
            new Certificate(renamed, good.proof()),
            Expectations.none().and(both.requirement(Circumstances.at(NOW))));
    assertThat(failed(swapped.checks())).containsExactly(Check.MODEL);
    // No policy makes up for a proof.
    byte[] flipped = good.proof();
    flipped[7] ^= 1;
    assertThat(Verifier.verify(Decisions.key(), new Certificate(s, flipped), demand).accepted())
        .isFalse();
  }

  /** A policy looks at ports only where they are the model's: else "output" would be anything. */
  @Test
  void portsInOtherRoles() throws Exception {
    Policy policy =
        Policy.decode(
            policy("\"visibilities\": [{\"role\": \"output\", \"allowed\": [\"public\"]}]")
                .getBytes(UTF_8));
    Expectations demand = Expectations.none().and(policy.requirement(Circumstances.at(NOW)));
    Certificate good = Decisions.certificate("");
    List<PortClaim> ports = new ArrayList<>(good.statement().ports());
    PortClaim score = ports.getFirst();
    ports.set(
        0,
        new PortClaim(
            score.name(),
            PortClaim.Role.OUTPUT,
            score.visibility(),
            score.fraction(),
            score.encoding(),
            score.values(),
            score.commitment()));
    Certificate forged = new Certificate(good.statement().withPorts(ports), good.proof());
    Verdict verdict = Verifier.verify(Decisions.key(), forged, demand);
    assertThat(verdict.accepted()).isFalse();
    assertThat(verdict.checks())
        .contains(
            Check.failed(Check.PORTS, "port 0 is not the model's input there"),
            Check.notChecked(Check.POLICY, "another check has failed"));
  }

  /** Of two fields with one name, one reader sees this and the other that. */
  @Test
  void certificatesThatSayTwoThings() throws Exception {
    String good = new String(Decisions.certificate("loan 1").encode(), UTF_8);
    for (String forged :
        List.of(
            good.replace("\"context\":", "\"context\": \"text:loan 2\",\n  \"context\":"),
            good.replace("\"context\":", "\"conte\\u0078t\": \"text:loan 2\",\n  \"context\":"),
            good.replace("\"context\":", "\"note\": \"text:loan 2\",\n  \"context\":"),
            good.replace("\"context\":", "\"Context\": \"text:loan 2\",\n  \"context\":"))) {
      assertThat(forged).isNotEqualTo(good);
      byte[] file = forged.getBytes(UTF_8);
      try {
        file = Documents.write(Documents.parse(file), "checksum");
      } catch (InvalidFileException e) {
        assertThat(e).hasMessage("the file has one field twice");
      }
      Verdict verdict = Verifier.verify(Decisions.key(), file, Expectations.none());
      assertThat(verdict.checks().getFirst().name()).isEqualTo(Check.FILE);
      assertThat(verdict.checks().getFirst().hasFailed()).isTrue();
    }
  }

  @Test
  void otherModels() throws Exception {
    assertThat(failed(check(ALL, Decisions.approval().ofModel("cd".repeat(32)).statement())))
        .containsExactly(Policy.MODELS);
    String two = ALL.replace("[\"" + ID, "[\"" + "cd".repeat(32) + "\", \"" + ID);
    assertThat(failures(check(two, Decisions.approval().statement()))).isEmpty();
  }
}

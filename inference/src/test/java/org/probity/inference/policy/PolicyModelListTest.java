package org.probity.inference.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.inference.policy.Policies.ID;
import static org.probity.inference.policy.Policies.KEY;
import static org.probity.inference.policy.Policies.NOW;
import static org.probity.inference.policy.Policies.check;
import static org.probity.inference.policy.Policies.signed;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.inference.Mutations;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.signature.Endorsement;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.SigningKey;
import org.probity.inference.signature.Validity;

/** Models that a signed list allows. */
class PolicyModelListTest {
  private static final Validity VALID =
      new Validity(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(1)));

  private static byte[] list(SigningKey key, Validity validity, String model, String version) {
    return ModelList.sign(key, validity, List.of(new Endorsement(model, "Credit", version)))
        .encode();
  }

  private static List<String> failures(String policy, byte[] list) throws InvalidFileException {
    Circumstances circumstances = Circumstances.at(NOW).withModelList(list);
    return Policies.failures(check(policy, Decisions.approval().statement(), circumstances));
  }

  @Test
  void signedLists() throws Exception {
    byte[] good = list(KEY, VALID, ID, "2.1");
    assertThat(failures(signed(""), good)).isEmpty();
    assertThat(failures(signed(", \"name\": \"Credit\", \"versions\": [\"2.0\", \"2.1\"]"), good))
        .isEmpty();
    assertThat(failures(signed(", \"name\": \"credit\""), good))
        .containsExactly("policy.models: the model list calls the model Credit 2.1, not credit");
    assertThat(failures(signed(", \"versions\": [\"2.0\"]"), good))
        .containsExactly("policy.models: the policy does not allow this version: Credit 2.1");
    assertThat(failures(signed(""), list(SigningKey.generate(), VALID, ID, "2.1")).getFirst())
        .contains("signed by another signer");
    assertThat(failures(signed(""), list(KEY, VALID, "cd".repeat(32), "2.1")).getFirst())
        .contains("does not have model " + ID);
    Validity past = new Validity(NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofDays(1)));
    assertThat(failures(signed(""), list(KEY, past, ID, "2.1")).getFirst()).contains("expired");
    Validity future = new Validity(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(2)));
    assertThat(failures(signed(""), list(KEY, future, ID, "2.1")).getFirst())
        .contains("not valid before");
    // A list that is none, or not there, is no reason to look away.
    Mutations.of(good)
        .skip(40)
        .limit(200)
        .forEach(
            file -> {
              try {
                assertThat(failures(signed(""), file)).isNotEmpty();
              } catch (InvalidFileException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(Policies.failures(check(signed(""), Decisions.approval().statement())))
        .containsExactly("policy.models: the policy demands a signed model list; none is given");
  }
}

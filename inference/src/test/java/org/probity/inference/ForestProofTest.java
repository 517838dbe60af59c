package org.probity.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.Parameters;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;
import org.probity.inference.lowering.Forests;

/** Random forests from registration to a verified certificate, through their files. */
class ForestProofTest {
  @ParameterizedTest
  @ValueSource(longs = {51, 52, 53, 54})
  void scoresAreProven(long seed) throws Exception {
    Random random = new Random(seed);
    Forests.Sample forest = Forests.random(random);
    Registration registration =
        Registrar.register(forest.graph(), new Parameters(forest.parameters()));
    ModelKey key = ModelKey.decode(registration.key().encode());
    ModelSecret secret = ModelSecret.decode(registration.secret().encode());
    assertThat(Verifier.checkKey(key)).isEmpty();
    Visibility input = List.of(Visibility.values()).get(random.nextInt(3));
    Map<String, Visibility> visibilities =
        Map.of("x", input, "score", Visibility.PUBLIC, "positive", Visibility.COMMITTED);
    Proven proven =
        Prover.prove(key, secret, new ProofRequest(forest.inputs(), visibilities, new byte[0]));
    assertThat(proven.outputs().get("score")).containsExactly(forest.scores());
    Certificate certificate = Certificate.decode(proven.certificate().encode());
    assertThat(Verifier.verify(key, certificate, Expectations.none()).reason()).isEmpty();
    assertThat(Verifier.verify(key, withOtherScore(certificate), Expectations.none()).reason())
        .isPresent();
  }

  private static Certificate withOtherScore(Certificate certificate) {
    Statement statement = certificate.statement();
    List<PortClaim> ports = new ArrayList<>();
    for (PortClaim port : statement.ports()) {
      if (port.name().equals("score")) {
        int[] scores = port.values().orElseThrow();
        int[] other = Arrays.copyOf(scores, scores.length);
        other[0]++;
        ports.add(
            new PortClaim(
                port.name(),
                port.role(),
                port.visibility(),
                port.fraction(),
                port.encoding(),
                Optional.of(other),
                port.texts(),
                Optional.empty()));
      } else {
        ports.add(port);
      }
    }
    return new Certificate(statement.withPorts(ports), certificate.proof());
  }
}

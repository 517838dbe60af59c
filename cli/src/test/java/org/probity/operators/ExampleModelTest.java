package org.probity.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.inference.Expectations;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;
import org.probity.inference.key.ModelKey;

/** The models of the repository, from their files to a verdict. */
class ExampleModelTest {
  static List<Example> examples() throws Exception {
    return Example.all();
  }

  private static Verdict verify(ModelKey key, Certificate certificate) {
    return Verifier.verify(key, certificate, Expectations.none());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void certificateIsAcceptedFromItsFile(Example example) throws Exception {
    ModelKey key = ModelKey.decode(example.registration().key().encode());
    Certificate certificate = Certificate.decode(example.proven().certificate().encode());
    assertThat(verify(key, certificate).reason()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anyOtherOutputIsRejected(Example example) {
    Certificate certificate = example.proven().certificate();
    for (PortClaim port : certificate.statement().ports()) {
      if (port.values().isPresent()) {
        Certificate forged = withPort(certificate, raised(port));
        assertThat(verify(example.registration().key(), forged).reason())
            .as(port.name())
            .isPresent();
      }
    }
  }

  /** The first value moved by one step, within what its format can hold. */
  private static PortClaim raised(PortClaim port) {
    int[] values = port.values().orElseThrow().clone();
    values[0] += values[0] > 0 ? -1 : 1;
    return port.withValues(values);
  }

  private static Certificate withPort(Certificate certificate, PortClaim changed) {
    Statement statement = certificate.statement();
    List<PortClaim> ports =
        statement.ports().stream().map(p -> p.name().equals(changed.name()) ? changed : p).toList();
    return new Certificate(statement.withPorts(ports), certificate.proof());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anyOtherProofIsRejected(Example example) {
    Certificate certificate = example.proven().certificate();
    SplittableRandom random = new SplittableRandom(certificate.proofSize());
    for (int i = 0; i < 5; i++) {
      byte[] proof = certificate.proof();
      proof[random.nextInt(proof.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(
              verify(example.registration().key(), new Certificate(certificate.statement(), proof))
                  .reason())
          .isPresent();
    }
  }

  /** Also with the other model's name on it. */
  @Test
  void certificateOfAnotherModelIsRejected() throws Exception {
    List<Example> examples = Example.all();
    for (int i = 0; i < examples.size(); i++) {
      Certificate certificate = examples.get(i).proven().certificate();
      Example other = examples.get((i + 1) % examples.size());
      ModelKey key = other.registration().key();
      assertThat(verify(key, certificate).reason()).isPresent();
      Statement statement = other.proven().certificate().statement();
      Certificate renamed = new Certificate(statement, certificate.proof());
      assertThat(verify(key, renamed).reason()).as(other.name()).isPresent();
    }
  }
}

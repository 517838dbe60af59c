package org.probity.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;

/** Certificates as a forger would make them: well-formed, with the right checksum, and false. */
final class Forgeries {
  private Forgeries() {}

  /** The same proof, claiming other public outputs: their values in reverse order. */
  static Certificate otherDecision(Certificate certificate) {
    return otherOutputs(certificate, Forgeries::reversed);
  }

  private static int[] reversed(int[] values) {
    int[] reversed = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i] = values[values.length - 1 - i];
    }
    return reversed;
  }

  /** The same proof, claiming half of each public output. */
  static Certificate halfOutputs(Certificate certificate) {
    return otherOutputs(certificate, values -> IntStream.of(values).map(v -> v / 2).toArray());
  }

  private static Certificate otherOutputs(Certificate certificate, UnaryOperator<int[]> change) {
    Statement statement = certificate.statement();
    List<PortClaim> ports =
        statement.ports().stream()
            .map(
                port ->
                    port.role() == PortClaim.Role.OUTPUT && port.values().isPresent()
                        ? port.withValues(change.apply(port.values().get()))
                        : port)
            .toList();
    return new Certificate(statement.withPorts(ports), certificate.proof());
  }

  /** The same proof, claiming to have been made for another context. */
  static Certificate otherContext(Certificate certificate, String context) {
    Statement s = certificate.statement();
    Statement other =
        new Statement(
            s.modelId(),
            s.count(),
            s.labels(),
            s.origin(),
            s.ports(),
            context.getBytes(StandardCharsets.UTF_8));
    return new Certificate(other, certificate.proof());
  }

  /** The same statement with one bit of the proof changed. */
  static Certificate otherProof(Certificate certificate) {
    byte[] proof = certificate.proof();
    proof[proof.length / 2] ^= 1;
    return new Certificate(certificate.statement(), proof);
  }
}

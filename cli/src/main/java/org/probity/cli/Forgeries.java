package org.probity.cli;

import java.util.List;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;

/** Certificates as a forger would make them: well-formed, with the right checksum, and false. */
final class Forgeries {
  private Forgeries() {}

  /** The same proof, claiming other public outputs: their values in reverse order. */
  static Certificate otherDecision(Certificate certificate) {
    Statement statement = certificate.statement();
    List<PortClaim> ports = statement.ports().stream().map(Forgeries::turnedRound).toList();
    return new Certificate(
        statement.withPorts(ports), certificate.proof());
  }

  private static PortClaim turnedRound(PortClaim port) {
    if (port.role() != PortClaim.Role.OUTPUT || port.values().isEmpty()) {
      return port;
    }
    int[] values = port.values().get();
    int[] reversed = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i] = values[values.length - 1 - i];
    }
    return port.withValues(reversed);
  }

  /** The same statement with one bit of the proof changed. */
  static Certificate otherProof(Certificate certificate) {
    byte[] proof = certificate.proof();
    proof[proof.length / 2] ^= 1;
    return new Certificate(certificate.statement(), proof);
  }
}

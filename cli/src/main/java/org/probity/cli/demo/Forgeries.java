package org.probity.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.probity.graph.Encoding;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;

/** Certificates as a forger would make them: well-formed, with the right checksum, and false. */
final class Forgeries {
  private Forgeries() {}

  /**
   * The same proof, claiming the opposite: of two classes the other one, and the scores in reverse
   * order.
   */
  static Certificate otherDecision(Certificate certificate) {
    return otherOutputs(
        certificate, (port, values) -> isLabel(port) ? flipped(values) : reversed(values));
  }

  /** The same proof, claiming the other of two classes with the scores as they were. */
  static Certificate otherLabel(Certificate certificate) {
    return otherOutputs(certificate, (port, values) -> isLabel(port) ? flipped(values) : values);
  }

  private static boolean isLabel(PortClaim port) {
    return port.encoding() instanceof Encoding.Category;
  }

  private static int[] flipped(int[] values) {
    return IntStream.of(values).map(v -> 1 - v).toArray();
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
    return otherOutputs(certificate, (_, values) -> IntStream.of(values).map(v -> v / 2).toArray());
  }

  /** The same proof of a batch, claiming the first item's outputs for the second and vice versa. */
  static Certificate otherOrder(Certificate certificate) {
    int count = certificate.statement().count();
    return otherOutputs(certificate, (_, values) -> exchanged(values, values.length / count));
  }

  private static int[] exchanged(int[] values, int size) {
    int[] exchanged = values.clone();
    System.arraycopy(values, 0, exchanged, size, size);
    System.arraycopy(values, size, exchanged, 0, size);
    return exchanged;
  }

  private static Certificate otherOutputs(
      Certificate certificate, BiFunction<PortClaim, int[], int[]> change) {
    Statement statement = certificate.statement();
    List<PortClaim> ports =
        statement.ports().stream()
            .map(
                port ->
                    port.role() == PortClaim.Role.OUTPUT && port.values().isPresent()
                        ? port.withValues(change.apply(port, port.values().get()))
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

  /** The same proof, without saying which part of a file it is about. */
  static Certificate withoutOrigin(Certificate certificate) {
    Statement s = certificate.statement();
    Statement other =
        new Statement(s.modelId(), s.count(), s.labels(), Optional.empty(), s.ports(), s.context());
    return new Certificate(other, certificate.proof());
  }

  /** The same statement with one bit of the proof changed. */
  static Certificate otherProof(Certificate certificate) {
    byte[] proof = certificate.proof();
    proof[proof.length / 2] ^= 1;
    return new Certificate(certificate.statement(), proof);
  }
}

package org.probity.inference.estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.argument.ArgumentVerifier;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;

/**
 * Sizes of files and proofs in bytes. All but the certificate's are exact; that one is, too, where
 * no values are public, without labels and with an empty context. Public values are taken to be as
 * long as the widest of their format.
 *
 * @param key the model key, with the registration proof
 * @param registrationProof the proof itself; a file spells three bytes in four characters
 * @param proof the proof in a certificate, likewise
 * @param certificate the whole certificate
 */
public record Sizes(int key, int registrationProof, int proof, int certificate) {

  static Sizes of(ModelKey key, Map<String, Visibility> visibilities, int count) {
    int proof = ArgumentVerifier.proofSize(key.program(visibilities, count).program());
    List<PortClaim> claims = new ArrayList<>();
    Map<String, Tensor> tensors = key.graph().tensorsByName();
    for (Port port : key.graph().inputs()) {
      claims.add(claim(port, PortClaim.Role.INPUT, tensors, visibilities, count));
    }
    for (Port port : key.graph().outputs()) {
      claims.add(claim(port, PortClaim.Role.OUTPUT, tensors, visibilities, count));
    }
    Statement statement =
        new Statement(key.modelId(), count, List.of(), key.origin(), claims, new byte[0]);
    return new Sizes(
        key.encode().length,
        key.registrationProof().length,
        proof,
        new Certificate(statement, new byte[proof]).encode().length);
  }

  private static PortClaim claim(
      Port port,
      PortClaim.Role role,
      Map<String, Tensor> tensors,
      Map<String, Visibility> visibilities,
      int count) {
    Tensor tensor = tensors.get(port.tensor());
    Visibility visibility = visibilities.getOrDefault(port.name(), Visibility.HIDDEN);
    Optional<int[]> values = Optional.empty();
    Optional<PortClaim.Commitment> commitment = Optional.empty();
    switch (visibility) {
      case PUBLIC -> {
        int[] widest = new int[Math.multiplyExact(count, tensor.size())];
        Arrays.fill(widest, (int) tensor.format().max());
        values = Optional.of(widest);
      }
      case COMMITTED -> {
        int bytes = Math.multiplyExact(count, PortClaim.Commitment.size(tensor.shape()));
        commitment = Optional.of(new PortClaim.Commitment(tensor.shape(), new byte[bytes]));
      }
      case HIDDEN -> {}
    }
    return new PortClaim(
        port.name(),
        role,
        visibility,
        tensor.format().fraction(),
        port.encoding(),
        values,
        commitment);
  }
}

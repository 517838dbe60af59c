package org.probity.inference;

import java.util.List;
import java.util.Map;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Receipt;

/**
 * A certificate together with what only the prover learns.
 *
 * @param certificate to be handed out
 * @param outputs values of all output ports by name, hidden ones included; item after item
 * @param receipts openings of the committed ports: inputs, then outputs, of each port all items in
 *     order
 */
public record Proven(Certificate certificate, Map<String, int[]> outputs, List<Receipt> receipts) {
  public Proven {
    outputs = Map.copyOf(outputs);
    receipts = List.copyOf(receipts);
  }

  /** The public part only. */
  @Override
  public String toString() {
    return "Proven[" + certificate.statement() + "]";
  }
}

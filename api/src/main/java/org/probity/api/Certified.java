package org.probity.api;

import java.util.List;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Receipt;

/**
 * A certificate, and what only its prover learns.
 *
 * @param certificate to be handed out
 * @param outputs all outputs of each inference, hidden ones too
 * @param receipts what opens the committed ports; each for whom its values are about, or who is to
 *     see them
 */
public record Certified(Certificate certificate, List<Values> outputs, List<Receipt> receipts) {
  public Certified {
    outputs = List.copyOf(outputs);
    receipts = List.copyOf(receipts);
  }

  /** The outputs of the only inference. */
  public Values output() {
    if (outputs.size() != 1) {
      throw new IllegalStateException("there are " + outputs.size() + " inferences, not one");
    }
    return outputs.getFirst();
  }

  /** The receipt of the only inference for a committed port. */
  public Receipt receipt(String port) {
    output();
    return receipt(port, 0);
  }

  /** The receipt of an inference, counted from 0, for a committed port. */
  public Receipt receipt(String port, int item) {
    return receipts.stream()
        .filter(r -> r.port().equals(port) && r.item() == item)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no receipt for port %s of item %d".formatted(port, item)));
  }

  /** The public part only. */
  @Override
  public String toString() {
    return "Certified[" + certificate.statement() + "]";
  }
}

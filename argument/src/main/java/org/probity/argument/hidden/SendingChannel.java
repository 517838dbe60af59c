package org.probity.argument.hidden;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.transcript.Transcript;

/** The prover's side of the hidden back end. */
public class SendingChannel extends HiddenChannel {
  private final Pads pads;
  private final ProofWriter proof;
  private final List<FieldElement> shown = new ArrayList<>();

  /**
   * The prover's channel.
   *
   * @param count number of ordinary pads
   * @param pads {@code count} ordinary pads followed by rho_a and rho_b
   */
  public SendingChannel(
      PrimeField field, Transcript transcript, int count, Pads pads, ProofWriter proof) {
    super(field, transcript, count);
    this.pads = pads;
    this.proof = proof;
  }

  @Override
  protected Transfer transfer(String label, int pad, Supplier<FieldElement> clear) {
    FieldElement message = clear.get();
    FieldElement padded = pads.pad(message, pad);
    proof.write(padded);
    shown.add(padded);
    return new Transfer(padded, message);
  }

  @Override
  protected FieldElement shown(int pad) {
    return shown.get(pad);
  }

  @Override
  protected void constrained(String check, FieldElement number) {
    // The prover's number is the hidden value: a difference here means that the proof would fail.
    if (!number.isZero()) {
      throw new UnsatisfiedConstraintException(check);
    }
  }
}

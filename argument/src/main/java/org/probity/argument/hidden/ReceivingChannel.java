package org.probity.argument.hidden;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.transcript.Transcript;

/** The verifier's side of the hidden back end. */
public final class ReceivingChannel extends HiddenChannel {
  private final ProofReader proof;
  private final List<FieldElement> shown = new ArrayList<>();

  public ReceivingChannel(PrimeField field, Transcript transcript, int count, ProofReader proof) {
    super(field, transcript, count);
    this.proof = proof;
  }

  @Override
  protected Transfer transfer(String label, int pad, Supplier<FieldElement> clear) {
    FieldElement padded = proof.scalar();
    shown.add(padded);
    return new Transfer(padded, padded);
  }

  @Override
  protected FieldElement shown(int pad) {
    return shown.get(pad);
  }

  @Override
  protected void constrained(String check, FieldElement number) {
    // What the verifier sees is padded; the closing argument checks all constraints together.
  }
}

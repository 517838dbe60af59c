package org.probity.argument.protocol;

import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.argument.commitment.CommitmentKey;
import org.probity.argument.hidden.HiddenChannel;
import org.probity.argument.hidden.ProofWriter;
import org.probity.argument.transcript.Transcript;

/** The prover of {@link Sigma}. */
final class ClosingProver {
  private final CommitmentKey key;
  private final Transcript transcript;
  private final ProofWriter proof;
  private final ProofShape shape;
  private final PrimeField field;

  ClosingProver(
      CommitmentKey key,
      Transcript transcript,
      ProofWriter proof,
      ProofShape shape,
      PrimeField field) {
    this.key = key;
    this.transcript = transcript;
    this.proof = proof;
    this.shape = shape;
    this.field = field;
  }

  /** What the closing opens: the combined vector with its blinder, at a point. */
  record Opened(FieldVector vector, FieldElement blinder, FieldElement[] point) {
    @Override
    public String toString() {
      return "Opened";
    }
  }

  void run(Opened opened, PadSecrets pads, SigmaMasks masks, HiddenChannel.LinearSystem system) {
    for (int i = 0; i < Sigma.FIRST.length; i++) {
      transcript.absorb(Sigma.FIRST[i], proof.write(masks.first()[i]));
    }
    int k = shape.messages();
    FieldVector eq = Multilinear.eqTable(field, opened.point());
    FieldVector lambda = FieldVector.of(field, java.util.Arrays.copyOf(system.coefficients(), k));
    FieldElement yr = masks.row().dot(eq).add(masks.pads().dot(lambda));
    for (int i = 0; i < 3; i++) {
      yr = yr.add(system.coefficients()[k + i].multiply(masks.singles().get(i)));
    }
    transcript.absorb("y_r", proof.write(yr));
    FieldElement c = transcript.challenge("sigma c", field);
    respond(opened, pads, c, masks, eq, lambda);
  }

  private void respond(
      Opened opened,
      PadSecrets pads,
      FieldElement c,
      SigmaMasks masks,
      FieldVector eq,
      FieldVector lambda) {
    // The masks become the responses in place: c * secret + mask.
    FieldVector row = masks.row();
    row.addScaled(opened.vector(), c);
    FieldVector pad = masks.pads();
    pad.addScaled(pads.rho(), c);
    FieldElement productBlinder = pads.blinderPi().subtract(pads.b().multiply(pads.blinderA()));
    FieldElement[] secrets = {
      pads.a(),
      pads.b(),
      pads.pi(),
      opened.blinder(),
      pads.blinderRho(),
      pads.blinderA(),
      pads.blinderB(),
      pads.blinderPi(),
      productBlinder
    };
    for (int i = 0; i < secrets.length; i++) {
      FieldElement mask = i < 3 ? masks.singles().get(i) : masks.blinders().get(i - 3);
      absorbScalar("sigma response", c.multiply(secrets[i]).add(mask));
    }
    absorbScalar("y_z", row.dot(eq));
    InnerProduct.Value v = new InnerProduct.Value(key.u(), transcript.challenge("sigma c0", field));
    InnerProduct.prove(
        "rows",
        key.rows(shape.rowBits()),
        1 << shape.rowBits(),
        v,
        row,
        eq,
        shape.rowRounds(),
        transcript,
        proof);
    InnerProduct.prove(
        "pads",
        key.pads(shape.messages()),
        shape.messages(),
        v,
        padded(pad),
        padded(lambda),
        shape.padRounds(),
        transcript,
        proof);
  }

  private void absorbScalar(String label, FieldElement scalar) {
    transcript.absorb(label, proof.write(scalar));
  }

  private FieldVector padded(FieldVector vector) {
    int bits = org.probity.argument.program.Shape.log2Ceil(shape.messages());
    FieldVector padded = FieldVector.zeros(field, 1 << bits);
    padded.copyFrom(vector, 0, 0, vector.length());
    return padded;
  }
}

package org.probity.argument.protocol;

import org.probity.algebra.curve.FixedBases;
import org.probity.algebra.curve.MultiScalar;
import org.probity.algebra.curve.Point;
import org.probity.algebra.curve.PointVector;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.argument.commitment.Coins;
import org.probity.argument.commitment.CommitmentKey;
import org.probity.argument.hidden.HiddenChannel;
import org.probity.argument.hidden.ProofWriter;
import org.probity.argument.transcript.Transcript;

/** The prover of {@link Sigma}. */
final class ClosingProver {
  private final CommitmentKey key;
  private final Transcript transcript;
  private final ProofWriter proof;
  private final Coins coins;
  private final ProofShape shape;
  private final PrimeField field;

  ClosingProver(
      CommitmentKey key,
      Transcript transcript,
      ProofWriter proof,
      Coins coins,
      ProofShape shape,
      PrimeField field) {
    this.key = key;
    this.transcript = transcript;
    this.proof = proof;
    this.coins = coins;
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

  void run(Opened opened, PadSecrets pads, HiddenChannel.LinearSystem system) {
    int k = shape.messages();
    FieldVector rowMask = coins.next(opened.vector().length());
    FieldVector padMask = coins.next(k);
    FieldVector singleMasks = coins.next(3);
    FieldVector blinderMasks = coins.next(6);
    FixedBases rows = key.rows(shape.rowBits());
    FixedBases padBases = key.pads(k);
    PointVector single = key.base().multiplyAll(singleMasks);
    Point[] first = {
      MultiScalar.sum(rows, rowMask),
      MultiScalar.sum(padBases, padMask),
      single.get(0),
      single.get(1),
      single.get(2),
      pads.commitmentA().multiply(singleMasks.get(1))
    };
    PointVector blinding = key.blinding().multiplyAll(blinderMasks);
    for (int i = 0; i < first.length; i++) {
      transcript.absorb(Sigma.FIRST[i], proof.write(first[i].add(blinding.get(i))));
    }
    FieldVector eq = Multilinear.eqTable(field, opened.point());
    FieldVector lambda = FieldVector.of(field, java.util.Arrays.copyOf(system.coefficients(), k));
    FieldElement yr = rowMask.dot(eq).add(padMask.dot(lambda));
    for (int i = 0; i < 3; i++) {
      yr = yr.add(system.coefficients()[k + i].multiply(singleMasks.get(i)));
    }
    transcript.absorb("y_r", proof.write(yr));
    FieldElement c = transcript.challenge("sigma c", field);
    respond(opened, pads, c, rowMask, padMask, singleMasks, blinderMasks, eq, lambda);
  }

  private void respond(
      Opened opened,
      PadSecrets pads,
      FieldElement c,
      FieldVector rowMask,
      FieldVector padMask,
      FieldVector singleMasks,
      FieldVector blinderMasks,
      FieldVector eq,
      FieldVector lambda) {
    // The masks become the responses in place: c * secret + mask.
    rowMask.addScaled(opened.vector(), c);
    padMask.addScaled(pads.rho(), c);
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
      FieldElement mask = i < 3 ? singleMasks.get(i) : blinderMasks.get(i - 3);
      absorbScalar("sigma response", c.multiply(secrets[i]).add(mask));
    }
    absorbScalar("y_z", rowMask.dot(eq));
    InnerProduct.Value v = new InnerProduct.Value(key.u(), transcript.challenge("sigma c0", field));
    InnerProduct.prove(
        "rows",
        key.rows(shape.rowBits()),
        1 << shape.rowBits(),
        v,
        rowMask,
        eq,
        shape.rowRounds(),
        transcript,
        proof);
    InnerProduct.prove(
        "pads",
        key.pads(shape.messages()),
        shape.messages(),
        v,
        padded(padMask),
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

package org.probity.argument.protocol;

import org.probity.algebra.curve.MultiScalar;
import org.probity.algebra.curve.Point;
import org.probity.algebra.curve.PointVector;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.argument.commitment.Coins;
import org.probity.argument.commitment.CommitmentKey;
import org.probity.argument.hidden.Pads;

/**
 * The pads of one proof with their blinders: k ordinary ones in one vector commitment, and rho_a,
 * rho_b and their product each in a commitment of its own. All are committed before any challenge.
 */
record PadSecrets(
    FieldVector rho,
    FieldElement a,
    FieldElement b,
    FieldElement pi,
    FieldElement blinderRho,
    FieldElement blinderA,
    FieldElement blinderB,
    FieldElement blinderPi,
    PointVector commitments) {

  static PadSecrets draw(CommitmentKey key, int count, Coins coins) {
    FieldVector rho = coins.next(count);
    FieldElement a = coins.next();
    FieldElement b = coins.next();
    FieldElement pi = a.multiply(b);
    FieldVector blinders = coins.next(4);
    PointVector blinding = key.blinding().multiplyAll(blinders);
    PointVector single = key.base().multiplyAll(FieldVector.of(rho.field(), a, b, pi));
    PointVector commitments =
        PointVector.of(
            MultiScalar.sum(key.pads(count), rho).add(blinding.get(0)),
            single.get(0).add(blinding.get(1)),
            single.get(1).add(blinding.get(2)),
            single.get(2).add(blinding.get(3)));
    return new PadSecrets(
        rho,
        a,
        b,
        pi,
        blinders.get(0),
        blinders.get(1),
        blinders.get(2),
        blinders.get(3),
        commitments);
  }

  Point commitmentA() {
    return commitments.get(1);
  }

  /** The pads in the order in which messages use them: ordinary ones, then rho_a and rho_b. */
  Pads pads() {
    FieldVector all = FieldVector.zeros(rho.field(), rho.length() + 2);
    all.copyFrom(rho, 0, 0, rho.length());
    all.set(rho.length(), a);
    all.set(rho.length() + 1, b);
    return new Pads(all);
  }

  @Override
  public String toString() {
    return "PadSecrets";
  }
}

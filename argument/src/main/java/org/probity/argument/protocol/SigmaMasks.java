package org.probity.argument.protocol;

import org.probity.algebra.curve.MultiScalar;
import org.probity.algebra.curve.Point;
import org.probity.algebra.curve.PointVector;
import org.probity.algebra.field.FieldVector;
import org.probity.argument.commitment.Coins;
import org.probity.argument.commitment.CommitmentKey;

/**
 * The masks of {@link Sigma} and the first messages that commit to them. They depend on coins and
 * the commitments to the pads alone, so they can be made at any time after those. Secret, and good
 * for one proof: the responses are built in place.
 *
 * @param row mask of the opened vector
 * @param pads masks of the ordinary pads
 * @param singles masks of rho_a, rho_b and pi
 * @param blinders masks of the blinders, in the order of {@link Sigma.Responses}
 * @param first M_z, M_rho, M_a, M_b, M_pi, M_x
 */
record SigmaMasks(
    FieldVector row, FieldVector pads, FieldVector singles, FieldVector blinders, Point[] first) {

  static SigmaMasks draw(CommitmentKey key, ProofShape shape, PadSecrets pads, Coins coins) {
    FieldVector row = coins.next(1 << shape.rowBits());
    FieldVector padMask = coins.next(shape.messages());
    FieldVector singles = coins.next(3);
    FieldVector blinders = coins.next(6);
    PointVector single = key.base().multiplyAll(singles);
    Point[] first = {
      MultiScalar.sum(key.rows(shape.rowBits()), row),
      MultiScalar.sum(key.pads(shape.messages()), padMask),
      single.get(0),
      single.get(1),
      single.get(2),
      pads.commitmentA().multiply(singles.get(1))
    };
    PointVector blinding = key.blinding().multiplyAll(blinders);
    for (int i = 0; i < first.length; i++) {
      first[i] = first[i].add(blinding.get(i));
    }
    return new SigmaMasks(row, padMask, singles, blinders, first);
  }

  @Override
  public String toString() {
    return "SigmaMasks";
  }
}

package org.probity.argument.hidden;

import org.probity.algebra.field.FieldElement;

/** The arithmetic of one sumcheck round of degree two, for values and for short vectors. */
public final class Sumchecks {
  private Sumchecks() {}

  /**
   * {@code s(r)} for the polynomial of degree two with {@code s(0) + s(1) = claim}: with q the
   * leading coefficient, {@code s(r) = s0 + r (claim - 2 s0 - q) + r^2 q}.
   */
  public static Value reduce(Value claim, Value atZero, Value lead, FieldElement r) {
    FieldElement one = r.field().one();
    FieldElement atZeroWeight = one.subtract(r.add(r));
    FieldElement leadWeight = r.square().subtract(r);
    return claim.times(r).plus(atZero.times(atZeroWeight)).plus(lead.times(leadWeight));
  }

  /** The same for the prover's own numbers. */
  public static FieldElement reduce(
      FieldElement claim, FieldElement atZero, FieldElement lead, FieldElement r) {
    FieldElement linear = claim.subtract(atZero.add(atZero)).subtract(lead);
    return atZero.add(r.multiply(linear.add(r.multiply(lead))));
  }

  /** Binds the top variable of a vector of power-of-two length. */
  static FieldElement[] fold(FieldElement[] v, FieldElement r) {
    int half = v.length / 2;
    FieldElement[] result = new FieldElement[half];
    for (int i = 0; i < half; i++) {
      result[i] = v[i].add(r.multiply(v[half + i].subtract(v[i])));
    }
    return result;
  }
}

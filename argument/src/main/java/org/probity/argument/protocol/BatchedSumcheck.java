package org.probity.argument.protocol;

import org.probity.algebra.field.FieldElement;
import org.probity.argument.hidden.Channel;
import org.probity.argument.hidden.Sumchecks;
import org.probity.argument.hidden.Value;

/**
 * One sumcheck for several inner products of unequal lengths, right-aligned: an instance with fewer
 * variables waits in the leading rounds. Its claim enters unscaled; what the waiting rounds do to
 * it is a public factor at the end, see {@link Lead}.
 */
final class BatchedSumcheck {
  /** How an instance passes the rounds before its own variables. */
  enum Lead {
    /** Constant in the leading variables: each round halves what is left of the claim. */
    CONSTANT,
    /**
     * Extended by zeros: the round polynomial is {@code v (1 - X)}. A row is a prefix of a longer
     * row, so what is evaluated at the end is the zero-extended vector itself.
     */
    ZERO_EXTENSION
  }

  /** The reduced claim and the point it is at. */
  record Reduced(FieldElement[] point, Value claim) {}

  private BatchedSumcheck() {}

  /**
   * Runs all rounds.
   *
   * @param prover null on the verifier's side
   */
  static Reduced run(Channel channel, String name, int rounds, Value claim, BatchedProver prover) {
    FieldElement[] point = new FieldElement[rounds];
    Value current = claim;
    for (int i = 0; i < rounds; i++) {
      if (prover != null) {
        prover.round();
      }
      Value atZero = channel.message(name + " s(0)", () -> prover.atZero());
      Value lead = channel.message(name + " lead", () -> prover.lead());
      FieldElement r = channel.challenge(name + " r");
      point[i] = r;
      current = Sumchecks.reduce(current, atZero, lead, r);
      if (prover != null) {
        prover.bind(r);
      }
    }
    return new Reduced(point, current);
  }

  /** The public factor that {@code waiting} leading rounds leave on an instance. */
  static FieldElement factor(Lead lead, FieldElement[] point, int waiting) {
    FieldElement one = point.length == 0 ? null : point[0].field().one();
    FieldElement factor = one;
    for (int i = 0; i < waiting; i++) {
      FieldElement step = lead == Lead.CONSTANT ? half(one) : one.subtract(point[i]);
      factor = factor.multiply(step);
    }
    return factor;
  }

  private static FieldElement half(FieldElement one) {
    return one.add(one).inverse();
  }
}

package org.probity.argument.protocol;

import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.argument.hidden.Channel;
import org.probity.argument.hidden.Product;
import org.probity.argument.hidden.Value;

/**
 * T2, LogUp-GKR (Papini and Haboeck, 2023): a binary tree adds up the fractions {@code P/D} of all
 * leaves, and a sumcheck per layer, from the root down, reduces the claim that the sum is zero to
 * one evaluation of P and one of D at a common leaf point.
 *
 * <p>Theorem. If the numerators of the sum do not cancel, then for random alpha and beta drawn
 * after all columns and multiplicities are fixed the root numerator is non-zero but with negligible
 * probability. A zero denominator lies inside that bound, because the leaves do not depend on
 * alpha.
 *
 * <p>Layer with m variables: for z of length m, {@code P(z) + lambda D(z) = sum_k eq(z,k) [p0 d1 +
 * d0 (p1 + lambda d1)](k)}. eq is factored out of the round polynomials: with {@code c = sum_k
 * eq(z_{>i},k) g(k)}, a round sends {@code a = t(1) - t(0)} and {@code b = lead(t)}, and {@code c'
 * = c + (x - z_i) a + (x^2 - x) b}.
 */
final class LookupPhase {
  /** The claim left at the leaves: numerator and denominator evaluated at {@code point}. */
  record LeafClaim(FieldElement[] point, Value numerator, Value denominator) {}

  private record Children(Value p0, Value p1, Value d0, Value d1) {}

  private LookupPhase() {}

  /**
   * Runs the phase.
   *
   * @param bits binary logarithm of the number of leaves, at least 1
   * @param prover null on the verifier's side
   */
  static LeafClaim run(Channel channel, int bits, LookupProver prover) {
    FieldElement[] point = new FieldElement[0];
    Value numerator = null;
    Value denominator = null;
    for (int m = 0; m < bits; m++) {
      FieldElement[] bound;
      Children children;
      if (m == 0) {
        if (prover != null) {
          prover.startRoot();
        }
        bound = point;
        children = children(channel, prover);
        // The root denominator needs no check: a vanishing leaf lies inside the error bound.
        channel.assertProducts(
            "lookup: sum of fractions is zero",
            List.of(new Product(children.p0, children.d1), new Product(children.p1, children.d0)),
            channel.constant(channel.field().zero()));
      } else {
        FieldElement lambda = channel.challenge("lookup lambda");
        if (prover != null) {
          prover.startLayer(m, point, lambda);
        }
        bound = new FieldElement[m];
        Value reduced =
            rounds(channel, prover, numerator.plus(denominator.times(lambda)), point, bound);
        children = children(channel, prover);
        channel.assertProducts(
            "lookup: layer " + m,
            List.of(
                new Product(children.p0, children.d1),
                new Product(children.d0, children.p1.plus(children.d1.times(lambda)))),
            reduced);
      }
      FieldElement mu = channel.challenge("lookup mu");
      numerator = join(children.p0, children.p1, mu);
      denominator = join(children.d0, children.d1, mu);
      point = prepend(mu, bound);
      if (prover != null) {
        prover.endLayer(mu);
      }
    }
    return new LeafClaim(point, numerator, denominator);
  }

  private static Value rounds(
      Channel channel, LookupProver prover, Value claim, FieldElement[] z, FieldElement[] bound) {
    Value current = claim;
    for (int i = 0; i < z.length; i++) {
      if (prover != null) {
        prover.round();
      }
      Value slope = channel.message("lookup slope", () -> prover.slope());
      Value lead = channel.message("lookup lead", () -> prover.lead());
      FieldElement x = channel.challenge("lookup x");
      bound[i] = x;
      current =
          current.plus(slope.times(x.subtract(z[i]))).plus(lead.times(x.square().subtract(x)));
      if (prover != null) {
        prover.bind(x);
      }
    }
    return current;
  }

  private static Children children(Channel channel, LookupProver prover) {
    return new Children(
        channel.message("lookup p0", () -> prover.p0()),
        channel.message("lookup p1", () -> prover.p1()),
        channel.message("lookup d0", () -> prover.d0()),
        channel.message("lookup d1", () -> prover.d1()));
  }

  private static Value join(Value low, Value high, FieldElement mu) {
    return low.plus(high.minus(low).times(mu));
  }

  private static FieldElement[] prepend(FieldElement first, FieldElement[] rest) {
    FieldElement[] result = new FieldElement[rest.length + 1];
    result[0] = first;
    System.arraycopy(rest, 0, result, 1, rest.length);
    return result;
  }
}

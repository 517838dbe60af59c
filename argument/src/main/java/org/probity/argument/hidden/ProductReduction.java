package org.probity.argument.hidden;

import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.multilinear.Multilinear;

/**
 * Inner-product sumcheck {@code sum_s x_s y_s = claim} over hidden values: two messages a round,
 * and at the end {@code a = x~(r)}, {@code b = y~(r)} with {@code a b} equal to the reduced claim.
 * The two are padded with pads of their own, so that their product is linear in rho_a, rho_b and
 * rho_a*rho_b.
 */
final class ProductReduction {
  private final HiddenChannel channel;
  private final List<HiddenValue> xs;
  private final List<HiddenValue> ys;

  // Prover's side only: the two vectors, folded as far as the rounds have come.
  private FieldElement[] x;
  private FieldElement[] y;

  ProductReduction(HiddenChannel channel, List<HiddenValue> xs, List<HiddenValue> ys) {
    this.channel = channel;
    this.xs = xs;
    this.ys = ys;
  }

  void run(Value claim) {
    int rounds = log2Ceil(xs.size());
    FieldElement[] point = new FieldElement[rounds];
    Value current = claim;
    for (int round = 0; round < rounds; round++) {
      FieldElement challenge = round == 0 ? null : point[round - 1];
      Value atZero = channel.message("products s(0)", () -> atZero(challenge));
      Value lead = channel.message("products lead", this::lead);
      point[round] = channel.challenge("products r");
      current = Sumchecks.reduce(current, atZero, lead, point[round]);
    }
    FieldElement last = rounds == 0 ? null : point[rounds - 1];
    Value product =
        channel.finalProduct(() -> foldTo(last), () -> y[0], (a, b) -> bind(a, b, point));
    channel.assertZero("products: a b = claim", product.minus(current));
  }

  /** The final factors are the evaluations of the two vectors. */
  private void bind(Value a, Value b, FieldElement[] point) {
    FieldElement[] weights = weights(point);
    Value expectedA = channel.constant(channel.field().zero());
    Value expectedB = expectedA;
    for (int s = 0; s < xs.size(); s++) {
      expectedA = expectedA.plus(xs.get(s).times(weights[s]));
      expectedB = expectedB.plus(ys.get(s).times(weights[s]));
    }
    channel.assertZero("products: a = x(r)", expectedA.minus(a));
    channel.assertZero("products: b = y(r)", expectedB.minus(b));
  }

  private FieldElement[] weights(FieldElement[] point) {
    var table = Multilinear.eqTable(channel.field(), point);
    FieldElement[] weights = new FieldElement[xs.size()];
    for (int s = 0; s < weights.length; s++) {
      weights[s] = table.get(s);
    }
    return weights;
  }

  private FieldElement atZero(FieldElement challenge) {
    fold(challenge);
    FieldElement sum = channel.field().zero();
    for (int i = 0; i < x.length / 2; i++) {
      sum = sum.add(x[i].multiply(y[i]));
    }
    return sum;
  }

  private FieldElement lead() {
    FieldElement sum = channel.field().zero();
    int half = x.length / 2;
    for (int i = 0; i < half; i++) {
      sum = sum.add(x[half + i].subtract(x[i]).multiply(y[half + i].subtract(y[i])));
    }
    return sum;
  }

  private FieldElement foldTo(FieldElement challenge) {
    fold(challenge);
    return x[0];
  }

  private void fold(FieldElement challenge) {
    if (x == null) {
      x = numbers(xs);
      y = numbers(ys);
    }
    if (challenge != null) {
      x = Sumchecks.fold(x, challenge);
      y = Sumchecks.fold(y, challenge);
    }
  }

  private FieldElement[] numbers(List<HiddenValue> values) {
    FieldElement[] result = new FieldElement[1 << log2Ceil(values.size())];
    java.util.Arrays.fill(result, channel.field().zero());
    for (int i = 0; i < values.size(); i++) {
      result[i] = values.get(i).number();
    }
    return result;
  }

  static int log2Ceil(int n) {
    return n <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(n - 1);
  }
}

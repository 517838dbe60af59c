package org.probity.argument.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.testing.Seeds;

class AxisWeightTest {
  private static final PrimeField FIELD = PrimeField.BN254_Q;

  /** Random coordinates, with zeros, ones and small numbers among them. */
  static FieldElement[] point(Random random, int bits) {
    FieldElement[] point = new FieldElement[bits];
    for (int i = 0; i < bits; i++) {
      byte[] wide = new byte[64];
      random.nextBytes(wide);
      point[i] = random.nextInt(4) == 0 ? FIELD.of(random.nextInt(4) - 1) : FIELD.reduce(wide);
    }
    return point;
  }

  private static FieldElement bruteForce(boolean index, int size, FieldElement[]... points) {
    FieldElement sum = FIELD.zero();
    for (int i = 0; i < size; i++) {
      FieldElement product = index ? FIELD.of(i) : FIELD.one();
      for (FieldElement[] p : points) {
        for (int d = 0; d < p.length; d++) {
          boolean one = (i >>> (p.length - 1 - d) & 1) == 1;
          product = product.multiply(one ? p[d] : FIELD.one().subtract(p[d]));
        }
      }
      sum = sum.add(product);
    }
    return sum;
  }

  @Seeds(200)
  void maskedEq(long seed) {
    Random random = new Random(seed);
    int bits = random.nextInt(7);
    int size = 1 + random.nextInt(1 << bits);
    FieldElement[][] points = new FieldElement[1 + random.nextInt(4)][];
    for (int p = 0; p < points.length; p++) {
      points[p] = point(random, bits);
    }
    assertThat(MaskedEq.evaluate(FIELD, size, points)).isEqualTo(bruteForce(false, size, points));
    assertThat(MaskedEq.evaluateIndex(FIELD, size, points))
        .isEqualTo(bruteForce(true, size, points));
  }

  @Seeds(200)
  void closedFormsAgreeWithTheWeights(long seed) {
    Random random = new Random(seed);
    int bits = random.nextInt(6);
    int size = 1 + random.nextInt(1 << bits);
    FieldElement[] first = point(random, bits);
    FieldElement[] second = point(random, bits);
    FieldElement[] at = point(random, bits);
    FieldVector dense = FieldVector.of(FIELD, point(random, 1 << bits));
    for (AxisWeight weight :
        List.of(
            new AxisWeight.Eq(FIELD, first, size),
            new AxisWeight.EqProduct(FIELD, first, second, size),
            new AxisWeight.Dense(FIELD, dense, 1 << bits))) {
      FieldVector weights = weight.dense();
      assertThat(weight.bits()).isEqualTo(bits);
      assertThat(weights.length()).isEqualTo(1 << bits);
      assertThat(weight.evaluate(at)).isEqualTo(weights.dot(Multilinear.eqTable(FIELD, at)));
      assertThat(weight.sum()).isEqualTo(weights.sum());
      assertThat(weight.indexSum())
          .isEqualTo(weights.dot(LongStream.range(0, weights.length()).toArray()));
      int below = 1 + random.nextInt(1 << bits);
      AxisWeight cut = weight.below(below);
      assertThat(cut.size()).isEqualTo(Math.min(weight.size(), below));
      for (int i = 0; i < weights.length(); i++) {
        assertThat(cut.dense().get(i)).isEqualTo(i < below ? weights.get(i) : FIELD.zero());
      }
      assertThat(cut.evaluate(at)).isEqualTo(cut.dense().dot(Multilinear.eqTable(FIELD, at)));
      for (int i = size; i < weights.length() && !(weight instanceof AxisWeight.Dense); i++) {
        assertThat(weights.get(i).isZero()).isTrue();
      }
    }
  }
}

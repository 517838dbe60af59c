package org.probity.algebra.multilinear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.field.Samples;

/** One pass gives what folding and summing one after the other give. */
class BoundRoundTest {
  private static final int[] HALVES = {2, 4, 8, 14, 16, 48, 64, 100, 256, 4096};

  private static final int[] POWERS = {2, 4, 8, 16, 64, 256, 512, 1024, 4096};

  private static FieldVector vector(PrimeField f, int n, long seed) {
    return FieldVector.of(f, Samples.elements(f, n, seed));
  }

  private static FieldElement[] point(PrimeField f, int length) {
    return Samples.elements(f, Integer.numberOfTrailingZeros(length), 34);
  }

  private static List<Integer> counts(int half) {
    List<Integer> counts = new ArrayList<>();
    for (int count = 0; count < half; count += Math.max(8, half / 40 * 8)) {
      counts.add(count);
    }
    counts.add(half);
    return counts;
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void product(PrimeField f) {
    FieldElement r = Samples.elements(f, 1, 24)[0];
    for (int half : HALVES) {
      for (int count : counts(half)) {
        FieldVector a = vector(f, 2 * half, 25);
        FieldVector b = vector(f, 2 * half, 26);
        a.fill(count, 2 * half - count, f.zero());
        b.fill(count, 2 * half - count, f.zero());
        FieldVector c = a.copy();
        FieldVector d = b.copy();
        Multilinear.RoundSums sums = BoundRound.product(a, b, half, count, r);
        Multilinear.fold(c, half, r);
        Multilinear.fold(d, half, r);
        assertThat(sums).isEqualTo(Multilinear.productRound(c, d, half / 2));
        assertThat(a.slice(0, half).sameAs(c.slice(0, half))).isTrue();
        assertThat(b.slice(0, half).sameAs(d.slice(0, half))).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void pair(PrimeField f) {
    FieldElement r = Samples.elements(f, 1, 24)[0];
    for (int half : POWERS) {
      for (int count : counts(half)) {
        int next = half / 2;
        FieldVector[] v = new FieldVector[4];
        for (int k = 0; k < 4; k++) {
          v[k] = vector(f, 2 * half, 30 + k);
        }
        FieldElement[] point = point(f, half);
        v[1].fill(count, 2 * half - count, f.of(17));
        v[2].fill(count, 2 * half - count, f.of(18));
        FieldVector[] w = new FieldVector[4];
        for (int k = 0; k < 4; k++) {
          w[k] = v[k].copy();
        }
        SplitEq e = new SplitEq(f, point);
        FieldVector weights = Multilinear.eqTable(f, point);
        BoundRound.PairSums sums = BoundRound.pair(v[0], v[1], v[2], v[3], e, half, count, r);
        for (int k = 0; k < 4; k++) {
          Multilinear.fold(w[k], half, r);
        }
        Multilinear.foldSum(weights, next);
        for (int k = 0; k < 4; k++) {
          assertThat(v[k].slice(0, half).sameAs(w[k].slice(0, half))).isTrue();
        }
        assertThat(e.length()).isEqualTo(next);
        int pairs = Math.min(count, next);
        assertThat(sums).isEqualTo(BoundRound.PairSums.of(w[0], w[1], w[2], w[3], e, next, pairs));
        Multilinear.RoundSums whole = Multilinear.pairRound(w[0], w[1], w[2], w[3], weights, next);
        assertThat(whole.lead()).isEqualTo(sums.lead());
        FieldElement rest = f.of(17).multiply(sums.restA()).add(f.of(18).multiply(sums.restD()));
        assertThat(whole.atZero()).isEqualTo(sums.atZero().add(rest));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void first(PrimeField f) {
    FieldElement s = Samples.elements(f, 1, 24)[0];
    for (int half : POWERS) {
      for (int live : counts(2 * half)) {
        FieldVector[] v = new FieldVector[4];
        for (int k = 0; k < 4; k++) {
          v[k] = vector(f, 2 * half, 30 + k);
        }
        SplitEq e = new SplitEq(f, point(f, half));
        FieldVector weights = Multilinear.eqTable(f, point(f, half));
        v[1].fill(live, 2 * half - live, f.one());
        v[2].fill(live, 2 * half - live, f.zero());
        FieldVector c = v[2].copy();
        c.addScaled(v[1], s);
        assertThat(BoundRound.first(v[0], v[1], v[2], v[3], e, half, live, s))
            .isEqualTo(Multilinear.pairRound(v[0], v[1], c, v[3], weights, half).lead());
        assertThat(v[2].sameAs(c)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void lengthsThatDoNotFit(PrimeField f) {
    FieldVector v = vector(f, 64, 25);
    FieldVector e = vector(f, 32, 26);
    SplitEq weights = new SplitEq(f, point(f, 32));
    for (int count : new int[] {-8, 4, 33}) {
      assertThatThrownBy(() -> BoundRound.product(v, v.copy(), 32, count, f.one()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> BoundRound.pair(v, v, v, v, weights, 32, count, f.one()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> BoundRound.product(v, e, 32, 32, f.one()))
        .isInstanceOf(IllegalArgumentException.class);
    SplitEq shortWeights = new SplitEq(f, point(f, 16));
    assertThatThrownBy(() -> BoundRound.pair(v, v, v, v, shortWeights, 32, 32, f.one()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}

package org.probity.algebra.multilinear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.field.Samples;

/** First rounds over what is no field vector yet give what they give over field vectors. */
class FirstRoundTest {
  private static final int[] HALVES = {8, 16, 64, 320, 4096};

  private static FieldVector vector(PrimeField f, int n, long seed) {
    return FieldVector.of(f, Samples.elements(f, n, seed));
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void integers(PrimeField f) {
    FieldElement r = Samples.elements(f, 1, 3)[0];
    for (int half : HALVES) {
      for (int length : new int[] {half, half + 8, 2 * half - 8, 2 * half}) {
        int[] a = new int[2 * half];
        SplittableRandom random = new SplittableRandom(half + length);
        for (int i = 0; i < length; i++) {
          a[i] = random.nextInt();
        }
        FieldVector b = vector(f, length, 4);
        FieldVector wholeA = FieldVector.ofInts(f, a, 0, a.length);
        FieldVector wholeB = FieldVector.zeros(f, 2 * half);
        wholeB.copyFrom(b, 0, 0, length);
        IntegerRound round = new IntegerRound(a, b, half);
        assertThat(round.dot().multiply(f.radix())).isEqualTo(wholeA.dot(wholeB));
        Multilinear.RoundSums sums = round.sums();
        Multilinear.RoundSums expected = Multilinear.productRound(wholeA, wholeB, half);
        assertThat(sums.atZero().multiply(f.radix())).isEqualTo(expected.atZero());
        assertThat(sums.lead().multiply(f.radix())).isEqualTo(expected.lead());
        FieldVector bound = round.bind(r);
        bound.multiply(bound, f.radix());
        Multilinear.fold(wholeA, half, r);
        Multilinear.fold(wholeB, half, r);
        assertThat(bound.sameAs(wholeA.slice(0, half))).isTrue();
        assertThat(b.slice(0, half).sameAs(wholeB.slice(0, half))).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void streams(PrimeField f) {
    FieldElement lambda = Samples.elements(f, 1, 5)[0];
    FieldElement r = Samples.elements(f, 1, 6)[0];
    for (int half : new int[] {8, 16, 64, 512, 2048}) {
      for (int count : new int[] {0, 8, half / 2 / 8 * 8, half}) {
        FieldVector p = vector(f, 4 * half, 7);
        FieldVector d = vector(f, 4 * half, 8);
        FieldElement[] point = Samples.elements(f, Integer.numberOfTrailingZeros(half), 9);
        // Beyond the count the upper half is 0/1.
        for (int top = 2; top < 4; top++) {
          p.fill(top * half + count, half - count, f.zero());
          d.fill(top * half + count, half - count, f.one());
        }
        StreamedPairs stream =
            new StreamedPairs(
                f,
                (from, n, scale, numerators, denominators) -> {
                  FieldVector scaled = p.slice(from, n);
                  scaled.multiply(scaled, scale);
                  numerators.copyFrom(scaled, 0, 0, n);
                  scaled = d.slice(from, n);
                  scaled.multiply(scaled, scale);
                  denominators.copyFrom(scaled, 0, 0, n);
                },
                half,
                count,
                lambda);
        FieldVector a = p.slice(0, 2 * half);
        FieldVector b = d.slice(2 * half, 2 * half);
        FieldVector c = p.slice(2 * half, 2 * half);
        FieldVector low = d.slice(0, 2 * half);
        c.addScaled(b, lambda);
        assertThat(stream.lead(new SplitEq(f, point)))
            .isEqualTo(
                Multilinear.pairRound(a, b, c, low, Multilinear.eqTable(f, point), half).lead());
        StreamedPairs.Bound bound = stream.bind(r);
        for (FieldVector v : new FieldVector[] {a, b, c, low}) {
          Multilinear.fold(v, half, r);
        }
        assertThat(bound.a().sameAs(a.slice(0, half))).isTrue();
        assertThat(bound.b().sameAs(b.slice(0, half))).isTrue();
        assertThat(bound.c().sameAs(c.slice(0, half))).isTrue();
        assertThat(bound.d().sameAs(low.slice(0, half))).isTrue();
      }
    }
  }

  @Test
  void onlyWholeBlocks() {
    PrimeField f = PrimeField.BN254_Q;
    FieldVector b = FieldVector.zeros(f, 16);
    assertThatThrownBy(() -> new IntegerRound(new int[8], FieldVector.zeros(f, 8), 4))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IntegerRound(new int[64], b, 32))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new StreamedPairs(f, (i, n, s, p, d) -> {}, 4, 0, f.one()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

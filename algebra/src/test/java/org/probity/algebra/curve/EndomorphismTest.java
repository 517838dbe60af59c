package org.probity.algebra.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EndomorphismTest {
  /** λ is what maps a point to its image: the root of λ^2 + λ + 1 that belongs to β. */
  private static BigInteger lambda(Curve curve) {
    return new BigInteger(
        curve == Curve.GRUMPKIN
            ? "2203960485148121921418603742825762020974279258880205651966"
            : "4407920970296243842393367215006156084916469457145843978461");
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void imagesAreMultiples(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    for (int n : new int[] {1, 8, 9}) {
      ReferenceCurve.Affine[] points = Fixtures.affines(reference, Fixtures.random(n), n);
      PointVector vector = Fixtures.vector(reference, points);
      PointVector all =
          new PointVector(curve, curve.endomorphism().withImages(vector, curve.lanes()), 2 * n);
      for (int i = 0; i < n; i++) {
        assertThat(all.get(i)).isEqualTo(vector.get(i));
        assertThat(all.get(n + i))
            .isEqualTo(reference.toPoint(reference.multiply(points[i], lambda(curve))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void halvesAreShortAndAddUp(Curve curve) {
    BigInteger order = ReferenceCurve.of(curve).order();
    BigInteger limit = BigInteger.ONE.shiftLeft(Endomorphism.BITS);
    for (BigInteger k : scalars(curve, order)) {
      long[] words = new long[4];
      for (int i = 0; i < 4; i++) {
        words[i] = k.shiftRight(64 * i).longValue();
      }
      long[] out = new long[6];
      curve.endomorphism().split(words, out);
      BigInteger first = signed(out, 0);
      BigInteger second = signed(out, 3);
      assertThat(first.abs()).as("first half of %s", k).isLessThan(limit);
      assertThat(second.abs()).as("second half of %s", k).isLessThan(limit);
      assertThat(first.add(second.multiply(lambda(curve))).mod(order)).isEqualTo(k);
    }
  }

  /**
   * Random ones, small ones, ones next to multiples of λ and to rounding boundaries n (2 i + 1)/2v.
   */
  private static List<BigInteger> scalars(Curve curve, BigInteger order) {
    List<BigInteger> list = new ArrayList<>();
    Random random = Fixtures.random(31);
    for (int i = 0; i < 2000; i++) {
      list.add(new BigInteger(1 + random.nextInt(300), random).mod(order));
      BigInteger half = new BigInteger(random.nextInt(128), random);
      list.add(half.multiply(lambda(curve)).add(BigInteger.valueOf(i % 5 - 2)).mod(order));
      list.add(
          order
              .multiply(half.shiftLeft(1).add(BigInteger.ONE))
              .shiftRight(128)
              .add(BigInteger.valueOf(i % 3 - 1))
              .mod(order));
    }
    for (int i = -3; i <= 3; i++) {
      list.add(BigInteger.valueOf(i).mod(order));
      list.add(order.shiftRight(1).add(BigInteger.valueOf(i)));
    }
    return list;
  }

  private static BigInteger signed(long[] w, int at) {
    BigInteger v = BigInteger.valueOf(w[at + 2]);
    for (int i = 1; i >= 0; i--) {
      BigInteger word = BigInteger.valueOf(w[at + i]);
      v = v.shiftLeft(64).add(word.mod(BigInteger.ONE.shiftLeft(64)));
    }
    return v;
  }
}

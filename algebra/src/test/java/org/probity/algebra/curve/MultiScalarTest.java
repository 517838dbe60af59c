package org.probity.algebra.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MultiScalarTest {
  private static final int[] SIZES = {0, 1, 2, 3, 7, 8, 9, 31, 64, 100, 129};

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void randomScalarsAtAwkwardSizes(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    for (int n : SIZES) {
      Random random = Fixtures.random(100 + n);
      check(
          reference,
          Fixtures.affines(reference, random, n),
          Fixtures.randomScalars(reference, random, n));
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void extremeScalars(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    BigInteger order = reference.order();
    for (BigInteger s :
        new BigInteger[] {
          BigInteger.ZERO,
          BigInteger.ONE,
          BigInteger.TWO,
          order.subtract(BigInteger.ONE),
          order.shiftRight(1),
          BigInteger.ONE.shiftLeft(253),
          BigInteger.ONE.shiftLeft(253).subtract(BigInteger.ONE),
          new BigInteger("2" + "8".repeat(63), 16)
        }) {
      for (int n : new int[] {1, 2, 9, 20}) {
        BigInteger[] scalars = new BigInteger[n];
        Arrays.fill(scalars, s);
        check(reference, Fixtures.affines(reference, Fixtures.random(n), n), scalars);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void equalOppositeAndIdentityPoints(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    Random random = Fixtures.random(11);
    ReferenceCurve.Affine p = reference.random(random);
    for (int n : new int[] {1, 2, 3, 16, 50}) {
      ReferenceCurve.Affine[] points = new ReferenceCurve.Affine[n];
      BigInteger[] same = new BigInteger[n];
      Arrays.fill(same, new BigInteger(250, random));
      Arrays.fill(points, p);
      check(reference, points, same);
      check(reference, points, Fixtures.randomScalars(reference, random, n));
      for (int i = 0; i < n; i++) {
        points[i] = i % 2 == 0 ? p : reference.negate(p);
      }
      check(reference, points, same);
      for (int i = 0; i < n; i += 3) {
        points[i] = null;
      }
      check(reference, points, same);
      check(reference, points, Fixtures.randomScalars(reference, random, n));
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void multiplesOfOnePointMeetInTheBuckets(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    Random random = Fixtures.random(12);
    ReferenceCurve.Affine p = reference.random(random);
    int n = 60;
    ReferenceCurve.Affine[] points = new ReferenceCurve.Affine[n];
    BigInteger[] scalars = new BigInteger[n];
    for (int i = 0; i < n; i++) {
      points[i] = reference.multiply(p, BigInteger.valueOf(random.nextInt(5) - 2));
      scalars[i] = BigInteger.valueOf(random.nextInt(7));
    }
    check(reference, points, scalars);
  }

  /** Both ways of {@link FixedBases}, and a prefix of the bases. */
  private static void check(
      ReferenceCurve reference, ReferenceCurve.Affine[] points, BigInteger[] scalars) {
    Point expected = reference.toPoint(reference.sum(points, scalars));
    PointVector vector = Fixtures.vector(reference, points);
    var field = Fixtures.scalars(reference.curve(), scalars);
    assertThat(MultiScalar.sum(vector, field)).isEqualTo(expected);
    if (Arrays.asList(points).contains(null)) {
      assertThatThrownBy(() -> FixedBases.of(vector)).isInstanceOf(IllegalArgumentException.class);
      return;
    }
    PointVector longer =
        PointVector.concat(vector, Generators.of(reference.curve()).rows(5).slice(2, 3));
    FixedBases bases = FixedBases.of(longer);
    assertThat(MultiScalar.sum(bases, field)).as("first use").isEqualTo(expected);
    if (points.length > 0) {
      Point merged = MultiScalar.merged(bases, field, MultiScalar.mergedWindow(longer.length()));
      assertThat(merged).as("with tables").isEqualTo(expected);
    }
    assertThat(MultiScalar.sum(bases, field)).as("later use").isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void tablesAreMadeOnceTheyPay(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    int n = 64;
    FixedBases bases = FixedBases.of(Generators.of(curve).rows(n));
    BigInteger[] scalars = Fixtures.randomScalars(reference, Fixtures.random(13), n);
    var field = Fixtures.scalars(curve, scalars);
    Point first = MultiScalar.sum(bases, field);
    int c = MultiScalar.mergedWindow(n);
    assertThat(bases.windows(c)).isEqualTo(1);
    int uses = 1;
    while (bases.windows(c) == 1 && uses < 200) {
      assertThat(MultiScalar.sum(bases, field)).isEqualTo(first);
      uses++;
    }
    assertThat(uses).isBetween(2, 199);
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void mismatchesAreRefused(Curve curve) {
    PointVector points = Generators.of(curve).rows(3);
    var two = Fixtures.scalars(curve, BigInteger.ONE, BigInteger.TWO);
    var four =
        Fixtures.scalars(curve, BigInteger.ONE, BigInteger.ONE, BigInteger.ONE, BigInteger.ONE);
    Curve other = curve == Curve.GRUMPKIN ? Curve.BN254_G1 : Curve.GRUMPKIN;
    var foreign = Fixtures.scalars(other, BigInteger.ONE, BigInteger.ONE, BigInteger.ONE);
    assertThatThrownBy(() -> MultiScalar.sum(points, two))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MultiScalar.sum(points, foreign))
        .isInstanceOf(IllegalArgumentException.class);
    FixedBases bases = FixedBases.of(points);
    assertThatThrownBy(() -> MultiScalar.sum(bases, four))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MultiScalar.sum(bases, foreign))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

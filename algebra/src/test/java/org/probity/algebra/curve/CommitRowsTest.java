package org.probity.algebra.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommitRowsTest {
  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void rowsOfAllWidths(Curve curve) {
    for (int bits : new int[] {1, 2, 4, 7, 8, 9, 12, 16, 20, 31, 32}) {
      for (int[] shape : new int[][] {{1, 1}, {3, 2}, {1, 17}, {9, 8}, {4, 40}}) {
        Random random = Fixtures.random(bits);
        int[] data = new int[shape[0] * shape[1]];
        Arrays.setAll(data, i -> random.nextInt() >> (32 - bits));
        check(curve, data, shape[0], shape[1]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void extremesOfEachWidth(Curve curve) {
    for (int bits = 1; bits <= 32; bits++) {
      int max = (int) ((1L << (bits - 1)) - 1);
      int min = -max - 1;
      check(curve, new int[] {min, max, 0, min, min, min, -1, 1, 0, max, max, max}, 3, 4);
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void zeroRowsAndNoRows(Curve curve) {
    check(curve, new int[0], 0, 4);
    check(curve, new int[0], 3, 0);
    check(curve, new int[12], 3, 4);
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void manyRowsInSeveralBatches(Curve curve) {
    Random random = Fixtures.random(21);
    int rows = 700;
    int[] data = new int[rows * 3];
    Arrays.setAll(data, i -> random.nextInt(256) - 128);
    check(curve, data, rows, 3);
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void longRowsAgreeWithFullScalars(Curve curve) {
    int n = 600;
    int rows = 5;
    Random random = Fixtures.random(22);
    for (int bits : new int[] {8, 16, 32}) {
      int[] data = new int[n * rows];
      Arrays.setAll(data, i -> random.nextInt() >> (32 - bits));
      FixedBases bases = FixedBases.of(Generators.of(curve).rows(n));
      Point h = Generators.of(curve).h();
      BigInteger[] blinders = Fixtures.randomScalars(ReferenceCurve.of(curve), random, rows);
      PointVector out =
          MultiScalar.commitRows(
              bases, data, 0, n, rows, FixedBase.of(h), Fixtures.scalars(curve, blinders));
      for (int r = 0; r < rows; r++) {
        BigInteger[] row = new BigInteger[n];
        for (int j = 0; j < n; j++) {
          row[j] = BigInteger.valueOf(data[r * n + j]);
        }
        Point expected =
            MultiScalar.sum(bases.points(), Fixtures.scalars(curve, row))
                .add(h.multiply(curve.scalarField().of(blinders[r])));
        assertThat(out.get(r)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void fixedBaseMultiplies(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    BigInteger order = reference.order();
    BigInteger[] scalars = Fixtures.randomScalars(reference, Fixtures.random(23), 60);
    scalars[0] = BigInteger.ZERO;
    scalars[1] = BigInteger.ONE;
    scalars[2] = order.subtract(BigInteger.ONE);
    scalars[3] = order.shiftRight(1);
    scalars[4] = BigInteger.valueOf(32);
    scalars[5] = BigInteger.valueOf(33);
    Point h = Generators.of(curve).h();
    PointVector out = FixedBase.of(h).multiplyAll(Fixtures.scalars(curve, scalars));
    assertThat(out.length()).isEqualTo(60);
    for (int i = 0; i < 60; i++) {
      assertThat(out.get(i))
          .as("scalar %d", i)
          .isEqualTo(h.multiply(curve.scalarField().of(scalars[i])));
    }
    assertThat(FixedBase.of(h).multiplyAll(Fixtures.scalars(curve)).length()).isZero();
    assertThatThrownBy(() -> FixedBase.of(curve.identity()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void aRowCanCancelItsBlinder(Curve curve) {
    Point h = Generators.of(curve).h();
    FixedBases bases = FixedBases.of(PointVector.of(h, h.negate()));
    PointVector out =
        MultiScalar.commitRows(
            bases,
            new int[] {-5, 0, 0, 7, 3, 3},
            0,
            2,
            3,
            FixedBase.of(h),
            Fixtures.scalars(curve, BigInteger.valueOf(5), BigInteger.valueOf(7), BigInteger.ONE));
    assertThat(out.get(0).isIdentity()).isTrue();
    assertThat(out.get(1).isIdentity()).isTrue();
    assertThat(out.get(2)).isEqualTo(h);
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void mismatchesAreRefused(Curve curve) {
    FixedBases bases = FixedBases.of(Generators.of(curve).rows(4));
    FixedBase h = FixedBase.of(Generators.of(curve).h());
    var two = Fixtures.scalars(curve, BigInteger.ONE, BigInteger.ONE);
    int[] data = new int[8];
    assertThatThrownBy(() -> MultiScalar.commitRows(bases, data, 0, 5, 1, h, two))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MultiScalar.commitRows(bases, data, 0, 2, 3, h, two))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MultiScalar.commitRows(bases, data, 1, 4, 2, h, two))
        .isInstanceOf(IndexOutOfBoundsException.class);
    Curve other = curve == Curve.GRUMPKIN ? Curve.BN254_G1 : Curve.GRUMPKIN;
    FixedBase foreign = FixedBase.of(Generators.of(other).h());
    assertThatThrownBy(() -> MultiScalar.commitRows(bases, data, 0, 4, 2, foreign, two))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void check(Curve curve, int[] data, int rows, int length) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    Random random = Fixtures.random(24);
    PointVector generators = Generators.of(curve).rows(length + 2);
    Point h = Generators.of(curve).h();
    BigInteger[] blinders = Fixtures.randomScalars(reference, random, rows);
    int[] shifted = new int[data.length + 3];
    Arrays.fill(shifted, 1 << 20);
    System.arraycopy(data, 0, shifted, 2, data.length);
    PointVector out =
        MultiScalar.commitRows(
            FixedBases.of(generators),
            shifted,
            2,
            length,
            rows,
            FixedBase.of(h),
            Fixtures.scalars(curve, blinders));
    assertThat(out.length()).isEqualTo(rows);
    for (int r = 0; r < rows; r += Math.max(1, rows / 20)) {
      ReferenceCurve.Affine[] points = new ReferenceCurve.Affine[length + 1];
      BigInteger[] scalars = new BigInteger[length + 1];
      points[length] = reference.fromPoint(h);
      scalars[length] = blinders[r];
      for (int j = 0; j < length; j++) {
        // Small scalars are fast: negate the point rather than take the order's complement.
        BigInteger cell = BigInteger.valueOf(data[r * length + j]);
        ReferenceCurve.Affine g = reference.fromPoint(generators.get(j));
        points[j] = cell.signum() < 0 ? reference.negate(g) : g;
        scalars[j] = cell.abs();
      }
      ReferenceCurve.Affine sum = reference.sum(points, scalars);
      assertThat(out.get(r)).as("row %d", r).isEqualTo(reference.toPoint(sum));
    }
  }
}

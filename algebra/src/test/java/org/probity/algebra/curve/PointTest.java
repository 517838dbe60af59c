package org.probity.algebra.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PointTest {
  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void groupLawAgreesWithTheReference(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    Random random = Fixtures.random(1);
    for (int i = 0; i < 20; i++) {
      ReferenceCurve.Affine a = reference.random(random);
      ReferenceCurve.Affine b = reference.random(random);
      assertThat(reference.contains(a)).isTrue();
      Point p = reference.toPoint(a);
      Point q = reference.toPoint(b);
      assertThat(p.add(q)).isEqualTo(reference.toPoint(reference.add(a, b)));
      assertThat(p.subtract(q)).isEqualTo(reference.toPoint(reference.add(a, reference.negate(b))));
      assertThat(p.doubled()).isEqualTo(reference.toPoint(reference.add(a, a)));
      assertThat(p.add(p)).isEqualTo(p.doubled());
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void identityIsNeutral(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    Point p = reference.toPoint(reference.random(Fixtures.random(2)));
    Point o = curve.identity();
    assertThat(o.isIdentity()).isTrue();
    assertThat(p.add(o)).isEqualTo(p);
    assertThat(o.add(p)).isEqualTo(p);
    assertThat(o.add(o)).isEqualTo(o);
    assertThat(o.doubled()).isEqualTo(o);
    assertThat(o.negate()).isEqualTo(o);
    assertThat(p.subtract(p)).isEqualTo(o);
    assertThat(o.multiply(5)).isEqualTo(o);
    assertThat(p).isNotEqualTo(o).isNotEqualTo(p.negate());
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void multiplicationAgreesWithTheReference(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    Random random = Fixtures.random(3);
    ReferenceCurve.Affine a = reference.random(random);
    Point p = reference.toPoint(a);
    BigInteger order = reference.order();
    BigInteger[] scalars = {
      BigInteger.ZERO,
      BigInteger.ONE,
      BigInteger.TWO,
      BigInteger.valueOf(8),
      order.subtract(BigInteger.ONE),
      order.subtract(BigInteger.TWO),
      order.shiftRight(1),
      order.shiftRight(1).add(BigInteger.ONE),
      new BigInteger("8".repeat(63), 16).mod(order),
      new BigInteger("f".repeat(63), 16).mod(order),
      new BigInteger(300, random).mod(order)
    };
    for (BigInteger k : scalars) {
      assertThat(p.multiply(curve.scalarField().of(k)))
          .as("scalar %s", k)
          .isEqualTo(reference.toPoint(reference.multiply(a, k)));
    }
    assertThat(p.multiply(-3)).isEqualTo(p.add(p).add(p).negate());
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void theOrderIsThatOfTheScalarField(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    ReferenceCurve.Affine a = reference.random(Fixtures.random(4));
    ReferenceCurve.Affine last =
        reference.multiply(a, curve.scalarField().modulus().subtract(BigInteger.ONE));
    assertThat(reference.add(last, a)).isNull();
  }

  @Test
  void mixingCurvesOrFieldsIsRefused() {
    Point g = Generators.of(Curve.GRUMPKIN).h();
    Point b = Generators.of(Curve.BN254_G1).h();
    assertThatThrownBy(() -> g.add(b)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> g.multiply(Curve.BN254_G1.scalarField().one()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void textFormShowsNoCoordinate() {
    Point p = Generators.of(Curve.GRUMPKIN).h();
    assertThat(p).hasToString("Point(grumpkin)");
  }
}

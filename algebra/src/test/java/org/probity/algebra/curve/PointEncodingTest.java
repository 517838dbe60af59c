package org.probity.algebra.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.algebra.field.MalformedEncodingException;

class PointEncodingTest {
  private static final BigInteger THREE = BigInteger.valueOf(3);

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void roundTripAtAwkwardSizes(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    for (int n : new int[] {0, 1, 2, 7, 8, 9, 63, 64, 65, 127, 128, 129, 300}) {
      ReferenceCurve.Affine[] affines = Fixtures.affines(reference, Fixtures.random(n), n);
      byte[] bytes = Fixtures.vector(reference, affines).encodeAll();
      assertThat(bytes).hasSize(32 * n);
      byte[] shifted = new byte[bytes.length + 5];
      System.arraycopy(bytes, 0, shifted, 3, bytes.length);
      PointVector back = curve.decodeAll(shifted, 3, n);
      for (int i = 0; i < n; i++) {
        assertThat(back.get(i)).isEqualTo(reference.toPoint(affines[i]));
      }
      assertThat(back.encodeAll()).isEqualTo(bytes);
    }
  }

  @Test
  void grumpkinBytesAreTheOrdinateAndTheNumberOfTheRoot() {
    ReferenceCurve reference = ReferenceCurve.of(Curve.GRUMPKIN);
    Random random = Fixtures.random(5);
    BigInteger p = reference.p();
    BigInteger omega = omega(p);
    for (int i = 0; i < 20; i++) {
      ReferenceCurve.Affine a = reference.random(random);
      BigInteger[] roots = {
        a.x(), a.x().multiply(omega).mod(p), a.x().multiply(omega).multiply(omega).mod(p)
      };
      Arrays.sort(roots);
      int number = Arrays.asList(roots).indexOf(a.x());
      byte[] expected = bytes(a.y().add(BigInteger.valueOf(number).shiftLeft(254)));
      assertThat(reference.toPoint(a).encode()).isEqualTo(expected);
    }
  }

  @Test
  void bn254BytesAreTheAbscissaAndTheParityOfTheOrdinate() {
    ReferenceCurve reference = ReferenceCurve.of(Curve.BN254_G1);
    Random random = Fixtures.random(6);
    for (int i = 0; i < 20; i++) {
      ReferenceCurve.Affine a = reference.random(random);
      BigInteger odd = a.y().testBit(0) ? BigInteger.ONE.shiftLeft(254) : BigInteger.ZERO;
      assertThat(reference.toPoint(a).encode()).isEqualTo(bytes(a.x().add(odd)));
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void everySelectorHasItsOwnPointOrNone(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    byte[] bytes = reference.toPoint(reference.random(Fixtures.random(7))).encode();
    int valid = curve == Curve.GRUMPKIN ? 3 : 2;
    Point[] seen = new Point[valid];
    for (int selector = 0; selector < 4; selector++) {
      byte[] b = bytes.clone();
      b[0] = (byte) ((b[0] & 0x3f) | (selector << 6));
      if (selector < valid) {
        seen[selector] = curve.decode(b, 0);
        assertThat(reference.contains(reference.fromPoint(seen[selector]))).isTrue();
        assertThat(seen[selector].encode()).isEqualTo(b);
      } else {
        assertMalformed(curve, b);
      }
    }
    assertThat(seen).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void coordinatesNotBelowTheModulusAreRefused(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    BigInteger p = reference.p();
    BigInteger small = smallCoordinate(curve, reference);
    curve.decode(bytes(small), 0);
    assertMalformed(curve, bytes(small.add(p)));
    assertMalformed(curve, bytes(p));
    assertMalformed(curve, bytes(BigInteger.ONE.shiftLeft(254).subtract(BigInteger.ONE)));
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xff);
    assertMalformed(curve, ones);
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void coordinatesWithoutPointAreRefused(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    int refused = 0;
    for (int v = 0; v < 60; v++) {
      boolean exists = exists(curve, reference, BigInteger.valueOf(v));
      byte[] b = bytes(BigInteger.valueOf(v));
      if (exists) {
        ReferenceCurve.Affine a = reference.fromPoint(curve.decode(b, 0));
        assertThat(reference.contains(a)).isTrue();
        assertThat(curve == Curve.GRUMPKIN ? a.y() : a.x()).isEqualTo(BigInteger.valueOf(v));
      } else {
        assertMalformed(curve, b);
        refused++;
      }
    }
    assertThat(refused).isBetween(10, 50);
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void oneBadPointAmongManyIsNamed(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    int n = 200;
    byte[] good =
        Fixtures.vector(reference, Fixtures.affines(reference, Fixtures.random(8), n)).encodeAll();
    for (int bad : new int[] {0, 7, 8, 127, 128, 199}) {
      byte[] b = good.clone();
      Arrays.fill(b, 32 * bad, 32 * bad + 32, (byte) 0xff);
      assertThatThrownBy(() -> curve.decodeAll(b, 0, n))
          .isInstanceOf(MalformedEncodingException.class)
          .hasMessageContaining("point " + bad + " ");
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void truncationAndIdentityAreRefused(Curve curve) {
    byte[] b = Generators.of(curve).h().encode();
    assertMalformed(curve, Arrays.copyOf(b, 31));
    assertMalformed(curve, new byte[0]);
    assertThatThrownBy(() -> curve.decode(b, 1)).isInstanceOf(MalformedEncodingException.class);
    assertThatThrownBy(() -> curve.decode(b, -1)).isInstanceOf(MalformedEncodingException.class);
    assertThatThrownBy(() -> curve.decodeAll(b, 0, -1))
        .isInstanceOf(MalformedEncodingException.class);
    assertThatThrownBy(() -> curve.decodeAll(b, 0, 1 << 27))
        .isInstanceOf(MalformedEncodingException.class);
    assertThatThrownBy(() -> curve.identity().encode()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> PointVector.of(Generators.of(curve).h(), curve.identity()).encodeAll())
        .isInstanceOf(IllegalStateException.class);
  }

  private static void assertMalformed(Curve curve, byte[] b) {
    assertThatThrownBy(() -> curve.decode(b, 0)).isInstanceOf(MalformedEncodingException.class);
  }

  private static BigInteger smallCoordinate(Curve curve, ReferenceCurve reference) {
    BigInteger v = BigInteger.ONE;
    while (!exists(curve, reference, v)) {
      v = v.add(BigInteger.ONE);
    }
    return v;
  }

  /** Whether some point has the coordinate that is encoded. */
  private static boolean exists(Curve curve, ReferenceCurve reference, BigInteger v) {
    BigInteger p = reference.p();
    boolean cube = curve == Curve.GRUMPKIN;
    BigInteger a = cube ? v.pow(2).subtract(reference.b()) : v.pow(3).add(reference.b());
    BigInteger exponent = p.subtract(BigInteger.ONE).divide(cube ? THREE : BigInteger.TWO);
    return a.mod(p).modPow(exponent, p).bitLength() <= 1;
  }

  private static BigInteger omega(BigInteger p) {
    BigInteger exponent = p.subtract(BigInteger.ONE).divide(THREE);
    for (BigInteger g = BigInteger.TWO; ; g = g.add(BigInteger.ONE)) {
      BigInteger w = g.modPow(exponent, p);
      if (!w.equals(BigInteger.ONE)) {
        return w;
      }
    }
  }

  private static byte[] bytes(BigInteger v) {
    byte[] b = v.toByteArray();
    byte[] out = new byte[32];
    int skip = Math.max(0, b.length - 32);
    System.arraycopy(b, skip, out, 32 - (b.length - skip), b.length - skip);
    return out;
  }
}

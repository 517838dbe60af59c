package org.probity.algebra.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratorsTest {
  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void firstPointsAsDocumented(Curve curve) throws Exception {
    Generators g = Generators.of(curve);
    for (int i = 0; i < 12; i++) {
      assertThat(g.rows(12).get(i)).isEqualTo(derive(curve, "ROW", i));
      assertThat(g.pads(12).get(i)).isEqualTo(derive(curve, "PAD", i));
    }
    assertThat(g.base()).isEqualTo(derive(curve, "BASE", 0));
    assertThat(g.u()).isEqualTo(derive(curve, "U", 0));
    assertThat(g.h()).isEqualTo(derive(curve, "H", 0));
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void prefixStable(Curve curve) {
    Generators g = Generators.of(curve);
    byte[] many = g.rows(300).encodeAll();
    for (int n : new int[] {0, 1, 63, 64, 65, 299}) {
      assertThat(g.rows(n).encodeAll()).isEqualTo(Arrays.copyOf(many, 32 * n));
    }
    byte[] pads = g.pads(5).encodeAll();
    assertThat(g.pads(200).slice(0, 5).encodeAll()).isEqualTo(pads);
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void allDifferent(Curve curve) {
    Generators g = Generators.of(curve);
    PointVector all =
        PointVector.concat(g.rows(200), g.pads(200), PointVector.of(g.base(), g.u(), g.h()));
    ReferenceCurve reference = ReferenceCurve.of(curve);
    Set<BigInteger> abscissas = new HashSet<>();
    for (int i = 0; i < all.length(); i++) {
      ReferenceCurve.Affine a = reference.fromPoint(all.get(i));
      assertThat(reference.contains(a)).isTrue();
      abscissas.add(a.x());
    }
    assertThat(abscissas).as("not even up to sign").hasSize(403);
  }

  @Test
  void knownAnswers() {
    assertThat(hex(Generators.of(Curve.GRUMPKIN).rows(1).encodeAll()))
        .isEqualTo("877c510e9e7102f8e6324b9a3a854bca3c18b2d2cc67a3a89578e243b3782d29");
    assertThat(hex(Generators.of(Curve.GRUMPKIN).rows(1000).get(999).encode()))
        .isEqualTo("597fb9c40b9f4968cbc6e1e4372d58f654059e9cff32a6d6ef8383cb4f064377");
    assertThat(hex(Generators.of(Curve.GRUMPKIN).h().encode()))
        .isEqualTo("9dfab768b9fa5f61422399a18cd4111e451cf1c10c8c5a3235104192e12a0c29");
    assertThat(hex(Generators.of(Curve.GRUMPKIN).digest()))
        .isEqualTo("1596080b6d6861cd11278677614bafc6b3a045cc7e23c21c4d0bfcde93c0e3ca");
    assertThat(hex(Generators.of(Curve.BN254_G1).rows(1).encodeAll()))
        .isEqualTo("290cd9ea143b3c6e00628877d7bab9754b1ef7a15cee63ad7aa3c5f640cac47c");
    assertThat(hex(Generators.of(Curve.BN254_G1).h().encode()))
        .isEqualTo("11d15c99de7ff53530959a8326cbb8a7929df382f366cfb34f2eebfe6756aaa2");
    assertThat(hex(Generators.of(Curve.BN254_G1).digest()))
        .isEqualTo("b3266aa9cab58b3cffee1bed4f7ba1393e4a49dae063fcc4ed5e87313fc82332");
  }

  private static String hex(byte[] b) {
    return HexFormat.of().formatHex(b);
  }

  /** The derivation once more, one attempt at a time with its own root extraction. */
  private static Point derive(Curve curve, String family, int index) throws Exception {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    BigInteger p = reference.p();
    for (int attempt = 0; ; attempt++) {
      ByteBuffer label = ByteBuffer.allocate(48);
      label.put(0, "probity-gens-v1".getBytes(StandardCharsets.US_ASCII));
      label.put(16, curve.name().getBytes(StandardCharsets.US_ASCII));
      label.put(32, family.getBytes(StandardCharsets.US_ASCII));
      label.putInt(40, index).putInt(44, attempt);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(label.array());
      BigInteger value = new BigInteger(1, hash);
      int selector = value.shiftRight(254).intValue();
      BigInteger v = value.clearBit(255).clearBit(254);
      ReferenceCurve.Affine[] candidates =
          v.compareTo(p) >= 0
              ? new ReferenceCurve.Affine[0]
              : curve == Curve.GRUMPKIN ? withOrdinate(reference, v) : withAbscissa(reference, v);
      if (selector < candidates.length) {
        return reference.toPoint(candidates[selector]);
      }
    }
  }

  /** Points with this y by ascending x; cube roots by search of the correcting root of unity. */
  private static ReferenceCurve.Affine[] withOrdinate(ReferenceCurve reference, BigInteger y) {
    BigInteger p = reference.p();
    BigInteger nine = BigInteger.valueOf(9);
    BigInteger m = p.subtract(BigInteger.ONE).divide(nine);
    BigInteger a = y.pow(2).subtract(reference.b()).mod(p);
    BigInteger root = a.modPow(BigInteger.valueOf(3).modInverse(m), p);
    BigInteger unity = BigInteger.valueOf(5).modPow(m, p);
    return java.util.stream.IntStream.range(0, 9)
        .mapToObj(i -> root.multiply(unity.modPow(BigInteger.valueOf(i), p)).mod(p))
        .filter(x -> x.pow(3).mod(p).equals(a))
        .distinct()
        .sorted()
        .map(x -> new ReferenceCurve.Affine(x, y))
        .toArray(ReferenceCurve.Affine[]::new);
  }

  /** The points with this x, the one with even y first. */
  private static ReferenceCurve.Affine[] withAbscissa(ReferenceCurve reference, BigInteger x) {
    BigInteger p = reference.p();
    BigInteger a = x.pow(3).add(reference.b()).mod(p);
    BigInteger y = a.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    if (!y.modPow(BigInteger.TWO, p).equals(a)) {
      return new ReferenceCurve.Affine[0];
    }
    BigInteger even = y.testBit(0) ? p.subtract(y) : y;
    return new ReferenceCurve.Affine[] {
      new ReferenceCurve.Affine(x, even), new ReferenceCurve.Affine(x, p.subtract(even))
    };
  }
}

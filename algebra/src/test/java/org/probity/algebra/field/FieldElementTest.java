package org.probity.algebra.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FieldElementTest {
  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void arithmeticAgreesWithBigInteger(PrimeField f) {
    BigInteger p = f.modulus();
    List<BigInteger> values = Samples.boundaries(p);
    for (BigInteger a : values) {
      FieldElement x = f.of(a);
      assertThat(x.toBigInteger()).isEqualTo(a);
      assertThat(x.negate().toBigInteger()).isEqualTo(a.negate().mod(p));
      assertThat(x.square().toBigInteger()).isEqualTo(a.multiply(a).mod(p));
      assertThat(f.decode(x.encode(), 0)).isEqualTo(x);
      for (BigInteger b : values) {
        FieldElement y = f.of(b);
        assertThat(x.add(y).toBigInteger()).isEqualTo(a.add(b).mod(p));
        assertThat(x.subtract(y).toBigInteger()).isEqualTo(a.subtract(b).mod(p));
        assertThat(x.multiply(y).toBigInteger()).isEqualTo(a.multiply(b).mod(p));
      }
    }
    BigInteger[] many = Samples.values(p, 20_000, 1);
    for (int i = 1; i < many.length; i++) {
      assertThat(f.of(many[i]).multiply(f.of(many[i - 1])).toBigInteger())
          .isEqualTo(many[i].multiply(many[i - 1]).mod(p));
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void powersAndInverses(PrimeField f) {
    BigInteger p = f.modulus();
    FieldElement[] elements =
        Arrays.stream(Samples.elements(f, 40, 2))
            .filter(e -> !e.isZero())
            .toArray(FieldElement[]::new);
    FieldElement[] inverses = FieldElement.batchInverse(elements);
    for (int i = 0; i < elements.length; i++) {
      assertThat(elements[i].multiply(inverses[i])).isEqualTo(f.one());
      assertThat(elements[i].inverse()).isEqualTo(inverses[i]);
      assertThat(elements[i].pow(p.subtract(BigInteger.TWO))).isEqualTo(inverses[i]);
    }
    assertThat(elements[0].pow(BigInteger.ZERO)).isEqualTo(f.one());
    assertThatThrownBy(() -> f.zero().inverse()).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> FieldElement.batchInverse(new FieldElement[] {f.one(), f.zero()}))
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void conversions(PrimeField f) {
    for (long v : new long[] {0, 1, -1, 12345, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(f.of(v).toBigInteger()).isEqualTo(BigInteger.valueOf(v).mod(f.modulus()));
      assertThat(f.of(7).multiply(v).toBigInteger())
          .isEqualTo(BigInteger.valueOf(v).multiply(BigInteger.valueOf(7)).mod(f.modulus()));
    }
    Random random = new Random(3);
    for (int length = 0; length <= 64; length++) {
      byte[] wide = new byte[length];
      random.nextBytes(wide);
      assertThat(f.reduce(wide).toBigInteger()).isEqualTo(new BigInteger(1, wide).mod(f.modulus()));
      Arrays.fill(wide, (byte) 0xff);
      assertThat(f.reduce(wide).toBigInteger()).isEqualTo(new BigInteger(1, wide).mod(f.modulus()));
    }
    assertThatThrownBy(() -> f.reduce(new byte[65])).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void onlyCanonicalBytesDecode(PrimeField f) {
    byte[] modulus = f.modulus().toByteArray();
    assertThat(modulus).hasSize(PrimeField.BYTES);
    byte[] ones = new byte[PrimeField.BYTES];
    Arrays.fill(ones, (byte) 0xff);
    for (byte[] bad : List.of(modulus, ones, new byte[31])) {
      assertThatThrownBy(() -> f.decode(bad, 0)).isInstanceOf(MalformedEncodingException.class);
    }
    assertThatThrownBy(() -> f.decode(new byte[64], 33))
        .isInstanceOf(MalformedEncodingException.class);
    modulus[31]--;
    assertThat(f.decode(modulus, 0)).isEqualTo(f.one().negate());
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void valuesStayOutOfToString(PrimeField f) {
    assertThat(f.of(123456).toString()).isEqualTo("FieldElement");
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void fieldsDoNotMix(PrimeField f) {
    PrimeField other = f == PrimeField.BN254_R ? PrimeField.BN254_Q : PrimeField.BN254_R;
    assertThatThrownBy(() -> f.one().add(other.one())).isInstanceOf(IllegalArgumentException.class);
    assertThat(f.one()).isNotEqualTo(other.one());
  }
}

package org.probity.algebra.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModularInverseTest {
  private static final long SEED = Long.getLong("probity.test.seed", 20240917L);

  static Stream<PrimeField> fields() {
    return Stream.of(PrimeField.BN254_R, PrimeField.BN254_Q);
  }

  @ParameterizedTest
  @MethodSource("fields")
  void nearPowersOfTwoAndTheModulus(PrimeField field) {
    BigInteger p = field.modulus();
    for (int bit = 0; bit < 254; bit++) {
      for (int k = -2; k <= 2; k++) {
        BigInteger x = BigInteger.ONE.shiftLeft(bit).add(BigInteger.valueOf(k));
        check(field, x.mod(p));
        check(field, x.negate().mod(p));
        check(field, x.shiftLeft(256).mod(p));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void randomNumbersOfAllLengths(PrimeField field) {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      check(field, new BigInteger(1 + random.nextInt(300), random).mod(field.modulus()));
    }
  }

  private static void check(PrimeField field, BigInteger x) {
    if (x.signum() == 0) {
      return;
    }
    BigInteger expected = x.modInverse(field.modulus());
    long[] words = new long[4];
    for (int i = 0; i < 4; i++) {
      words[i] = x.shiftRight(64 * i).longValue();
    }
    new ModularInverse(field.modulus()).invert(words);
    for (int i = 0; i < 4; i++) {
      assertThat(words[i])
          .as("1/%s (seed %d)", x, SEED)
          .isEqualTo(expected.shiftRight(64 * i).longValue());
    }
    assertThat(field.of(x).inverse()).isEqualTo(field.of(expected));
  }
}

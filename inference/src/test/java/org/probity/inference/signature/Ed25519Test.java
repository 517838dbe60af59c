package org.probity.inference.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One signature for each key and message, and no key under which everything holds. */
class Ed25519Test {
  private static final HexFormat HEX = HexFormat.of();
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /** A point of order 8 has this y, and its negative. */
  private static final BigInteger ORDER_EIGHT =
      new BigInteger(
          "55188659117513257062467267217118295137698188065244968500265048394206261417927");

  private static final byte[] MESSAGE = "a message".getBytes(US_ASCII);

  private static byte[] littleEndian(BigInteger number) {
    byte[] out = new byte[32];
    for (int i = 0; i < 32; i++) {
      out[i] = number.shiftRight(8 * i).byteValue();
    }
    return out;
  }

  private static BigInteger number(byte[] littleEndian) {
    BigInteger number = BigInteger.ZERO;
    for (int i = littleEndian.length - 1; i >= 0; i--) {
      number = number.shiftLeft(8).add(BigInteger.valueOf(littleEndian[i] & 0xff));
    }
    return number;
  }

  private static byte[] join(byte[] point, byte[] scalar) {
    byte[] signature = Arrays.copyOf(point, 64);
    System.arraycopy(scalar, 0, signature, 32, 32);
    return signature;
  }

  /** RFC 8032, section 7.1, tests 1 to 3. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e"
        + "39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f"
        + "3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67"
        + "f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void publishedVectors(String seed, String key, String message, String signature) {
    byte[] made = Ed25519.sign(HEX.parseHex(seed), HEX.parseHex(message));
    assertThat(HEX.formatHex(made)).isEqualTo(signature);
    assertThat(Ed25519.isKey(HEX.parseHex(key))).isTrue();
    assertThat(Ed25519.verify(HEX.parseHex(key), HEX.parseHex(message), made)).isTrue();
    assertThat(Ed25519.verify(HEX.parseHex(key), MESSAGE, made)).isFalse();
  }

  @Test
  void everyBitCounts() {
    byte[][] pair = Ed25519.generate();
    byte[] signature = Ed25519.sign(pair[0], MESSAGE);
    assertThat(Ed25519.verify(pair[1], MESSAGE, signature)).isTrue();
    for (int bit = 0; bit < 8 * signature.length; bit += 5) {
      byte[] flipped = signature.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(Ed25519.verify(pair[1], MESSAGE, flipped)).as("bit %d", bit).isFalse();
    }
    for (int length : new int[] {0, 32, 63, 65, 128}) {
      assertThat(Ed25519.verify(pair[1], MESSAGE, Arrays.copyOf(signature, length))).isFalse();
    }
  }

  /** The scalar plus the order is the same number modulo the order: a second spelling. */
  @Test
  void scalarsAreReduced() {
    byte[][] pair = Ed25519.generate();
    byte[] signature = Ed25519.sign(pair[0], MESSAGE);
    byte[] point = Arrays.copyOf(signature, 32);
    BigInteger scalar = number(Arrays.copyOfRange(signature, 32, 64));
    for (int times = 1; times <= 15; times++) {
      BigInteger other = scalar.add(ORDER.multiply(BigInteger.valueOf(times)));
      if (other.bitLength() <= 256) {
        byte[] respelled = join(point, littleEndian(other));
        assertThat(Ed25519.verify(pair[1], MESSAGE, respelled)).as("+ %d", times).isFalse();
      }
    }
  }

  /** What the platform's verification does by itself, of which we ask less than it gives. */
  @Test
  void thePlatformRefusesUnreducedScalars() throws Exception {
    byte[][] pair = Ed25519.generate();
    byte[] signature = Ed25519.sign(pair[0], MESSAGE);
    BigInteger scalar = number(Arrays.copyOfRange(signature, 32, 64)).add(ORDER);
    byte[] respelled = join(Arrays.copyOf(signature, 32), littleEndian(scalar));
    byte[] y = pair[1].clone();
    y[31] &= 0x7f;
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new EdECPublicKeySpec(
                    NamedParameterSpec.ED25519, new EdECPoint(pair[1][31] < 0, number(y)))));
    verifier.update(MESSAGE);
    boolean accepted;
    try {
      accepted = verifier.verify(respelled);
    } catch (SignatureException e) {
      accepted = false;
    }
    assertThat(accepted).isFalse();
  }

  /** With the neutral element as key and point, the scalar 0 would sign every message. */
  @Test
  void keysOfSmallOrderAreNone() {
    BigInteger one = BigInteger.ONE;
    for (BigInteger y :
        new BigInteger[] {
          BigInteger.ZERO, one, P.subtract(one), ORDER_EIGHT, P.subtract(ORDER_EIGHT)
        }) {
      for (int sign : new int[] {0, 0x80}) {
        byte[] key = littleEndian(y);
        key[31] |= (byte) sign;
        assertThat(Ed25519.isKey(key)).as("%s, sign %d", y, sign).isFalse();
      }
    }
    byte[] neutral = littleEndian(one);
    byte[] universal = join(neutral, new byte[32]);
    // The equation itself holds, whoever would let such a key in.
    assertThat(Ed25519.verify(neutral, MESSAGE, universal)).isTrue();
  }

  /**
   * The equation without cofactor: a signer who adds a point of small order to his own makes no
   * signature that some verifiers take and others do not.
   */
  @Test
  void torsionIsSeen() throws Exception {
    byte[][] pair = Ed25519.generate();
    byte[] hash = MessageDigest.getInstance("SHA-512").digest(pair[0]);
    hash[0] &= (byte) 0xf8;
    hash[31] &= 0x3f;
    hash[31] |= 0x40;
    BigInteger secret = number(Arrays.copyOf(hash, 32));
    Map<BigInteger, Boolean> points =
        Map.of(
            BigInteger.ONE,
            true,
            P.subtract(BigInteger.ONE),
            false,
            BigInteger.ZERO,
            false,
            ORDER_EIGHT,
            false,
            P.subtract(ORDER_EIGHT),
            false);
    for (var point : points.entrySet()) {
      byte[] r = littleEndian(point.getKey());
      MessageDigest sha = MessageDigest.getInstance("SHA-512");
      sha.update(r);
      sha.update(pair[1]);
      BigInteger challenge = number(sha.digest(MESSAGE)).mod(ORDER);
      byte[] scalar = littleEndian(challenge.multiply(secret).mod(ORDER));
      assertThat(Ed25519.verify(pair[1], MESSAGE, join(r, scalar)))
          .as("y = %s", point.getKey())
          .isEqualTo(point.getValue());
    }
  }

  /** y and y + p are the same number; 19 numbers have two spellings in 255 bits. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 9, 18})
  void keysAndPointsAreSpelledInOneWay(int y) {
    byte[] respelled = littleEndian(P.add(BigInteger.valueOf(y)));
    assertThat(Ed25519.isKey(respelled)).isFalse();
    byte[] key = littleEndian(BigInteger.ONE);
    assertThat(Ed25519.verify(key, MESSAGE, join(respelled, new byte[32]))).isFalse();
    byte[] negativeZero = littleEndian(BigInteger.ONE);
    negativeZero[31] |= (byte) 0x80;
    assertThat(Ed25519.verify(key, MESSAGE, join(negativeZero, new byte[32]))).isFalse();
  }

  /** Half of all numbers are no y of a point. */
  @Test
  void keysLieOnTheCurve() {
    int points = 0;
    for (int y = 2; y < 42; y++) {
      points += Ed25519.isKey(littleEndian(BigInteger.valueOf(y))) ? 1 : 0;
    }
    assertThat(points).isBetween(8, 32);
    for (int length : new int[] {0, 31, 33}) {
      assertThat(Ed25519.isKey(new byte[length])).isFalse();
    }
  }
}

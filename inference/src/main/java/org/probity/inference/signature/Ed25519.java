package org.probity.inference.signature;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * Ed25519 (RFC 8032) of the Java platform, with every encoding strict: one key and one message have
 * one signature by their signer, which nobody else can respell, and no key is one under which
 * everything holds.
 */
final class Ed25519 {
  static final int KEY_BYTES = 32;
  static final int SIGNATURE_BYTES = 64;

  private static final String ALGORITHM = "Ed25519";

  /** The field's order, 2^255 - 19. */
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  /** Order of the base point. */
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /** The curve's constant d in {@code y^2 - x^2 = 1 + d x^2 y^2}. */
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(inverse(BigInteger.valueOf(121666))).mod(P);

  private Ed25519() {}

  /** A fresh pair: the seed of the private key, and the public key. */
  static byte[][] generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      EdECPoint point = ((EdECPublicKey) pair.getPublic()).getPoint();
      byte[] key = littleEndian(point.getY());
      key[KEY_BYTES - 1] |= (byte) (point.isXOdd() ? 0x80 : 0);
      return new byte[][] {seed, key};
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  static byte[] sign(byte[] seed, byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /**
   * Whether a signature holds.
   *
   * @param key one that {@link #isKey} accepts
   */
  static boolean verify(byte[] key, byte[] message, byte[] signature) {
    if (signature.length != SIGNATURE_BYTES) {
      return false;
    }
    byte[] point = Arrays.copyOf(signature, KEY_BYTES);
    BigInteger scalar = number(Arrays.copyOfRange(signature, KEY_BYTES, SIGNATURE_BYTES));
    // Whatever the platform thinks of them: other spellings of the point, or of the scalar modulo
    // the order, would be further signatures of the same message.
    if (!isCanonicalPoint(point) || scalar.compareTo(ORDER) >= 0) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      EdECPoint decoded = new EdECPoint(isNegative(key), y(key));
      verifier.initVerify(
          KeyFactory.getInstance(ALGORITHM)
              .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, decoded)));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (java.security.SignatureException | java.security.InvalidKeyException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** Whether bytes are the one spelling of a point of the curve, and not of small order. */
  static boolean isKey(byte[] key) {
    return key.length == KEY_BYTES
        && isCanonicalPoint(key)
        && isOnCurve(y(key))
        && !isOfSmallOrder(y(key));
  }

  private static boolean isCanonicalPoint(byte[] point) {
    BigInteger y = y(point);
    boolean xIsZero = y.equals(BigInteger.ONE) || y.equals(P.subtract(BigInteger.ONE));
    return y.compareTo(P) < 0 && !(xIsZero && isNegative(point));
  }

  /** Whether {@code x^2} is a square: 0 or a power of a generator with an even exponent. */
  private static boolean isOnCurve(BigInteger y) {
    BigInteger half = P.subtract(BigInteger.ONE).shiftRight(1);
    return xSquared(y).modPow(half, P).compareTo(BigInteger.ONE) <= 0;
  }

  /** Under a key of small order, which divides 8, some signatures hold for every message. */
  private static boolean isOfSmallOrder(BigInteger y) {
    BigInteger multiple = y;
    for (int i = 0; i < 3; i++) {
      BigInteger xx = xSquared(multiple);
      BigInteger yy = multiple.multiply(multiple).mod(P);
      BigInteger denominator = BigInteger.ONE.subtract(D.multiply(xx).multiply(yy));
      multiple = yy.add(xx).multiply(inverse(denominator)).mod(P);
    }
    return multiple.equals(BigInteger.ONE);
  }

  private static BigInteger xSquared(BigInteger y) {
    BigInteger yy = y.multiply(y);
    BigInteger denominator = D.multiply(yy).add(BigInteger.ONE);
    return yy.subtract(BigInteger.ONE).multiply(inverse(denominator)).mod(P);
  }

  /** No denominator is 0: d is not a square. */
  private static BigInteger inverse(BigInteger x) {
    return x.modInverse(P);
  }

  private static boolean isNegative(byte[] point) {
    return point[KEY_BYTES - 1] < 0;
  }

  private static BigInteger y(byte[] point) {
    byte[] copy = point.clone();
    copy[KEY_BYTES - 1] &= 0x7f;
    return number(copy);
  }

  private static BigInteger number(byte[] littleEndian) {
    byte[] bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = littleEndian[bigEndian.length - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }

  private static byte[] littleEndian(BigInteger y) {
    byte[] out = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      out[i] = y.shiftRight(8 * i).byteValue();
    }
    return out;
  }

  private static IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("this Java platform lacks Ed25519", e);
  }
}

package org.probity.argument.commitment;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;

/**
 * A stream of uniform field elements: ChaCha20 under a key derived by HKDF-SHA256. Every element is
 * reduced from 512 bits. The state can be neither copied nor serialised nor printed.
 */
public final class Coins {
  private static final int BUFFER = 64 * 64;
  private static final byte[] ZEROS = new byte[BUFFER];

  private final PrimeField field;
  private final Cipher stream;
  private byte[] buffer = new byte[0];
  private int position;

  private Coins(PrimeField field, byte[] key) {
    this.field = field;
    try {
      stream = Cipher.getInstance("ChaCha20");
      stream.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "ChaCha20"),
          new ChaCha20ParameterSpec(new byte[12], 0));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks ChaCha20", e);
    }
  }

  /** 32 fresh bytes from the operating system. */
  public static byte[] freshSeed() {
    byte[] seed = new byte[32];
    new SecureRandom().nextBytes(seed);
    return seed;
  }

  /**
   * A stream determined by its inputs.
   *
   * @param purpose separates uses
   * @param secret at least 32 bytes of which the stream inherits its secrecy
   * @param bound everything the coins may be used for: equal coins must mean equal messages
   */
  static Coins derive(PrimeField field, String purpose, byte[] secret, byte[] bound) {
    try {
      byte[] info = Digests.hash(purpose, bound);
      KDF hkdf = KDF.getInstance("HKDF-SHA256");
      byte[] key =
          hkdf.deriveData(HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info, 32));
      return new Coins(field, key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks HKDF-SHA256", e);
    }
  }

  /**
   * The coins of one proof. Should the operating system's randomness fail, coins still differ
   * between any two proofs that differ in statement or witness.
   *
   * @param longTerm the openings' seeds
   * @param bound statement and hash of the whole witness
   */
  public static Coins forProof(PrimeField field, byte[] longTerm, byte[] bound) {
    byte[] secret = new byte[32 + longTerm.length];
    System.arraycopy(freshSeed(), 0, secret, 0, 32);
    System.arraycopy(longTerm, 0, secret, 32, longTerm.length);
    return derive(field, "proof coins", secret, bound);
  }

  /** The next element. */
  public FieldElement next() {
    if (position == buffer.length) {
      buffer = stream.update(ZEROS);
      position = 0;
    }
    byte[] wide = java.util.Arrays.copyOfRange(buffer, position, position + 64);
    position += 64;
    return field.reduce(wide);
  }

  /** The next {@code count} elements. */
  public FieldVector next(int count) {
    FieldVector vector = FieldVector.zeros(field, count);
    for (int i = 0; i < count; i++) {
      vector.set(i, next());
    }
    return vector;
  }

  @Override
  public String toString() {
    return "Coins";
  }
}

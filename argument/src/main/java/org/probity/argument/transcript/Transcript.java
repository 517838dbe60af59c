package org.probity.argument.transcript;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;

/**
 * Fiat-Shamir transcript over SHA-256: a chained state that absorbs labelled, length-prefixed
 * strings and yields field challenges of 512 hash bits each.
 *
 * <p>State update: {@code state = H(state || 1 || |label| || label || |data| || data)}. Challenge:
 * {@code H(state || 2 || i || |label| || label)} for i = 0, 1, reduced; then {@code state = H(state
 * || 3 || |label| || label)}. Lengths are 8 bytes big-endian, so no two histories collide.
 */
public class Transcript {
  private static final byte ABSORB = 1;
  private static final byte SQUEEZE = 2;
  private static final byte ADVANCE = 3;

  private final MessageDigest digest = sha256();
  private byte[] state = new byte[32];

  /** Starts a transcript for the named protocol. */
  public Transcript(String protocol) {
    mix("protocol", protocol.getBytes(StandardCharsets.UTF_8));
  }

  /** Absorbs bytes under a label. */
  public void absorb(String label, byte[] data) {
    mix(label, data);
  }

  /** Draws a field element; its bias is below 2^-256. */
  public FieldElement challenge(String label, PrimeField field) {
    byte[] name = label.getBytes(StandardCharsets.UTF_8);
    byte[] wide = new byte[64];
    for (byte i = 0; i < 2; i++) {
      begin(SQUEEZE);
      digest.update(i);
      lengthPrefixed(name);
      System.arraycopy(digest.digest(), 0, wide, 32 * i, 32);
    }
    begin(ADVANCE);
    lengthPrefixed(name);
    state = digest.digest();
    return field.reduce(wide);
  }

  /** A digest of everything absorbed so far. */
  public byte[] fingerprint() {
    return state.clone();
  }

  private void mix(String label, byte[] data) {
    begin(ABSORB);
    lengthPrefixed(label.getBytes(StandardCharsets.UTF_8));
    lengthPrefixed(data);
    state = digest.digest();
  }

  private void begin(byte step) {
    digest.update(state);
    digest.update(step);
  }

  private void lengthPrefixed(byte[] data) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(data.length).array());
    digest.update(data);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

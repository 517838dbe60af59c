package org.probity.inference.signature;

import java.util.HexFormat;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;

/** The private key of a signer. Never printed; its file is for its owner only. */
public final class SigningKey {
  private static final String FORMAT = "probity signing key";
  private static final String DIGEST = "checksum";

  /** Larger files are not read. */
  public static final int MAX_FILE = 1 << 12;

  private final byte[] seed;
  private final Signer signer;

  private SigningKey(byte[] seed, Signer signer) {
    this.seed = seed.clone();
    this.signer = signer;
  }

  /** A new one. */
  public static SigningKey generate() {
    byte[][] pair = Ed25519.generate();
    return new SigningKey(pair[0], new Signer(HexFormat.of().formatHex(pair[1])));
  }

  public Signer signer() {
    return signer;
  }

  byte[] sign(byte[] message) {
    return Ed25519.sign(seed, message);
  }

  /**
   * Decodes a file.
   *
   * @throws InvalidFileException if it is not a well-formed, intact signing key, or its private and
   *     public key do not belong together
   */
  public static SigningKey decode(byte[] file) throws InvalidFileException {
    var document = Documents.read(file, FORMAT, DIGEST, MAX_FILE);
    byte[] seed = document.bytes("secret");
    if (seed.length != Ed25519.KEY_BYTES) {
      throw new InvalidFileException("the secret does not have 32 bytes");
    }
    SigningKey key = new SigningKey(seed, Signer.of(document.text("signer")));
    Documents.requireCanonical(file, key.encode());
    byte[] probe = new byte[0];
    if (!Ed25519.verify(key.signer.key(), probe, key.sign(probe))) {
      throw new InvalidFileException("the secret does not belong to the signer");
    }
    return key;
  }

  /** The file's bytes. */
  public byte[] encode() {
    return Documents.write(
        Documents.start(FORMAT).put("signer", signer.id()).put("secret", seed), DIGEST);
  }

  @Override
  public String toString() {
    return "SigningKey of " + signer;
  }
}

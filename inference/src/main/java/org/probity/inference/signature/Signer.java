package org.probity.inference.signature;

import java.util.HexFormat;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;

/**
 * Who signs: a public key of Ed25519.
 *
 * @param id the key's 32 bytes as 64 hexadecimal digits
 */
public record Signer(String id) {
  private static final String FORMAT = "probity signer";
  private static final String DIGEST = "checksum";

  /** Larger files are not read. */
  public static final int MAX_FILE = 1 << 12;

  /**
   * A signer by its key.
   *
   * @throws IllegalArgumentException if it is not the one spelling of a point of large order
   */
  public Signer {
    if (!id.matches("[0-9a-f]{64}") || !Ed25519.isKey(HexFormat.of().parseHex(id))) {
      throw new IllegalArgumentException("a signer is not 64 digits that are an Ed25519 key");
    }
  }

  byte[] key() {
    return HexFormat.of().parseHex(id);
  }

  /**
   * Decodes a file.
   *
   * @throws InvalidFileException if it is not a well-formed, intact signer file
   */
  public static Signer decode(byte[] file) throws InvalidFileException {
    Json.Fields document = Documents.read(file, FORMAT, DIGEST, MAX_FILE);
    Signer signer = of(document.text("signer"));
    Documents.requireCanonical(file, signer.encode());
    return signer;
  }

  /** A signer from a file's field. */
  static Signer of(String id) throws InvalidFileException {
    try {
      return new Signer(id);
    } catch (IllegalArgumentException e) {
      throw new InvalidFileException(e.getMessage());
    }
  }

  /** The file's bytes. */
  public byte[] encode() {
    return Documents.write(Documents.start(FORMAT).put("signer", id), DIGEST);
  }

  @Override
  public String toString() {
    return id;
  }
}

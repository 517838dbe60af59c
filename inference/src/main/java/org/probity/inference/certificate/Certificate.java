package org.probity.inference.certificate;

import org.probity.inference.json.InvalidFileException;

/** A proof and what it proves. */
@SuppressWarnings("DoNotCallSuggester")
public final class Certificate {
  private Certificate() {}

  /**
   * Decodes a file.
   *
   * @throws InvalidFileException if it is not a well-formed, intact file of this kind
   */
  public static Certificate decode(byte[] file) throws InvalidFileException {
    throw new UnsupportedOperationException();
  }

  /** The file's bytes; decoding them gives back an equal object. */
  public byte[] encode() {
    throw new UnsupportedOperationException();
  }

  public Statement statement() {
    throw new UnsupportedOperationException();
  }

  /** Size of the proof in bytes, without statement and encoding. */
  public int proofSize() {
    throw new UnsupportedOperationException();
  }
}

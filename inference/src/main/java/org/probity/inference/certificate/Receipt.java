package org.probity.inference.certificate;

import org.probity.inference.json.InvalidFileException;

/** The opening of a committed port. */
@SuppressWarnings("DoNotCallSuggester")
public final class Receipt {
  private Receipt() {}

  /**
   * Decodes a file.
   *
   * @throws InvalidFileException if it is not a well-formed, intact file of this kind
   */
  public static Receipt decode(byte[] file) throws InvalidFileException {
    throw new UnsupportedOperationException();
  }

  /** The file's bytes; decoding them gives back an equal object. */
  public byte[] encode() {
    throw new UnsupportedOperationException();
  }

  /** Name of the port it opens. */
  public String port() {
    throw new UnsupportedOperationException();
  }

  /** Whether this receipt opens the commitment of its port in the statement. */
  public boolean opens(Statement statement) {
    throw new UnsupportedOperationException();
  }
}

package org.probity.inference.key;

import org.probity.inference.json.InvalidFileException;

/** The owner's side of a registered model. */
@SuppressWarnings("DoNotCallSuggester")
public final class ModelSecret {
  private ModelSecret() {}

  /**
   * Decodes a file.
   *
   * @throws InvalidFileException if it is not a well-formed, intact file of this kind
   */
  public static ModelSecret decode(byte[] file) throws InvalidFileException {
    throw new UnsupportedOperationException();
  }

  /** The file's bytes; decoding them gives back an equal object. */
  public byte[] encode() {
    throw new UnsupportedOperationException();
  }

  /** The id of the model that this is the secret of. */
  public String modelId() {
    throw new UnsupportedOperationException();
  }
}

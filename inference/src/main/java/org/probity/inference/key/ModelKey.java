package org.probity.inference.key;

import org.probity.inference.json.InvalidFileException;
import org.probity.model.graph.IntegerGraph;

/** The public side of a registered model. */
@SuppressWarnings("DoNotCallSuggester")
public final class ModelKey {
  private ModelKey() {}

  /**
   * Decodes a file.
   *
   * @throws InvalidFileException if it is not a well-formed, intact file of this kind
   */
  public static ModelKey decode(byte[] file) throws InvalidFileException {
    throw new UnsupportedOperationException();
  }

  /** The file's bytes; decoding them gives back an equal object. */
  public byte[] encode() {
    throw new UnsupportedOperationException();
  }

  /** SHA-256 of everything in the key, as 64 hexadecimal digits. */
  public String modelId() {
    throw new UnsupportedOperationException();
  }

  public IntegerGraph graph() {
    throw new UnsupportedOperationException();
  }

  /** Identifier of the suite of curve and field. */
  public String suiteId() {
    throw new UnsupportedOperationException();
  }
}

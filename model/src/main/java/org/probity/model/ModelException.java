package org.probity.model;

/**
 * A model, or data for it, cannot be used. The message is one line that names the place (node,
 * operator, tensor, position) and what would help; it shows no weight and no input value.
 */
public sealed class ModelException extends Exception permits SampleException, InputException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_LENGTH = 400;

  /** The message may quote names from a hostile file; control characters and excess are removed. */
  public ModelException(String message) {
    super(oneLine(message));
  }

  public ModelException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    StringBuilder line = new StringBuilder();
    message
        .codePoints()
        .limit(MAX_LENGTH)
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? '?' : c)
        .forEach(line::appendCodePoint);
    return line.toString();
  }
}

package org.probity.inference.json;

/** A file that is not a well-formed, intact file of its kind. The message is one line. */
public final class InvalidFileException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidFileException(String message) {
    super(message);
  }
}

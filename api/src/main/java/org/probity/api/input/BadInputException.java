package org.probity.api.input;

import java.io.Serial;

/** What the user gave cannot be used; the message is one line for a person, without any value. */
public final class BadInputException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public BadInputException(String message) {
    super(message);
  }

  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}

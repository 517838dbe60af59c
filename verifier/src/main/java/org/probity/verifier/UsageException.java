package org.probity.verifier;

/** The command line or a file cannot be used; the message is one line. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}

package org.probity.argument;

/** A proof does not verify; the message says in one line which kind of check failed. */
public final class RejectedProofException extends Exception {
  private static final long serialVersionUID = 1;

  public RejectedProofException(String message) {
    super(message);
  }
}

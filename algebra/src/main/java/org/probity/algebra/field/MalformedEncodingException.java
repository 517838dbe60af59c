package org.probity.algebra.field;

/** Bytes from outside that are not the canonical encoding of anything. */
public final class MalformedEncodingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedEncodingException(String message) {
    super(message);
  }
}

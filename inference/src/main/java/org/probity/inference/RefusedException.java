package org.probity.inference;

/**
 * A request that cannot be served as asked: a foreign secret, a missing input, a value outside its
 * domain. The message is one line and names ports and positions, never values.
 */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message);
  }
}

package org.probity.inference.policy;

/** A condition that is neither met nor not: it asks for what a certificate does not show. */
final class UndecidedException extends Exception {
  private static final long serialVersionUID = 1L;

  UndecidedException(String message) {
    super(message);
  }
}

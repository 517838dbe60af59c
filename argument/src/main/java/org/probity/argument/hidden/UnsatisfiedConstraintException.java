package org.probity.argument.hidden;

/** The prover's own check found a constraint that does not hold; the message names it. */
public final class UnsatisfiedConstraintException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnsatisfiedConstraintException(String check) {
    super(check);
  }
}

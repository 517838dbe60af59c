package org.probity.argument.witness;

/** The prover's values do not satisfy the program. The message names the check, never a value. */
public final class UnsatisfiedProgramException extends Exception {
  private static final long serialVersionUID = 1;

  public UnsatisfiedProgramException(String message) {
    super(message);
  }
}

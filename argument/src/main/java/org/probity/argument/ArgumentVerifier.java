package org.probity.argument;

import org.probity.algebra.field.MalformedEncodingException;
import org.probity.argument.program.Program;
import org.probity.argument.protocol.ProofShape;
import org.probity.argument.protocol.VerifierSession;

/** Verifies proofs. */
public final class ArgumentVerifier {
  private ArgumentVerifier() {}

  /** Size in bytes of every proof of a program. */
  public static int proofSize(Program program) {
    return ProofShape.of(program).bytes();
  }

  /**
   * Verifies a proof.
   *
   * @throws RejectedProofException if it does not hold; no other exception is caused by its bytes
   */
  public static void verify(Instance instance, byte[] proof) throws RejectedProofException {
    if (proof.length != proofSize(instance.program())) {
      throw new RejectedProofException("the proof has the wrong size");
    }
    boolean holds;
    try {
      holds = new VerifierSession(instance).verify(proof);
    } catch (MalformedEncodingException e) {
      throw new RejectedProofException("the proof holds a value that is not canonical");
    }
    if (!holds) {
      throw new RejectedProofException("the proof does not hold for this statement");
    }
  }
}

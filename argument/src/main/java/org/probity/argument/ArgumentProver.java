package org.probity.argument;

import java.util.Map;
import org.probity.argument.commitment.Opening;
import org.probity.argument.program.Group;
import org.probity.argument.protocol.ProverSession;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.UnsatisfiedProgramException;

/** Produces proofs. */
public final class ArgumentProver {
  private ArgumentProver() {}

  /**
   * Proves an instance. All coins are drawn inside, from the operating system, the openings' seeds,
   * the instance and the whole witness. The proof is verified before it is returned.
   *
   * @param columns values of all columns: weights, ports, public ones and the witness columns that
   *     the program's author declared; multiplicities are added to it
   * @param openings of every weight and port group
   * @throws UnsatisfiedProgramException if the values do not satisfy the program; names the check
   */
  public static byte[] prove(Instance instance, ColumnValues columns, Map<Group, Opening> openings)
      throws UnsatisfiedProgramException {
    byte[] proof = new ProverSession(instance, columns, openings).prove();
    try {
      ArgumentVerifier.verify(instance, proof);
    } catch (RejectedProofException e) {
      throw new IllegalStateException("the prover's own check failed: " + e.getMessage(), e);
    }
    return proof;
  }
}

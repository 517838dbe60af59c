package org.probity.argument;

import java.util.Map;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.Program;

/**
 * All that is public about one proof.
 *
 * @param program compiled by the verifier itself, from data that {@code binding} identifies
 * @param binding canonical bytes that the proof is bound to: whatever determines the program, the
 *     statement and its context
 * @param commitments of every weight and port group
 * @param publicValues values of every public column, real cells row-major
 */
public record Instance(
    Suite suite,
    Program program,
    byte[] binding,
    Map<Group, RowCommitment> commitments,
    Map<Column, int[]> publicValues) {
  public Instance {
    commitments = Map.copyOf(commitments);
    publicValues = Map.copyOf(publicValues);
  }
}

package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.probity.argument.ArgumentProver;
import org.probity.argument.ArgumentVerifier;
import org.probity.argument.Instance;
import org.probity.argument.Suite;
import org.probity.argument.commitment.Opening;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.hidden.UnsatisfiedConstraintException;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.Program;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.UnsatisfiedProgramException;

/** The real argument about a program without public columns. */
final class RealProof {
  private static final Suite SUITE = Suite.GRUMPKIN;

  private RealProof() {}

  /** The values are proven and verified. */
  static void assertAccepted(Program program, Map<Column, int[]> cells) throws Exception {
    Map<Group, Opening> openings = openings(program, cells);
    byte[] proof = ArgumentProver.prove(instance(program, openings), values(cells), openings);
    assertThatCode(() -> ArgumentVerifier.verify(instance(program, openings), proof))
        .doesNotThrowAnyException();
  }

  /** The prover finds no proof for the values. */
  static void assertRefused(Program program, Map<Column, int[]> cells) {
    Map<Group, Opening> openings = openings(program, cells);
    assertThatThrownBy(
            () -> ArgumentProver.prove(instance(program, openings), values(cells), openings))
        .isInstanceOfAny(UnsatisfiedProgramException.class, UnsatisfiedConstraintException.class);
  }

  private static ColumnValues values(Map<Column, int[]> cells) {
    ColumnValues values = new ColumnValues();
    values.putAll(cells);
    return values;
  }

  private static Map<Group, Opening> openings(Program program, Map<Column, int[]> cells) {
    Map<Group, Opening> openings = new HashMap<>();
    for (Group group : program.groups()) {
      if (group.kind() == Column.Kind.WEIGHT_MATRIX || group.kind() == Column.Kind.WEIGHT_VECTOR) {
        openings.put(group, Opening.of(SUITE.curve(), program, group, values(cells), new byte[32]));
      }
    }
    return openings;
  }

  private static Instance instance(Program program, Map<Group, Opening> openings) {
    Map<Group, RowCommitment> commitments = new HashMap<>();
    openings.forEach((group, opening) -> commitments.put(group, opening.commit()));
    return new Instance(SUITE, program, new byte[] {7}, commitments, Map.of());
  }
}

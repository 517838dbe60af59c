package org.probity.argument;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
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
  /**
   * Copies everything.
   *
   * @throws IllegalArgumentException unless there is one commitment of the right length for each
   *     weight and port group and one array of the right length for each public column, and no more
   */
  public Instance {
    binding = binding.clone();
    commitments = Map.copyOf(commitments);
    Map<Column, int[]> copy = new HashMap<>();
    publicValues.forEach((column, cells) -> copy.put(column, cells.clone()));
    publicValues = Collections.unmodifiableMap(copy);
    requireCommitments(suite, program, commitments);
    requirePublicValues(program, publicValues);
  }

  private static void requireCommitments(
      Suite suite, Program program, Map<Group, RowCommitment> commitments) {
    int needed = 0;
    for (Group group : program.groups()) {
      if (group.kind() == Column.Kind.WITNESS) {
        continue;
      }
      needed++;
      RowCommitment commitment = commitments.get(group);
      int rows = GroupLayout.of(program, group).liveRows().length;
      // Rows of one group must never be read as rows of another.
      require(
          commitment != null
              && commitment.rows().length() == rows
              && commitment.rows().curve() == suite.curve(),
          "group " + group.name() + " needs a commitment of " + rows + " rows");
    }
    require(commitments.size() == needed, "a commitment to an unknown group");
  }

  private static void requirePublicValues(Program program, Map<Column, int[]> values) {
    int needed = 0;
    for (Column column : program.columns()) {
      if (column.kind() == Column.Kind.PUBLIC) {
        needed++;
        int[] cells = values.get(column);
        require(
            cells != null && cells.length == column.shape().cells(),
            "public column " + column.name() + " needs " + column.shape().cells() + " values");
      }
    }
    require(values.size() == needed, "values of an unknown public column");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}

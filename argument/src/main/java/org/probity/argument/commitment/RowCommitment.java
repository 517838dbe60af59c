package org.probity.argument.commitment;

import org.probity.algebra.curve.Curve;
import org.probity.algebra.curve.PointVector;
import org.probity.algebra.field.MalformedEncodingException;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Program;

/** Public: the commitments to the live rows of one group, in row order. */
public record RowCommitment(PointVector rows) {
  /** 32 bytes for each row. */
  public byte[] encode() {
    return rows.encodeAll();
  }

  /**
   * Reads the commitment of a group.
   *
   * @throws MalformedEncodingException if the length is wrong or a point is not canonical
   */
  public static RowCommitment decode(Curve curve, Program program, Group group, byte[] bytes) {
    int rows = GroupLayout.of(program, group).liveRows().length;
    if (bytes.length != 32L * rows) {
      throw new MalformedEncodingException(
          "commitment of " + group.name() + " needs " + rows + " rows");
    }
    return new RowCommitment(curve.decodeAll(bytes, 0, rows));
  }
}

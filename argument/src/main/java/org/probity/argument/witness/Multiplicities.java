package org.probity.argument.witness;

import org.probity.argument.program.Lookup;

/** Counts how often each row of a table is used. */
public final class Multiplicities {
  private Multiplicities() {}

  /**
   * Adds the uses by one lookup.
   *
   * @param tuple values of each component on the real cells
   * @param rows of the lookup's table
   * @param counts one for each row
   * @throws UnsatisfiedProgramException if a tuple is not in the table; the message names the
   *     lookup
   */
  public static void count(Lookup lookup, long[][] tuple, TableRows rows, int[] counts)
      throws UnsatisfiedProgramException {
    for (int i = 0; i < tuple[0].length; i++) {
      int row = rows.find(tuple, i);
      if (row < 0) {
        throw new UnsatisfiedProgramException("lookup " + lookup.name() + " does not hold");
      }
      counts[row] = Math.addExact(counts[row], 1);
    }
  }
}

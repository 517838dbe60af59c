package org.probity.argument.witness;

import org.probity.argument.program.Lookup;
import org.probity.argument.program.Table;

/** Counts how often each row of a table is used. */
public final class Multiplicities {
  private Multiplicities() {}

  /**
   * Adds the uses by one lookup.
   *
   * @param tuple values of each component on the real cells
   * @throws UnsatisfiedProgramException if a tuple is not in the table; the message names the
   *     lookup
   */
  public static void count(Lookup lookup, long[][] tuple, int[] counts)
      throws UnsatisfiedProgramException {
    Table table = lookup.table();
    for (int i = 0; i < tuple[0].length; i++) {
      int row = row(table, tuple, i);
      if (row < 0) {
        throw new UnsatisfiedProgramException("lookup " + lookup.name() + " does not hold");
      }
      counts[row] = Math.addExact(counts[row], 1);
    }
  }

  /** The row of a table that holds a tuple, or -1. */
  private static int row(Table table, long[][] tuple, int i) {
    long distance = tuple[0][i] - table.start();
    long row = distance / table.step();
    if (distance % table.step() != 0 || row < 0 || row >= table.size()) {
      return -1;
    }
    for (int c = 1; c < tuple.length; c++) {
      if (tuple[c][i] != table.values().get(c - 1)[(int) row]) {
        return -1;
      }
    }
    return (int) row;
  }
}

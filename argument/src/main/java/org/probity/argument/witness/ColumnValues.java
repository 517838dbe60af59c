package org.probity.argument.witness;

import java.util.HashMap;
import java.util.Map;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;

/** Values of the real cells of columns, row-major. Secret: never printed. */
public final class ColumnValues {
  private final Map<Column, int[]> values = new HashMap<>();
  private final Map<Contraction, long[]> contractions = new HashMap<>();

  /** Adds the values of a column; the array is not copied and must not change any more. */
  public void put(Column column, int[] cells) {
    if (cells.length != column.shape().cells()) {
      throw new IllegalArgumentException(
          "column "
              + column.name()
              + " has "
              + column.shape().cells()
              + " cells, not "
              + cells.length);
    }
    values.put(column, cells);
  }

  public void putAll(Map<Column, int[]> cells) {
    cells.forEach(this::put);
  }

  /**
   * The values of a column.
   *
   * @throws IllegalArgumentException if there are none
   */
  public int[] get(Column column) {
    int[] cells = values.get(column);
    if (cells == null) {
      throw new IllegalArgumentException("no values for column " + column.name());
    }
    return cells;
  }

  /**
   * Adds the values of a contraction, without its coefficient, that whoever executed the model
   * knows already: real cells of its expression, row-major. They spare the prover their
   * computation. Wrong ones make a proof that the prover's own check refuses.
   *
   * @param cells not copied
   */
  public void putContraction(Contraction contraction, long[] cells) {
    contractions.put(contraction, cells);
  }

  /** The values of a contraction, or null if they are not known. */
  long[] contraction(Contraction contraction) {
    return contractions.get(contraction);
  }

  @Override
  public String toString() {
    return "ColumnValues[" + values.size() + " columns]";
  }
}

package org.probity.argument.witness;

import java.util.HashMap;
import java.util.Map;
import org.probity.argument.program.Column;

/** Values of the real cells of columns, row-major. Secret: never printed. */
public final class ColumnValues {
  private final Map<Column, int[]> values = new HashMap<>();

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

  @Override
  public String toString() {
    return "ColumnValues[" + values.size() + " columns]";
  }
}

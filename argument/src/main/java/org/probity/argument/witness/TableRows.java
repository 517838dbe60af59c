package org.probity.argument.witness;

import org.probity.argument.program.MixedRadix;
import org.probity.argument.program.Table;

/** The rows of a table in numbers, and where a key is. Those of a committed table are secret. */
public final class TableRows {
  /** Finds the row that has a key. */
  private interface Index {
    /** Row-major cell of the table's shape, or -1. */
    int row(long key);
  }

  private final Index index;
  private final long[][] components;

  private TableRows(Index index, long[][] components) {
    this.index = index;
    this.components = components;
  }

  /** Evaluates a table. */
  public static TableRows of(Table table, NativeEvaluator evaluator) {
    return switch (table) {
      case Table.Public t -> new TableRows(key -> row(t, key), components(t));
      case Table.Committed t ->
          new TableRows(
              MixedRadix.of(t.key())::cell,
              t.row().stream().map(evaluator::evaluate).toArray(long[][]::new));
    };
  }

  private static int row(Table.Public table, long key) {
    long distance = key - table.start();
    long row = distance / table.step();
    return distance % table.step() != 0 || row < 0 || row >= table.size() ? -1 : (int) row;
  }

  private static long[][] components(Table.Public table) {
    long[][] components = new long[table.width()][];
    components[0] = new long[table.size()];
    for (int i = 0; i < table.size(); i++) {
      components[0][i] = table.get(i, 0);
    }
    for (int c = 1; c < components.length; c++) {
      components[c] = table.values().get(c - 1);
    }
    return components;
  }

  /** The row that holds cell {@code i} of a tuple of values, or -1 if none does. */
  public int find(long[][] tuple, int i) {
    int row = index.row(tuple[0][i]);
    for (int c = 1; row >= 0 && c < components.length; c++) {
      row = components[c][row] == tuple[c][i] ? row : -1;
    }
    return row;
  }

  /** For each component the values of all rows, row-major; not to be modified. */
  public long[][] components() {
    return components;
  }

  @Override
  public String toString() {
    return "TableRows";
  }
}

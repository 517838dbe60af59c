package org.probity.argument.protocol;

import java.util.IdentityHashMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Equality;
import org.probity.argument.program.Lookup;
import org.probity.argument.program.Padding;
import org.probity.argument.program.Program;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Table;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.Multiplicities;
import org.probity.argument.witness.NativeEvaluator;
import org.probity.argument.witness.TableRows;
import org.probity.argument.witness.UnsatisfiedProgramException;

/** The integers in the leaves of the lookup tree, evaluated once. Secret. */
final class LookupValues {
  /**
   * One block of leaves.
   *
   * @param tag public tag of the table
   * @param components one array for each tuple component, zero on pad cells
   * @param multiplicities of a table's rows, zero on pad cells; null for a lookup
   */
  record BlockValues(int tag, Shape shape, long[][] components, int[] multiplicities) {
    @Override
    public String toString() {
      return "BlockValues";
    }
  }

  private final IdentityHashMap<Object, BlockValues> blocks = new IdentityHashMap<>();
  private int maxWidth;

  LookupValues() {}

  /**
   * Evaluates all lookups and equalities, and adds the multiplicity columns to {@code columns}.
   *
   * @throws UnsatisfiedProgramException naming a check that does not hold
   */
  static LookupValues compute(Program program, ColumnValues columns)
      throws UnsatisfiedProgramException {
    LookupValues values = new LookupValues();
    NativeEvaluator evaluator = new NativeEvaluator(columns);
    int[][] counts = new int[program.tables().size()][];
    TableRows[] rows = new TableRows[counts.length];
    for (Table table : program.tables()) {
      counts[table.id()] = new int[table.size()];
      rows[table.id()] = TableRows.of(table, evaluator);
    }
    for (Lookup lookup : program.lookups()) {
      long[][] tuple = new long[lookup.tuple().size()][];
      for (int c = 0; c < tuple.length; c++) {
        tuple[c] = evaluator.evaluate(lookup.tuple().get(c));
      }
      int table = lookup.table().id();
      Multiplicities.count(lookup, tuple, rows[table], counts[table]);
      values.addLookup(lookup, tuple);
    }
    for (Equality equality : program.equalities()) {
      requireZero(equality, evaluator.evaluate(equality.expression()));
    }
    for (Table table : program.tables()) {
      values.addTable(table, rows[table.id()].components(), counts[table.id()]);
      Column column = program.multiplicities().get(table.id());
      columns.put(column, counts[table.id()]);
    }
    return values;
  }

  private static void requireZero(Equality equality, long[] cells)
      throws UnsatisfiedProgramException {
    for (long cell : cells) {
      if (cell != 0) {
        throw new UnsatisfiedProgramException("equality " + equality.name() + " does not hold");
      }
    }
  }

  void addLookup(Lookup lookup, long[][] tuple) {
    Shape shape = lookup.shape();
    long[][] padded = new long[tuple.length][];
    for (int c = 0; c < tuple.length; c++) {
      padded[c] = pad(shape, tuple[c]);
    }
    put(lookup, new BlockValues(lookup.table().id() + 1, shape, padded, null));
  }

  private static long[] pad(Shape shape, long[] cells) {
    if (cells.length == 1 << shape.bits()) {
      return cells;
    }
    long[] padded = new long[1 << shape.bits()];
    int[] positions = Padding.positions(shape);
    int last = cells.length / positions.length;
    for (int run = 0; run < positions.length; run++) {
      System.arraycopy(cells, run * last, padded, positions[run], last);
    }
    return padded;
  }

  /**
   * Adds the leaves of a table.
   *
   * @param rows values of each component on the real cells
   */
  void addTable(Table table, long[][] rows, int[] counts) {
    Shape shape = table.shape();
    long[][] components = new long[rows.length][];
    for (int c = 0; c < components.length; c++) {
      components[c] = pad(shape, rows[c]);
    }
    int[] padded = Padding.pad(shape, counts);
    put(table, new BlockValues(table.id() + 1, shape, components, padded));
  }

  void put(Object key, BlockValues values) {
    blocks.put(key, values);
    maxWidth = Math.max(maxWidth, values.components().length);
  }

  /** Gives up the memory: the integers are needed by the lookup argument alone. */
  void release() {
    blocks.clear();
  }

  int maxWidth() {
    return maxWidth;
  }

  BlockValues of(LeafLayout.Block block) {
    return switch (block) {
      case LeafLayout.LookupBlock b -> blocks.get(b.lookup());
      case LeafLayout.TableBlock b -> blocks.get(b.table());
    };
  }
}

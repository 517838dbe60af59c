package org.probity.argument.protocol;

import java.util.IdentityHashMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Equality;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Lookup;
import org.probity.argument.program.Padding;
import org.probity.argument.program.Program;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Table;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.Multiplicities;
import org.probity.argument.witness.NativeEvaluator;
import org.probity.argument.witness.UnsatisfiedProgramException;

/** The integers in the leaves of the lookup tree, evaluated once. Secret. */
final class LookupValues {
  /**
   * One block of leaves.
   *
   * @param tag public tag of the table
   * @param components one array for each tuple component, padded with zeros
   * @param multiplicities of a table's rows; null for a lookup
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
    for (Table table : program.tables()) {
      counts[table.id()] = new int[table.size()];
    }
    for (Lookup lookup : program.lookups()) {
      long[][] tuple = new long[lookup.tuple().size()][];
      for (int c = 0; c < tuple.length; c++) {
        tuple[c] = evaluator.evaluate(lookup.tuple().get(c));
      }
      Multiplicities.count(lookup, tuple, counts[lookup.table().id()]);
      values.addLookup(lookup, tuple);
    }
    for (Equality equality : program.equalities()) {
      requireZero(equality, evaluator.evaluate(equality.expression()));
    }
    for (Table table : program.tables()) {
      values.addTable(table, counts[table.id()]);
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
      padded[c] = pad(lookup.tuple().get(c), tuple[c]);
    }
    put(lookup, new BlockValues(lookup.table().id() + 1, shape, padded, null));
  }

  private static long[] pad(Expression expression, long[] cells) {
    Shape shape = expression.shape();
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

  void addTable(Table table, int[] counts) {
    Shape shape = Shape.of(table.size());
    long[][] components = new long[table.width()][1 << shape.bits()];
    for (int c = 0; c < components.length; c++) {
      for (int row = 0; row < table.size(); row++) {
        components[c][row] = table.get(row, c);
      }
    }
    put(table, new BlockValues(table.id() + 1, shape, components, counts));
  }

  void put(Object key, BlockValues values) {
    blocks.put(key, values);
    maxWidth = Math.max(maxWidth, values.components().length);
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

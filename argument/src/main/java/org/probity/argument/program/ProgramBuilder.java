package org.probity.argument.program;

import java.util.ArrayList;
import java.util.List;

/** Collects the parts of a {@link Program} and assigns columns to groups. */
public final class ProgramBuilder {
  private static final int MAX_SUGGESTED_ROW_BITS = 14;

  private final List<Column> columns = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final List<Lookup> lookups = new ArrayList<>();
  private final List<Equality> equalities = new ArrayList<>();

  /** Declares a column. */
  public Column column(String name, Column.Kind kind, Shape shape) {
    Column column = new Column(columns.size(), name, kind, shape);
    columns.add(column);
    return column;
  }

  /** Declares a public table; see {@link Table.Public}. */
  public Table.Public table(String name, int size, long start, long step, List<long[]> values) {
    Table.Public table = new Table.Public(tables.size(), name, size, start, step, values);
    tables.add(table);
    return table;
  }

  /** Declares a committed table, the key first; see {@link Table.Committed}. */
  public Table.Committed committedTable(String name, Expression... row) {
    Table.Committed table = new Table.Committed(tables.size(), name, List.of(row));
    tables.add(table);
    return table;
  }

  /** Adds a lookup. */
  public void lookup(String name, Table table, Expression... tuple) {
    lookups.add(new Lookup(name, table, List.of(tuple)));
  }

  /** Adds an equality. */
  public void equality(String name, Expression expression) {
    equalities.add(new Equality(name, expression));
  }

  /**
   * Finishes the program.
   *
   * @param rowBits binary logarithm of the row length
   * @throws IllegalArgumentException if a part violates the rules stated at its type
   */
  public Program build(int rowBits) {
    return build(rowBits, rowBits, 1);
  }

  /**
   * Finishes a program of a batch: the first axis of each port are its items, which are committed
   * one by one. Rows of weights have the given length, as they have been committed already; those
   * of the witness are at least as long, and longer where that balances their number.
   *
   * @param weightRowBits binary logarithm of the row length of weights
   * @param items number of items, at least 2
   * @throws IllegalArgumentException if a part violates the rules stated at its type
   */
  public Program buildBatch(int weightRowBits, int items) {
    return build(suggestedRowBits(weightRowBits, true), weightRowBits, items);
  }

  /**
   * Finishes a program whose weights have rows of another length than its witness.
   *
   * @param rowBits binary logarithm of the row length of the witness
   * @param weightRowBits that of weights, not larger
   * @param items how many parts of each port are committed one by one
   */
  public Program build(int rowBits, int weightRowBits, int items) {
    List<Column> all = new ArrayList<>(columns);
    List<Column> multiplicities = new ArrayList<>();
    for (Table table : tables) {
      String name = "multiplicities of " + table.name();
      Column column = new Column(all.size(), name, Column.Kind.WITNESS, table.shape());
      multiplicities.add(column);
      all.add(column);
    }
    List<Group> groups = Groups.arrange(all, items);
    return new Program(
        rowBits, weightRowBits, all, groups, tables, lookups, equalities, multiplicities);
  }

  /**
   * A row length that balances the rows (sent or summed by the verifier) against the length of the
   * opened row.
   */
  public int suggestedRowBits() {
    return suggestedRowBits(Program.MIN_ROW_BITS, false);
  }

  private int suggestedRowBits(int least, boolean weightsAreFixed) {
    Program program = build(least);
    int best = least;
    double bestCost = Double.MAX_VALUE;
    for (int bits = least; bits <= MAX_SUGGESTED_ROW_BITS; bits++) {
      double cost = 1L << bits;
      for (Group group : program.groups()) {
        if (weightsAreFixed && group.kind() != Column.Kind.WITNESS) {
          continue;
        }
        // A witness row costs 32 bytes of certificate and a decompression on top of its scalar.
        double weight = group.kind() == Column.Kind.WITNESS ? 3.0 : 1.0;
        cost += weight * new GroupLayout(group, bits).liveRows().length;
      }
      if (cost < bestCost) {
        bestCost = cost;
        best = bits;
      }
    }
    return best;
  }
}

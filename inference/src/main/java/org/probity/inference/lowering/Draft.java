package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Equality;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Program;
import org.probity.argument.program.ProgramBuilder;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Table;
import org.probity.inference.lowering.table.TableSpec;

/**
 * A program under construction. Tables stay descriptions until {@link #build}, so that drafts made
 * to compare costs are cheap.
 */
final class Draft {
  /** Limits on cells committed in a proof and on rows of all tables. */
  private static final long MAX_CELLS = 1L << 26;

  private static final long MAX_TABLE_ROWS = 1L << 22;

  /** Limit on the steps that it takes to compute them. */
  private static final long MAX_TABLE_WORK = 1L << 33;

  /** Limit on terms of all expressions, those that were made on the way included. */
  private static final long MAX_TERMS = 1L << 20;

  private final ProgramBuilder builder = new ProgramBuilder();
  private final Map<Column, Values> rules = new LinkedHashMap<>();
  private final Map<Object, TableSpec> tables = new LinkedHashMap<>();
  private final List<PendingLookup> lookups = new ArrayList<>();
  private final List<Equality> equalities = new ArrayList<>();

  private final Map<Contraction, Values> contractions = new LinkedHashMap<>();
  private long contractedCells;
  private long terms;

  // In the order in which they are first asked for.
  private final Set<CommittedSpec> committedTables = new LinkedHashSet<>();

  private record PendingLookup(String name, Object tableKey, List<Virtual> tuple) {}

  /** A table of secret rows, the public key first; see {@link Table.Committed}. */
  record CommittedSpec(String name, List<Expression> row) {
    CommittedSpec {
      row = List.copyOf(row);
    }

    Shape shape() {
      return row.get(0).shape();
    }
  }

  /** A weight column; its values are the owner's. */
  Column weight(String name, Column.Kind kind, Shape shape) {
    return builder.column(name, kind, shape);
  }

  /** A column whose values follow from an execution. */
  Column column(String name, Column.Kind kind, Shape shape, Values values) {
    Column column = builder.column(name, kind, shape);
    rules.put(column, values);
    return column;
  }

  /** A witness column as a tensor; honest values lie in {@code [min, max]}. */
  Virtual commit(String name, Shape shape, Values values, long min, long max) {
    if (min < Integer.MIN_VALUE || max > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + " does not fit 32 bits");
    }
    Column column = column(name, Column.Kind.WITNESS, shape, values);
    return Virtual.of(column, values, min, max);
  }

  /** Counts the terms of an expression that is kept, or was some work to make. */
  void countTerms(Virtual tensor) {
    countTerms(tensor.terms().size());
    tensor
        .product()
        .map(Product::contraction)
        .ifPresent(c -> countTerms(c.left().terms().size() + c.right().terms().size()));
  }

  private void countTerms(int count) {
    terms += count;
    if (terms > MAX_TERMS) {
      throw new IllegalArgumentException("the graph has too many terms in its sums");
    }
  }

  /** Every cell's tuple is a row of the table. */
  void lookup(String name, TableSpec table, Virtual... tuple) {
    List.of(tuple).forEach(this::use);
    tables.merge(table.key(), table, TableSpec::cover);
    lookups.add(new PendingLookup(name, table.key(), List.of(tuple)));
  }

  /**
   * Declares a table whose rows are linear expressions of one shape, the first of them a public key
   * that no two cells share; a second one with equal name and rows is the same. It costs leaves and
   * committed multiplicities even if nothing is looked up in it.
   *
   * @param row may read weight columns, matrices as a whole
   */
  CommittedSpec committedTable(String name, Expression... row) {
    for (Expression component : row) {
      countTerms(component.terms().size());
    }
    CommittedSpec table = new CommittedSpec(name, List.of(row));
    committedTables.add(table);
    return table;
  }

  /** Every cell's tuple is a row of a table of this draft. */
  void lookup(String name, CommittedSpec table, Virtual... tuple) {
    if (!committedTables.contains(table)) {
      throw new IllegalArgumentException("lookup " + name + " in a foreign table");
    }
    List.of(tuple).forEach(this::use);
    lookups.add(new PendingLookup(name, table, List.of(tuple)));
  }

  private void use(Virtual tensor) {
    countTerms(tensor);
    tensor
        .product()
        .filter(p -> contractions.putIfAbsent(p.contraction(), p.values()) == null)
        .ifPresent(p -> contractedCells += 1L << tensor.shape().bits());
  }

  /** Leaves that a lookup in this table would add, besides its own. */
  long additionalLeaves(TableSpec table) {
    TableSpec present = tables.get(table.key());
    return present == null
        ? ceilPowerOfTwo(table.size())
        : ceilPowerOfTwo(present.cover(table).size()) - ceilPowerOfTwo(present.size());
  }

  /** Leaves that a lookup in this table would add, besides its own. */
  long additionalLeaves(CommittedSpec table) {
    return committedTables.contains(table) ? 0 : 1L << table.shape().bits();
  }

  /** Every cell is zero. */
  void zero(String name, Virtual tensor) {
    use(tensor);
    equalities.add(new Equality(name, tensor.expression()));
  }

  /** Whether no table is too large to be evaluated. */
  boolean feasible() {
    return tables.values().stream().allMatch(t -> t.size() <= TableSpec.MAX_SIZE);
  }

  /** Leaves of the lookups. */
  long lookupLeaves() {
    return lookups.stream().mapToLong(l -> 1L << l.tuple().get(0).shape().bits()).sum();
  }

  /** Leaves of the tables. */
  long tableLeaves() {
    return tables.values().stream().mapToLong(t -> ceilPowerOfTwo(t.size())).sum()
        + committedTables.stream().mapToLong(t -> 1L << t.shape().bits()).sum();
  }

  /** Cells committed in each proof, multiplicities included. */
  long witnessCells() {
    long cells =
        tables.values().stream().mapToLong(TableSpec::size).sum()
            + committedTables.stream().mapToLong(t -> t.shape().cells()).sum();
    for (Column column : rules.keySet()) {
      cells += column.kind() == Column.Kind.WITNESS ? column.shape().cells() : 0;
    }
    return cells;
  }

  /** Cells of the results of all contractions. */
  long contractedCells() {
    return contractedCells;
  }

  /** Honest values of the contractions of all checks, without their coefficients. */
  Map<Contraction, Values> contractions() {
    return contractions;
  }

  /** How the honest prover fills the columns that are not weights. */
  Map<Column, Values> rules() {
    return Map.copyOf(rules);
  }

  /**
   * Finishes the program.
   *
   * @throws IllegalArgumentException if it is too large
   */
  Program build(int rowBits) {
    finish();
    return builder.build(rowBits);
  }

  /** Finishes the program with rows of a balanced length. */
  Program buildBalanced() {
    finish();
    return builder.build(builder.suggestedRowBits());
  }

  /** Finishes the program of a batch; see {@link ProgramBuilder#buildBatch}. */
  Program buildBatch(int weightRowBits, int items) {
    finish();
    return builder.buildBatch(weightRowBits, items);
  }

  private void finish() {
    long rows = tables.values().stream().mapToLong(TableSpec::size).sum();
    if (!feasible()
        || rows > MAX_TABLE_ROWS
        || tables.values().stream().mapToLong(TableSpec::work).sum() > MAX_TABLE_WORK
        || witnessCells() > MAX_CELLS) {
      throw new IllegalArgumentException("the program is too large to be proven");
    }
    Map<Object, Table> built = new LinkedHashMap<>();
    for (Map.Entry<Object, TableSpec> entry : tables.entrySet()) {
      TableSpec spec = entry.getValue();
      String name = spec.name() + " (table " + built.size() + ")";
      built.put(
          entry.getKey(), builder.table(name, (int) spec.size(), spec.start(), 1, spec.values()));
    }
    for (CommittedSpec table : committedTables) {
      String name = table.name() + " (table " + built.size() + ")";
      built.put(table, builder.committedTable(name, table.row().toArray(Expression[]::new)));
    }
    for (PendingLookup lookup : lookups) {
      builder.lookup(
          lookup.name(),
          built.get(lookup.tableKey()),
          lookup.tuple().stream().map(Virtual::expression).toArray(Expression[]::new));
    }
    equalities.forEach(e -> builder.equality(e.name(), e.expression()));
  }

  static long ceilPowerOfTwo(long n) {
    return n <= 1 ? 1 : Long.highestOneBit(n - 1) << 1;
  }
}

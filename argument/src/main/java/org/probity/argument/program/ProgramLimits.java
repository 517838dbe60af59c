package org.probity.argument.program;

import java.util.List;

/**
 * Upper bounds on what a program may make a verifier allocate. A program is compiled from a model
 * key that may be hostile, so the bounds are checked before any work is done for it.
 */
final class ProgramLimits {
  /** Padded cells of a weight matrix, which only the prover ever holds. */
  static final int MATRIX_BITS = 28;

  /**
   * Padded cells of an axis, or of the axes that one map addresses together, whose weights a
   * verifier may have to write out.
   */
  static final int AXIS_BITS = 21;

  /** Weights and indices of all maps that have to be written out. */
  static final long WEIGHTS = 1L << 26;

  /** Padded cells of all columns that are not weight matrices. */
  static final long CELLS = 1L << 26;

  /** Cells of public columns and tables. */
  static final long PUBLIC_CELLS = 1L << 24;

  /** Leaves of the lookup tree. */
  static final long LEAVES = 1L << 29;

  /** Columns, tables, lookups, equalities, and terms, each. */
  static final int PARTS = 1 << 17;

  private ProgramLimits() {}

  static void check(Program program) {
    count("columns", program.columns().size());
    count("tables", program.tables().size());
    count("lookups", program.lookups().size());
    count("equalities", program.equalities().size());
    long cells = 0;
    long publicCells = 0;
    for (Column column : program.columns()) {
      if (column.kind() == Column.Kind.WEIGHT_MATRIX) {
        require(column.shape().bits() <= MATRIX_BITS, "weight " + column.name() + " is too large");
        continue;
      }
      axes(column.name(), column.shape());
      cells += 1L << column.shape().bits();
      publicCells += column.kind() == Column.Kind.PUBLIC ? 1L << column.shape().bits() : 0;
    }
    long leaves = 0;
    for (Table table : program.tables()) {
      switch (table) {
        case Table.Public t -> publicCells += (long) t.size() * t.width();
        case Table.Committed t -> t.row().forEach(ProgramLimits::expression);
      }
      leaves += 1L << table.shape().bits();
    }
    for (Lookup lookup : program.lookups()) {
      leaves += 1L << lookup.shape().bits();
      lookup.tuple().forEach(ProgramLimits::expression);
    }
    program.equalities().forEach(e -> expression(e.expression()));
    require(cells <= CELLS, "the program has too many cells");
    require(publicCells <= PUBLIC_CELLS, "the program has too many public cells");
    require(leaves <= LEAVES, "the program has too many lookups");
  }

  private static void expression(Expression expression) {
    terms(expression.terms());
    expression
        .contraction()
        .ifPresent(
            c -> {
              terms(c.left().terms());
              terms(c.right().terms());
              for (int size : c.summedSizes()) {
                require(size >= 1 && size <= 1 << AXIS_BITS, "a contraction is too long");
              }
              int bits = c.summedSizes().stream().mapToInt(Shape::log2Ceil).sum();
              require(bits <= 30, "a contraction is too long");
            });
  }

  /** One map: its indices, and the padded cells that it addresses. */
  static void map(String where, long indices, Shape addressed) {
    require(
        indices <= 1L << AXIS_BITS && addressed.bits() <= AXIS_BITS,
        where + ": a map reads too long an axis");
  }

  /** All maps together. */
  static void weights(long count) {
    require(count <= WEIGHTS, "the program's maps have too many weights");
  }

  private static void terms(List<Term> terms) {
    count("terms", terms.size());
  }

  private static void axes(String name, Shape shape) {
    for (int d = 0; d < shape.axes(); d++) {
      require(shape.bits(d) <= AXIS_BITS, "column " + name + " has too long an axis");
    }
  }

  private static void count(String what, int count) {
    require(count <= PARTS, "the program has too many " + what);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}

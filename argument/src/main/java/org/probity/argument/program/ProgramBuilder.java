package org.probity.argument.program;

import java.util.ArrayList;
import java.util.List;

/** Collects the parts of a {@link Program} and assigns columns to groups. */
public final class ProgramBuilder {
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

  /** Declares a public table; see {@link Table}. */
  public Table table(String name, int size, long start, long step, List<long[]> values) {
    Table table = new Table(tables.size(), name, size, start, step, values);
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
    Program program =
        new Program(rowBits, columns, Groups.arrange(columns, tables), tables, lookups, equalities);
    ProgramLint.check(program);
    return program;
  }
}

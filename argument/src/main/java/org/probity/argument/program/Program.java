package org.probity.argument.program;

import java.util.List;

/**
 * A complete constraint program. Built by {@link ProgramBuilder}, which checks it: every instance
 * satisfies the rules stated at its parts.
 */
public final class Program {
  /** Row length of port groups, so that commitments to ports do not depend on the model. */
  public static final int PORT_ROW_BITS = 5;

  /** Smallest useful row length. */
  public static final int MIN_ROW_BITS = PORT_ROW_BITS;

  private final int rowBits;
  private final int weightRowBits;
  private final List<Column> columns;
  private final List<Group> groups;
  private final List<Table> tables;
  private final List<Lookup> lookups;
  private final List<Equality> equalities;
  private final List<Column> multiplicities;

  Program(
      int rowBits,
      int weightRowBits,
      List<Column> columns,
      List<Group> groups,
      List<Table> tables,
      List<Lookup> lookups,
      List<Equality> equalities,
      List<Column> multiplicities) {
    this.rowBits = rowBits;
    this.weightRowBits = weightRowBits;
    this.columns = List.copyOf(columns);
    this.groups = List.copyOf(groups);
    this.tables = List.copyOf(tables);
    this.lookups = List.copyOf(lookups);
    this.equalities = List.copyOf(equalities);
    this.multiplicities = List.copyOf(multiplicities);
    ProgramLint.check(this);
  }

  /** Binary logarithm of the length of the longest rows, which are those of the witness. */
  public int rowBits() {
    return rowBits;
  }

  /**
   * Binary logarithm of the row length of groups of a kind; short groups have shorter rows. Weights
   * are committed once, for programs of all sizes.
   */
  public int rowBits(Column.Kind kind) {
    return switch (kind) {
      case WEIGHT_MATRIX, WEIGHT_VECTOR -> weightRowBits;
      case PORT -> PORT_ROW_BITS;
      case WITNESS, PUBLIC -> rowBits;
    };
  }

  public List<Column> columns() {
    return columns;
  }

  public List<Group> groups() {
    return groups;
  }

  public List<Table> tables() {
    return tables;
  }

  public List<Lookup> lookups() {
    return lookups;
  }

  public List<Equality> equalities() {
    return equalities;
  }

  /**
   * For each table the witness column, of the table's shape, that counts how often each row is
   * used; the prover of the argument fills it in.
   */
  public List<Column> multiplicities() {
    return multiplicities;
  }

  /** The group that a committed column belongs to. */
  public Group groupOf(Column column) {
    for (Group group : groups) {
      if (group.columns().contains(column)) {
        return group;
      }
    }
    throw new IllegalArgumentException("column " + column.name() + " is in no group");
  }
}

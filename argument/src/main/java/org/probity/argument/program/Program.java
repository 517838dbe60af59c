package org.probity.argument.program;

import java.util.List;

/**
 * A complete constraint program. Build it with {@link ProgramBuilder}.
 *
 * @param rowBits the binary logarithm of the row length of all groups but ports
 * @param multiplicities for each table the witness column that counts how often each row is used;
 *     the prover of the argument fills it in
 */
public record Program(
    int rowBits,
    List<Column> columns,
    List<Group> groups,
    List<Table> tables,
    List<Lookup> lookups,
    List<Equality> equalities,
    List<Column> multiplicities) {
  /** Row length of port groups, so that commitments to ports do not depend on the model. */
  public static final int PORT_ROW_BITS = 5;

  /** Smallest useful row length. */
  public static final int MIN_ROW_BITS = PORT_ROW_BITS;

  public Program {
    columns = List.copyOf(columns);
    groups = List.copyOf(groups);
    tables = List.copyOf(tables);
    lookups = List.copyOf(lookups);
    equalities = List.copyOf(equalities);
    multiplicities = List.copyOf(multiplicities);
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

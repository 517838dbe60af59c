package org.probity.argument.program;

import java.util.List;

/**
 * A complete constraint program. Build it with {@link ProgramBuilder}.
 *
 * @param rowBits the binary logarithm of the row length of all groups but ports
 */
public record Program(
    int rowBits,
    List<Column> columns,
    List<Group> groups,
    List<Table> tables,
    List<Lookup> lookups,
    List<Equality> equalities) {
  /** Row length of port groups, so that commitments to ports do not depend on the model. */
  public static final int PORT_ROW_BITS = 5;

  public Program {
    columns = List.copyOf(columns);
    groups = List.copyOf(groups);
    tables = List.copyOf(tables);
    lookups = List.copyOf(lookups);
    equalities = List.copyOf(equalities);
  }
}

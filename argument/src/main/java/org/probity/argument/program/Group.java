package org.probity.argument.program;

import java.util.List;

/**
 * Columns committed together as one vector: blocks aligned to their own power-of-two size, largest
 * first, cut into rows.
 *
 * @param id position in {@link Program#groups()}
 * @param kind common kind of the columns; a weight matrix is alone in its group
 */
public record Group(int id, String name, Column.Kind kind, List<Column> columns) {
  public Group {
    columns = List.copyOf(columns);
  }
}

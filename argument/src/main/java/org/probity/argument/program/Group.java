package org.probity.argument.program;

import java.util.List;

/**
 * Columns committed together as one vector: blocks aligned to their own power-of-two size, largest
 * first, cut into rows.
 *
 * @param id position in {@link Program#groups()}
 * @param kind common kind of the columns; a weight matrix is alone in its group, and so is a port
 * @param items of a port: how many parts along its first axis are committed one by one, each in
 *     whole rows of its own as if it were a port alone; 1 for the port as a whole, and for all
 *     other kinds
 */
public record Group(int id, String name, Column.Kind kind, List<Column> columns, int items) {
  public Group {
    columns = List.copyOf(columns);
    boolean divided =
        kind == Column.Kind.PORT && columns.size() == 1 && columns.get(0).shape().size(0) == items;
    if (items != 1 && !divided) {
      throw new IllegalArgumentException(
          "group " + name + " does not have " + items + " items along its first axis");
    }
  }

  /** Columns that are committed as a whole. */
  public Group(int id, String name, Column.Kind kind, List<Column> columns) {
    this(id, name, kind, columns, 1);
  }

  /** One item alone, as a port of its own with the same name. */
  Group item() {
    if (items == 1) {
      return this;
    }
    List<Integer> sizes = columns.get(0).shape().sizes();
    Shape shape = new Shape(sizes.subList(1, sizes.size()));
    return new Group(id, name, kind, List.of(new Column(0, name, kind, shape)));
  }
}

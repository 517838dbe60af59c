package org.probity.argument.program;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Decides which columns are committed together. */
final class Groups {
  private Groups() {}

  /**
   * One group for each weight matrix and each port, one for all weight vectors, one for all witness
   * columns; inside a group the largest blocks come first, so that every block is aligned.
   *
   * @param items how many parts of each port are committed one by one
   */
  static List<Group> arrange(List<Column> columns, int items) {
    List<Group> groups = new ArrayList<>();
    for (Column column : columns) {
      if (column.kind() == Column.Kind.WEIGHT_MATRIX || column.kind() == Column.Kind.PORT) {
        int parts = column.kind() == Column.Kind.PORT ? items : 1;
        groups.add(new Group(groups.size(), column.name(), column.kind(), List.of(column), parts));
      }
    }
    addBundle(groups, "all weight vectors", Column.Kind.WEIGHT_VECTOR, columns);
    addBundle(groups, "witness", Column.Kind.WITNESS, columns);
    return groups;
  }

  private static void addBundle(
      List<Group> groups, String name, Column.Kind kind, List<Column> columns) {
    List<Column> members =
        columns.stream()
            .filter(c -> c.kind() == kind)
            .sorted(
                Comparator.comparingInt((Column c) -> -c.shape().bits())
                    .thenComparingInt(Column::id))
            .toList();
    if (!members.isEmpty()) {
      groups.add(new Group(groups.size(), name, kind, members));
    }
  }
}

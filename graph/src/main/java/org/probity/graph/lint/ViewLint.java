package org.probity.graph.lint;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.probity.graph.AxisIndex;
import org.probity.graph.Shapes;
import org.probity.graph.View;

/**
 * Rejects views that do not fit their source and their reader. What passes addresses cells of the
 * source or nothing, and its arithmetic fits a long.
 */
final class ViewLint {
  /** Limit on the magnitude of strides, offsets and divisors. */
  static final int MAX_STEP = 1 << 28;

  /** Limit on the entries of all tables of a graph together. */
  static final long MAX_TOTAL_TABLES = 1L << 24;

  private long tableEntries;

  /**
   * Checks one view.
   *
   * @param reader name of the node, for messages
   * @param nodeAxes sizes of the node's axes, each at least 1
   * @throws IllegalArgumentException naming the reader and the source
   */
  void check(String reader, View view, List<Integer> nodeAxes, List<Integer> sourceShape) {
    String what = "node " + reader + ": the view of " + view.source();
    Set<Integer> used = new HashSet<>();
    int axis = 0;
    for (AxisIndex entry : view.axes()) {
      int covered = entry.sourceAxes();
      require(
          covered >= 1 && covered <= sourceShape.size() - axis,
          what + " covers more axes than there are");
      for (int a : entry.axes()) {
        require(a >= 0 && a < nodeAxes.size(), what + " reads an axis that the node does not have");
        require(used.add(a), what + " reads an axis twice");
      }
      switch (entry) {
        case AxisIndex.Strided s -> checkStrided(what, s);
        case AxisIndex.Table t ->
            checkTable(what, t, nodeAxes, sourceShape.subList(axis, axis + covered));
      }
      axis += covered;
    }
    require(axis == sourceShape.size(), what + " does not cover all axes");
  }

  private static void checkStrided(String what, AxisIndex.Strided entry) {
    for (int stride : entry.strides()) {
      require(stride != 0, what + " has a stride of zero");
      require(bounded(stride), what + " has a stride that is too large");
    }
    require(bounded(entry.offset()), what + " has an offset that is too large");
    require(entry.divisor() <= MAX_STEP, what + " has a divisor that is too large");
  }

  private static boolean bounded(int step) {
    return step >= -MAX_STEP && step <= MAX_STEP;
  }

  private void checkTable(
      String what, AxisIndex.Table entry, List<Integer> nodeAxes, List<Integer> addressed) {
    long expected = 1;
    for (int a : entry.axes()) {
      expected = Math.min(expected * nodeAxes.get(a), MAX_TOTAL_TABLES + 1);
    }
    require(entry.cells().length == expected, what + " has a table of the wrong size");
    tableEntries += expected;
    require(
        tableEntries <= MAX_TOTAL_TABLES,
        "the tables of the graph's views have more than " + MAX_TOTAL_TABLES + " entries");
    int size = Shapes.size(addressed);
    for (int cell : entry.cells()) {
      require(cell >= -1 && cell < size, what + " has a table entry outside of the source");
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}

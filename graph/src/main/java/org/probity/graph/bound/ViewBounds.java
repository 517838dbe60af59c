package org.probity.graph.bound;

import java.util.List;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;
import org.probity.graph.lint.GraphLint;

/**
 * Whether a view can address a cell outside of its source, where it reads zero. Views are those of
 * a graph that {@link GraphLint} accepts.
 */
public final class ViewBounds {
  private ViewBounds() {}

  /**
   * Whether the view is inside of its source at every cell of the node.
   *
   * @param nodeAxes sizes of the node's axes
   */
  public static boolean alwaysInside(View view, List<Integer> nodeAxes, List<Integer> sourceShape) {
    int axis = 0;
    for (AxisIndex entry : view.axes()) {
      if (!alwaysInside(entry, nodeAxes, sourceShape.get(axis))) {
        return false;
      }
      axis += entry.sourceAxes();
    }
    return true;
  }

  /**
   * Whether one entry is inside of its source at every cell of the node.
   *
   * @param size size of the (first) source axis that the entry addresses
   */
  public static boolean alwaysInside(AxisIndex entry, List<Integer> nodeAxes, int size) {
    return switch (entry) {
      case AxisIndex.Strided s -> alwaysInside(s, nodeAxes, size);
      case AxisIndex.Table t -> alwaysInside(t);
    };
  }

  private static boolean alwaysInside(AxisIndex.Strided entry, List<Integer> nodeAxes, int size) {
    long min = entry.offset();
    long max = entry.offset();
    boolean whole = entry.offset() % entry.divisor() == 0;
    for (int j = 0; j < entry.axes().size(); j++) {
      int steps = nodeAxes.get(entry.axes().get(j)) - 1;
      int stride = entry.strides().get(j);
      long end = (long) stride * steps;
      min += Math.min(end, 0);
      max += Math.max(end, 0);
      whole &= steps == 0 || stride % entry.divisor() == 0;
    }
    return whole && min >= 0 && max / entry.divisor() < size;
  }

  private static boolean alwaysInside(AxisIndex.Table entry) {
    for (int cell : entry.cells()) {
      if (cell < 0) {
        return false;
      }
    }
    return true;
  }
}

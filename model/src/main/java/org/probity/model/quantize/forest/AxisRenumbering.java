package org.probity.model.quantize.forest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.probity.graph.AxisIndex;

/** Indices with other numbers for the axes that they read. */
final class AxisRenumbering {
  private AxisRenumbering() {}

  /** An index with some axes renumbered. */
  static AxisIndex renumbered(AxisIndex index, Map<Integer, Integer> numbers) {
    List<Integer> axes = index.axes().stream().map(a -> numbers.getOrDefault(a, a)).toList();
    return switch (index) {
      case AxisIndex.Strided s -> new AxisIndex.Strided(axes, s.strides(), s.offset(), s.divisor());
      case AxisIndex.Table t -> new AxisIndex.Table(t.sourceAxes(), axes, t.cells());
    };
  }

  /** An index without an axis of size 1. */
  static AxisIndex without(AxisIndex index, int axis) {
    int at = index.axes().indexOf(axis);
    if (at < 0) {
      return index;
    }
    List<Integer> axes = new ArrayList<>(index.axes());
    axes.subList(at, at + 1).clear();
    return switch (index) {
      case AxisIndex.Strided s -> {
        List<Integer> strides = new ArrayList<>(s.strides());
        strides.subList(at, at + 1).clear();
        yield new AxisIndex.Strided(axes, strides, s.offset(), s.divisor());
      }
      case AxisIndex.Table t -> new AxisIndex.Table(t.sourceAxes(), axes, t.cells());
    };
  }
}

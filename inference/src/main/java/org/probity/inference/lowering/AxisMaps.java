package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.argument.program.AxisMap;
import org.probity.graph.AxisIndex;
import org.probity.graph.Shapes;
import org.probity.graph.View;

/** From the views of a graph to those of a program; they address alike. */
final class AxisMaps {
  private AxisMaps() {}

  static List<AxisMap> of(View view) {
    return view.axes().stream().map(AxisMaps::of).toList();
  }

  private static AxisMap of(AxisIndex index) {
    return switch (index) {
      case AxisIndex.Strided(List<Integer> axes, List<Integer> strides, int offset, int divisor) ->
          new AxisMap.Strided(axes, strides, offset, divisor);
      case AxisIndex.Table(int sourceAxes, List<Integer> axes, int[] cells) ->
          new AxisMap.Table(sourceAxes, axes, cells);
    };
  }

  /**
   * A view with some axes of its reader held at an index.
   *
   * @param fixed index by axis
   * @param sizes of all axes
   */
  static View fix(View view, Map<Integer, Integer> fixed, List<Integer> sizes) {
    return new View(
        view.source(), view.axes().stream().map(index -> fix(index, fixed, sizes)).toList());
  }

  private static AxisIndex fix(AxisIndex index, Map<Integer, Integer> fixed, List<Integer> sizes) {
    if (index.axes().stream().noneMatch(fixed::containsKey)) {
      return index;
    }
    return switch (index) {
      case AxisIndex.Strided s -> fix(s, fixed);
      case AxisIndex.Table t -> fix(t, fixed, sizes);
    };
  }

  private static AxisIndex fix(AxisIndex.Strided index, Map<Integer, Integer> fixed) {
    List<Integer> axes = new ArrayList<>();
    List<Integer> strides = new ArrayList<>();
    int offset = index.offset();
    for (int j = 0; j < index.axes().size(); j++) {
      Integer at = fixed.get(index.axes().get(j));
      if (at == null) {
        axes.add(index.axes().get(j));
        strides.add(index.strides().get(j));
      } else {
        offset = Math.addExact(offset, Math.multiplyExact(index.strides().get(j), at));
      }
    }
    return new AxisIndex.Strided(axes, strides, offset, index.divisor());
  }

  private static AxisIndex fix(
      AxisIndex.Table table, Map<Integer, Integer> fixed, List<Integer> sizes) {
    List<Integer> free = table.axes().stream().filter(a -> !fixed.containsKey(a)).toList();
    int[] cells = new int[Shapes.size(free.stream().map(sizes::get).toList())];
    int[] index = new int[free.size()];
    for (int i = 0; i < cells.length; i++) {
      int from = 0;
      for (int axis : table.axes()) {
        Integer at = fixed.get(axis);
        from = from * sizes.get(axis) + (at == null ? index[free.indexOf(axis)] : at);
      }
      cells[i] = table.cells()[from];
      for (int d = index.length - 1; d >= 0 && ++index[d] == sizes.get(free.get(d)); d--) {
        index[d] = 0;
      }
    }
    return new AxisIndex.Table(table.sourceAxes(), free, cells);
  }

  /**
   * A strided map summed over all of its axes, as public weights of the column's axis; empty for
   * others.
   *
   * @param size of the column's axis
   */
  static Optional<AxisMap> summed(AxisMap map, List<Integer> sizes, int size) {
    if (!(map instanceof AxisMap.Strided s)) {
      return Optional.empty();
    }
    long[] weights = new long[size];
    int total = s.axes().stream().mapToInt(sizes::get).reduce(1, Math::multiplyExact);
    int[] index = new int[s.axes().size()];
    for (int i = 0; i < total; i++) {
      long at = s.offset();
      for (int j = 0; j < index.length; j++) {
        at += (long) s.strides().get(j) * index[j];
      }
      if (at % s.divisor() == 0 && at >= 0 && at / s.divisor() < size) {
        weights[(int) (at / s.divisor())]++;
      }
      for (int d = index.length - 1; d >= 0 && ++index[d] == sizes.get(s.axes().get(d)); d--) {
        index[d] = 0;
      }
    }
    if (Arrays.stream(weights).allMatch(w -> w == 0)) {
      return Optional.empty();
    }
    return Optional.of(new AxisMap.Weighted(weights));
  }
}

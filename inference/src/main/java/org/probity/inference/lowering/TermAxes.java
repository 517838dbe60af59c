package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Term;

/** Terms under a change of the axes of their expression. */
final class TermAxes {
  private TermAxes() {}

  /** The axes of its expression that a term depends on, ascending. */
  static Set<Integer> of(Term term) {
    Set<Integer> axes = new TreeSet<>();
    switch (term) {
      case Term.OfColumn view -> view.axes().forEach(map -> axes.addAll(map.axes()));
      case Term.Constant constant -> {
        for (int d = 0; d < constant.weights().size(); d++) {
          if (constant.weights().get(d).length > 0) {
            axes.add(d);
          }
        }
      }
      case Term.OfIndex index -> axes.add(index.axis());
    }
    return axes;
  }

  /** The term of an operand over the given ascending axes, on which alone it depends. */
  static Term restricted(Term term, List<Integer> axes) {
    return switch (term) {
      case Term.OfColumn(long coefficient, Column column, List<AxisMap> maps) ->
          new Term.OfColumn(
              coefficient, column, maps.stream().map(m -> renumbered(m, axes)).toList());
      case Term.Constant(long coefficient, List<long[]> weights) ->
          new Term.Constant(coefficient, axes.stream().map(weights::get).toList());
      case Term.OfIndex(long coefficient, int axis) ->
          new Term.OfIndex(coefficient, axes.indexOf(axis));
    };
  }

  /** {@code count} more axes, on which the term does not depend. */
  static Term extended(Term term, int count) {
    return switch (term) {
      case Term.OfColumn view -> view;
      case Term.Constant(long coefficient, List<long[]> weights) -> {
        List<long[]> more = new ArrayList<>(weights);
        for (int i = 0; i < count; i++) {
          more.add(new long[0]);
        }
        yield new Term.Constant(coefficient, more);
      }
      case Term.OfIndex index -> index;
    };
  }

  /**
   * The term with index 0 on an axis of size 1, so that it no longer depends on it; empty if it is
   * zero there.
   */
  static Optional<Term> atZero(Term term, int axis) {
    return switch (term) {
      case Term.OfColumn(long coefficient, Column column, List<AxisMap> maps) ->
          Optional.of(
              new Term.OfColumn(
                  coefficient, column, maps.stream().map(m -> atZero(m, axis)).toList()));
      case Term.Constant(long coefficient, List<long[]> weights) -> {
        List<long[]> rest = new ArrayList<>(weights);
        long[] removed = rest.set(axis, new long[0]);
        long factor = removed.length == 0 ? 1 : removed[0];
        yield Optional.of(new Term.Constant(Exact.multiply(coefficient, factor), rest));
      }
      case Term.OfIndex index -> index.axis() == axis ? Optional.empty() : Optional.of(index);
    };
  }

  /** Index 0 on an axis of size 1: tables keep their cells, strided maps their offset. */
  private static AxisMap atZero(AxisMap map, int axis) {
    int position = map.axes().indexOf(axis);
    if (position < 0) {
      return map;
    }
    List<Integer> axes = without(map.axes(), position);
    return switch (map) {
      case AxisMap.Strided s ->
          new AxisMap.Strided(axes, without(s.strides(), position), s.offset(), s.divisor());
      case AxisMap.Table t -> new AxisMap.Table(t.columnAxes(), axes, t.cells());
      case AxisMap.Weighted weighted -> weighted;
    };
  }

  /** The weighted sum over an axis that the term reads whole. */
  static Term summed(Term term, int axis, long[] weights) {
    if (term instanceof Term.OfColumn(long coefficient, Column column, List<AxisMap> maps)) {
      List<AxisMap> summed = new ArrayList<>(maps);
      int d = maps.indexOf(AxisMap.along(axis));
      boolean once = maps.stream().filter(m -> m.axes().contains(axis)).count() == 1;
      if (d >= 0 && once && plainUpTo(maps, d) && column.shape().size(d) == weights.length) {
        summed.set(d, new AxisMap.Weighted(weights));
        return new Term.OfColumn(coefficient, column, summed);
      }
    }
    throw new IllegalArgumentException("only axes that are read whole are summed");
  }

  /** Whether map d is that of column axis d. */
  private static boolean plainUpTo(List<AxisMap> maps, int d) {
    return maps.subList(0, d).stream().allMatch(m -> m.columnAxes() == 1);
  }

  private static AxisMap renumbered(AxisMap map, List<Integer> axes) {
    List<Integer> numbers = map.axes().stream().map(axes::indexOf).toList();
    return switch (map) {
      case AxisMap.Strided s -> new AxisMap.Strided(numbers, s.strides(), s.offset(), s.divisor());
      case AxisMap.Table t -> new AxisMap.Table(t.columnAxes(), numbers, t.cells());
      case AxisMap.Weighted weighted -> weighted;
    };
  }

  private static List<Integer> without(List<Integer> list, int position) {
    Integer[] kept = new Integer[list.size() - 1];
    Arrays.setAll(kept, i -> list.get(i < position ? i : i + 1));
    return List.of(kept);
  }
}

package org.probity.argument.program;

import java.util.ArrayList;
import java.util.List;

/** One summand of an expression. Axes of the expression that it does not mention are broadcast. */
public sealed interface Term {
  /**
   * {@code coefficient * column[map(index)]}.
   *
   * @param axes maps that together cover the column's axes in order; no expression axis occurs
   *     twice
   */
  record OfColumn(long coefficient, Column column, List<AxisMap> axes) implements Term {
    public OfColumn {
      axes = List.copyOf(axes);
      if (axes.stream().mapToInt(AxisMap::columnAxes).sum() != column.shape().axes()) {
        throw new IllegalArgumentException(
            "view of " + column.name() + " needs maps that cover each axis once");
      }
    }

    /** For each map the sizes of the column axes that it addresses. */
    public List<List<Integer>> groups() {
      List<List<Integer>> groups = new ArrayList<>();
      int first = 0;
      for (AxisMap map : axes) {
        groups.add(column.shape().sizes().subList(first, first + map.columnAxes()));
        first += map.columnAxes();
      }
      return groups;
    }
  }

  /**
   * {@code coefficient * prod_d weights_d[i_d]} with public weights; an empty array stands for all
   * ones.
   *
   * @param weights one array for each axis of the expression
   */
  record Constant(long coefficient, List<long[]> weights) implements Term {
    public Constant {
      weights = List.copyOf(weights);
    }
  }

  /**
   * {@code coefficient * i_axis}: the running index, without an array of its values.
   *
   * @param axis of the expression
   */
  record OfIndex(long coefficient, int axis) implements Term {}

  /** Identity view: column axis d is expression axis d. */
  static Term of(long coefficient, Column column) {
    List<AxisMap> axes = new ArrayList<>();
    for (int d = 0; d < column.shape().axes(); d++) {
      axes.add(AxisMap.along(d));
    }
    return new OfColumn(coefficient, column, axes);
  }

  /** The same constant in every cell of an expression with the given number of axes. */
  static Term constant(long value, int expressionAxes) {
    List<long[]> weights = new ArrayList<>();
    for (int d = 0; d < expressionAxes; d++) {
      weights.add(new long[0]);
    }
    return new Constant(value, weights);
  }
}

package org.probity.argument;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;

/** Values of expressions straight from their definitions, cell by cell. */
public final class Reference {
  private Reference() {}

  /** Row-major multi-index of a cell. */
  public static int[] index(List<Integer> sizes, int cell) {
    int[] index = new int[sizes.size()];
    int rest = cell;
    for (int d = index.length - 1; d >= 0; d--) {
      index[d] = rest % sizes.get(d);
      rest /= sizes.get(d);
    }
    return index;
  }

  /** Value of an expression at an index. */
  public static long value(Expression e, int[] index, Map<Column, int[]> cells) {
    long sum = terms(e.terms(), e.shape().sizes(), index, cells);
    if (e.contraction().isPresent()) {
      Contraction c = e.contraction().get();
      sum += c.coefficient() * contraction(c, e.shape(), index, cells);
    }
    return sum;
  }

  /** The sum of products of a contraction, without its coefficient. */
  public static long contraction(
      Contraction c, Shape outer, int[] index, Map<Column, int[]> cells) {
    Shape summed = new Shape(c.summedSizes());
    List<Integer> sizes = new ArrayList<>(outer.sizes());
    sizes.addAll(c.summedSizes());
    int[] all = java.util.Arrays.copyOf(index, index.length + summed.axes());
    long sum = 0;
    for (int k = 0; k < summed.cells(); k++) {
      System.arraycopy(index(summed.sizes(), k), 0, all, index.length, summed.axes());
      sum += operand(c.left(), sizes, all, cells) * operand(c.right(), sizes, all, cells);
    }
    return sum;
  }

  private static long operand(
      Operand operand, List<Integer> sizes, int[] all, Map<Column, int[]> cells) {
    int[] own = operand.axes().stream().mapToInt(a -> all[a]).toArray();
    return terms(operand.terms(), operand.axes().stream().map(sizes::get).toList(), own, cells);
  }

  private static long terms(
      List<Term> terms, List<Integer> sizes, int[] index, Map<Column, int[]> cells) {
    long sum = 0;
    for (Term term : terms) {
      sum +=
          switch (term) {
            case Term.Constant c -> constant(c, index);
            case Term.OfIndex i -> i.coefficient() * index[i.axis()];
            case Term.OfColumn v ->
                v.coefficient() * view(v, 0, 0, 0, sizes, index, cells.get(v.column()));
          };
    }
    return sum;
  }

  private static long constant(Term.Constant c, int[] index) {
    long value = c.coefficient();
    for (int d = 0; d < index.length; d++) {
      long[] weights = c.weights().get(d);
      value *= weights.length == 0 ? 1 : weights[index[d]];
    }
    return value;
  }

  /**
   * What is left of a view from map {@code g} on, which addresses the column's axes from {@code d}
   * on, at a position over the axes before.
   */
  private static long view(
      Term.OfColumn v, int g, int d, int position, List<Integer> sizes, int[] index, int[] cells) {
    if (g == v.axes().size()) {
      return cells[position];
    }
    AxisMap map = v.axes().get(g);
    int end = 1;
    for (int k = 0; k < map.columnAxes(); k++) {
      end *= v.column().shape().size(d + k);
    }
    int next = d + map.columnAxes();
    int cell;
    switch (map) {
      case AxisMap.Weighted weighted -> {
        long sum = 0;
        for (int i = 0; i < end; i++) {
          sum +=
              weighted.weights()[i] * view(v, g + 1, next, position * end + i, sizes, index, cells);
        }
        return sum;
      }
      case AxisMap.Strided strided -> {
        int sum = strided.offset();
        for (int k = 0; k < strided.axes().size(); k++) {
          sum += strided.strides().get(k) * index[strided.axes().get(k)];
        }
        cell = Math.floorMod(sum, strided.divisor()) == 0 ? sum / strided.divisor() : -1;
      }
      case AxisMap.Table table -> {
        int entry = 0;
        for (int axis : table.axes()) {
          entry = entry * sizes.get(axis) + index[axis];
        }
        cell = table.cells()[entry];
      }
    }
    return cell < 0 || cell >= end
        ? 0
        : view(v, g + 1, next, position * end + cell, sizes, index, cells);
  }
}

package org.probity.argument;

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
    long sum = terms(e.terms(), index, cells);
    if (e.contraction().isPresent()) {
      Contraction c = e.contraction().get();
      sum += c.coefficient() * contraction(c, index, cells);
    }
    return sum;
  }

  /** The sum of products of a contraction, without its coefficient. */
  public static long contraction(Contraction c, int[] index, Map<Column, int[]> cells) {
    Shape summed = new Shape(c.summedSizes());
    int[] all = java.util.Arrays.copyOf(index, index.length + summed.axes());
    long sum = 0;
    for (int k = 0; k < summed.cells(); k++) {
      System.arraycopy(index(summed.sizes(), k), 0, all, index.length, summed.axes());
      sum += operand(c.left(), all, cells) * operand(c.right(), all, cells);
    }
    return sum;
  }

  private static long operand(Operand operand, int[] all, Map<Column, int[]> cells) {
    int[] own = operand.axes().stream().mapToInt(a -> all[a]).toArray();
    return terms(operand.terms(), own, cells);
  }

  private static long terms(List<Term> terms, int[] index, Map<Column, int[]> cells) {
    long sum = 0;
    for (Term term : terms) {
      sum +=
          switch (term) {
            case Term.Constant c -> constant(c, index);
            case Term.OfColumn v -> v.coefficient() * view(v, 0, 0, index, cells.get(v.column()));
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

  private static long view(Term.OfColumn v, int d, int position, int[] index, int[] cells) {
    if (d == v.axes().size()) {
      return cells[position];
    }
    int size = v.column().shape().size(d);
    return switch (v.axes().get(d)) {
      case AxisMap.Along(int axis, int stride, int offset) ->
          view(v, d + 1, position * size + stride * index[axis] + offset, index, cells);
      case AxisMap.Weighted weighted -> {
        long sum = 0;
        for (int i = 0; i < size; i++) {
          sum += weighted.weights()[i] * view(v, d + 1, position * size + i, index, cells);
        }
        yield sum;
      }
    };
  }
}

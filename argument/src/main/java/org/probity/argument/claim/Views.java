package org.probity.argument.claim;

import java.util.List;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;

/**
 * Weights on the axes of a column, induced by weights on the axes of an expression that views it.
 */
public final class Views {
  private Views() {}

  /** Weight on axis {@code d} of the viewed column. */
  public static AxisWeight columnAxis(
      PrimeField field, Term.OfColumn view, int d, List<AxisWeight> axes) {
    Shape shape = view.column().shape();
    int bits = shape.bits(d);
    return switch (view.axes().get(d)) {
      case AxisMap.Along(int axis, int stride, int offset) -> {
        AxisWeight weight = axes.get(axis);
        yield stride == 1 && offset == 0 && weight.bits() == bits
            ? weight
            : scatter(field, weight, bits, stride, offset);
      }
      case AxisMap.Weighted weighted ->
          new AxisWeight.Dense(field, padded(field, weighted.weights(), bits));
    };
  }

  /** {@code u[stride i + offset] = weight[i]}; zero weights beyond the column are cut off. */
  private static AxisWeight scatter(
      PrimeField field, AxisWeight weight, int bits, int stride, int offset) {
    FieldVector from = weight.dense();
    FieldVector to = FieldVector.zeros(field, 1 << bits);
    for (int i = 0; i < from.length(); i++) {
      long index = offset + (long) stride * i;
      if (index < to.length()) {
        to.set((int) index, from.get(i));
      } else if (!from.get(i).isZero()) {
        throw new IllegalStateException("a view leaves its column");
      }
    }
    return new AxisWeight.Dense(field, to);
  }

  private static FieldVector padded(PrimeField field, long[] values, int bits) {
    return FieldVector.ofLongs(field, java.util.Arrays.copyOf(values, 1 << bits));
  }
}

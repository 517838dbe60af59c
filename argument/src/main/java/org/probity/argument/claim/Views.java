package org.probity.argument.claim;

import java.util.Arrays;
import java.util.List;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.argument.program.Addresses;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Shape;

/**
 * Weights on the axes of a column, induced by weights on the axes of an expression that views it: a
 * cell's weight is the sum of the products of weights over all indices that the map sends to it. It
 * falls on real cells only, because the weights on the expression's axes are zero on pad cells and
 * a map addresses no other cell.
 */
public final class Views {
  private Views() {}

  /**
   * Weight on the column axes that one map of a view addresses.
   *
   * @param columnSizes sizes of those axes
   * @param axes weights on all axes of the expression
   */
  public static AxisWeight weight(
      PrimeField field, AxisMap map, List<Integer> columnSizes, List<AxisWeight> axes) {
    return switch (map) {
      case AxisMap.Weighted weighted ->
          dense(field, padded(field, weighted.weights(), columnSizes.get(0)));
      case AxisMap.Strided strided -> {
        int size = columnSizes.get(0);
        if (map.isPlain()) {
          AxisWeight weight = axes.get(strided.axes().get(0));
          if (weight.bits() == Shape.log2Ceil(size)) {
            yield weight.below(size);
          }
        }
        yield scatter(field, map, columnSizes, axes);
      }
      case AxisMap.Table _ -> scatter(field, map, columnSizes, axes);
    };
  }

  private static AxisWeight scatter(
      PrimeField field, AxisMap map, List<Integer> columnSizes, List<AxisWeight> axes) {
    FieldVector from = FieldVector.of(field, field.one());
    List<Integer> sizes = axes.stream().map(a -> a == null ? 1 : a.size()).toList();
    for (int axis : map.axes()) {
      FieldVector weights = axes.get(axis).dense();
      from = outer(from, weights, sizes.get(axis));
    }
    int[] addresses = Addresses.of(map, sizes, columnSizes);
    int[] padded = Addresses.padded(columnSizes);
    FieldVector to = FieldVector.zeros(field, 1 << new Shape(columnSizes).bits());
    boolean[] met = new boolean[to.length()];
    for (int i = 0; i < addresses.length; i++) {
      if (addresses[i] < 0) {
        continue;
      }
      int at = padded[addresses[i]];
      if (met[at]) {
        to.set(at, to.get(at).add(from.get(i)));
      } else {
        met[at] = true;
        to.copyFrom(from, i, at, 1);
      }
    }
    return dense(field, to);
  }

  private static AxisWeight dense(PrimeField field, FieldVector weights) {
    return new AxisWeight.Dense(field, weights, weights.length());
  }

  /** {@code result[i * size + j] = a_i b_j} for {@code j < size}. */
  private static FieldVector outer(FieldVector a, FieldVector b, int size) {
    FieldVector result = FieldVector.zeros(a.field(), Math.multiplyExact(a.length(), size));
    Multilinear.addOuter(result, 0, a.field().one(), a, b.slice(0, size));
    return result;
  }

  private static FieldVector padded(PrimeField field, long[] values, int size) {
    return FieldVector.ofLongs(field, Arrays.copyOf(values, 1 << Shape.log2Ceil(size)));
  }
}

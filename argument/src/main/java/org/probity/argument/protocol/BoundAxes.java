package org.probity.argument.protocol;

import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.integer.IntegerMatrix;

/** Sums an integer tensor over some of its axes under field weights. */
final class BoundAxes {
  private BoundAxes() {}

  /**
   * Sums out the bound axes.
   *
   * @param cells row-major
   * @param sizes of the axes
   * @param weights for each axis its weights on real cells, or null if the axis stays
   * @return the remaining axes, row-major
   */
  static FieldVector fold(
      PrimeField field, int[] cells, List<Integer> sizes, List<FieldVector> weights) {
    int axes = sizes.size();
    int trailing = axes;
    while (trailing > 0 && weights.get(trailing - 1) != null) {
      trailing--;
    }
    int leading = 0;
    while (leading < trailing && weights.get(leading) != null) {
      leading++;
    }
    List<Integer> restSizes;
    List<FieldVector> rest;
    FieldVector folded;
    if (trailing < axes) {
      FieldVector outer = outer(weights.subList(trailing, axes));
      folded =
          IntegerMatrix.dotRows(
              field, cells, 0, cells.length / outer.length(), outer.length(), outer);
      restSizes = sizes.subList(0, trailing);
      rest = weights.subList(0, trailing);
    } else if (leading > 0) {
      FieldVector outer = outer(weights.subList(0, leading));
      folded =
          IntegerMatrix.combineRows(
              field, cells, 0, outer.length(), cells.length / outer.length(), outer, 0);
      restSizes = sizes.subList(leading, axes);
      rest = weights.subList(leading, axes);
    } else {
      folded = FieldVector.ofInts(field, cells, 0, cells.length);
      restSizes = sizes;
      rest = weights;
    }
    return foldRest(field, folded, restSizes, rest);
  }

  private static FieldVector outer(List<FieldVector> weights) {
    FieldVector product = weights.get(0);
    for (int i = 1; i < weights.size(); i++) {
      product = Outer.product(product, weights.get(i));
    }
    return product;
  }

  /** Whatever is still bound lies between free axes; rare, so one axis at a time. */
  private static FieldVector foldRest(
      PrimeField field, FieldVector values, List<Integer> sizes, List<FieldVector> weights) {
    FieldVector current = values;
    for (int d = sizes.size() - 1; d >= 0; d--) {
      if (weights.get(d) == null) {
        continue;
      }
      int inner = 1;
      for (int e = d + 1; e < sizes.size(); e++) {
        inner *= weights.get(e) == null ? sizes.get(e) : 1;
      }
      int size = sizes.get(d);
      int outer = current.length() / (size * inner);
      FieldVector next = FieldVector.zeros(field, outer * inner);
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < inner; i++) {
          FieldElement sum = field.zero();
          for (int k = 0; k < size; k++) {
            FieldElement cell = current.get((o * size + k) * inner + i);
            sum = sum.add(cell.multiply(weights.get(d).get(k)));
          }
          next.set(o * inner + i, sum);
        }
      }
      current = next;
    }
    return current;
  }
}

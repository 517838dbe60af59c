package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.integer.IntegerMatrix;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.multilinear.BoundRound;
import org.probity.algebra.multilinear.Multilinear;

/**
 * The leading rounds of a sumcheck over {@code sum A(i, j) W(i, j)} where A are integers and {@code
 * W = sum_f leading_f (x) row_f}. While only bits of i are bound, the sum over j is {@code sum_f
 * leading_f(i) B_f(i)} with {@code B_f(i) = sum_j A(i, j) row_f(j)}: small integers times field
 * elements, once for each f, and a sumcheck of the length of one column. Neither A nor W is ever
 * written out in field elements; what is left after these rounds has the length of a row.
 */
final class SeparableRounds {
  private final PrimeField field;
  private final int[] cells;
  private final int usedRows;
  private final int rowBits;
  private final List<FieldVector> rows;

  // B_f(i) and leading_f(i) at i * stride + f.
  private final int stride;
  private final FieldVector products;
  private final FieldVector leading;
  private final List<FieldElement> bound = new ArrayList<>();
  private int half;
  private Multilinear.RoundSums sums;

  /**
   * The rounds.
   *
   * @param used cells from here on are zero
   */
  SeparableRounds(PrimeField field, int[] cells, int used, SeparableWeights weights) {
    this.field = field;
    this.cells = cells;
    this.rowBits = weights.rowBits();
    this.usedRows = Math.ceilDiv(used, 1 << rowBits);
    this.rows = weights.rows();
    this.stride = (weights.count() + Kernel.LANES - 1) & -Kernel.LANES;
    int count = cells.length >> rowBits;
    this.products = FieldVector.zeros(field, count * stride);
    this.leading = FieldVector.zeros(field, count * stride);
    List<FieldVector> leadingColumns = weights.leading();
    for (int f = 0; f < rows.size(); f++) {
      FieldVector dots =
          IntegerMatrix.dotRows(field, cells, 0, usedRows, 1 << rowBits, rows.get(f));
      for (int i = 0; i < usedRows; i++) {
        products.copyFrom(dots, i, i * stride + f, 1);
        leading.copyFrom(leadingColumns.get(f), i, i * stride + f, 1);
      }
    }
    this.half = count / 2 * stride;
  }

  /** The inner product, before the first round. */
  FieldElement dot() {
    return products.dot(leading);
  }

  /** The sums of the round to come. */
  Multilinear.RoundSums sums() {
    if (sums == null) {
      sums = Multilinear.productRound(products, leading, half);
    }
    return sums;
  }

  /** Whether only variables of a row are left. */
  boolean done() {
    return half < stride;
  }

  void bind(FieldElement r) {
    bound.add(r);
    if (half > stride) {
      sums = BoundRound.product(products, leading, half, half, r);
    } else {
      Multilinear.fold(leading, half, r);
    }
    half /= 2;
  }

  /** A with its row variables bound, when done. */
  FieldVector boundCells() {
    FieldVector eq = Multilinear.eqTable(field, bound.toArray(FieldElement[]::new));
    return IntegerMatrix.combineRows(field, cells, 0, usedRows, 1 << rowBits, eq, 0);
  }

  /** W with its row variables bound, when done. */
  FieldVector boundWeights() {
    FieldVector sum = FieldVector.zeros(field, 1 << rowBits);
    for (int f = 0; f < rows.size(); f++) {
      sum.addScaled(rows.get(f), leading.get(f));
    }
    return sum;
  }
}

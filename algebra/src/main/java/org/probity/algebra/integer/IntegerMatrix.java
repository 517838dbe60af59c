package org.probity.algebra.integer;

import java.util.Objects;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;

/**
 * A row-major matrix of ints times field vectors: entry (i, j) of a rows x cols matrix stands at
 * offset + i * cols + j.
 */
public final class IntegerMatrix {
  private IntegerMatrix() {}

  /** The cols sums over i of weights[weightsOffset + i] * m(i, j). */
  public static FieldVector combineRows(
      PrimeField f,
      int[] m,
      int offset,
      int rows,
      int cols,
      FieldVector weights,
      int weightsOffset) {
    check(m, offset, rows, cols);
    Objects.checkFromIndexSize(weightsOffset, rows, weights.length());
    FieldVector sum = FieldVector.zeros(f, cols);
    for (int i = 0; i < rows; i++) {
      sum.addScaled(
          FieldVector.ofInts(f, m, offset + i * cols, cols), weights.get(weightsOffset + i));
    }
    return sum;
  }

  /** The rows sums over j of m(i, j) * v[j]. */
  public static FieldVector dotRows(
      PrimeField f, int[] m, int offset, int rows, int cols, FieldVector v) {
    check(m, offset, rows, cols);
    if (v.length() != cols) {
      throw new IllegalArgumentException("vector of " + v.length() + " for " + cols + " columns");
    }
    FieldVector result = FieldVector.zeros(f, rows);
    for (int i = 0; i < rows; i++) {
      result.set(i, FieldVector.ofInts(f, m, offset + i * cols, cols).dot(v));
    }
    return result;
  }

  private static void check(int[] m, int offset, int rows, int cols) {
    if (rows < 0 || cols < 0 || offset < 0 || offset + (long) rows * cols > m.length) {
      throw new IllegalArgumentException(
          rows + " x " + cols + " at " + offset + " of " + m.length + " entries");
    }
  }
}

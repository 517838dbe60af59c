package org.probity.argument.claim;

import java.util.List;
import java.util.Map;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.integer.IntegerMatrix;
import org.probity.argument.program.Column;
import org.probity.argument.program.Shape;

/** The values of public columns, which the verifier evaluates itself. */
public final class PublicColumns {
  private final PrimeField field;
  private final Map<Column, int[]> values;

  public PublicColumns(PrimeField field, Map<Column, int[]> values) {
    this.field = field;
    this.values = Map.copyOf(values);
  }

  /** {@code sum over cells of column[cell] * prod_d axes_d[cell_d]}. */
  FieldElement evaluate(Column column, List<AxisWeight> axes) {
    int[] cells = values.get(column);
    if (cells == null) {
      throw new IllegalArgumentException("no values for public column " + column.name());
    }
    Shape shape = column.shape();
    int last = shape.axes() - 1;
    int rows = shape.cells() / shape.size(last);
    FieldVector folded =
        IntegerMatrix.dotRows(
            field, cells, 0, rows, shape.size(last), prefix(axes.get(last), shape.size(last)));
    for (int d = last - 1; d >= 0; d--) {
      int size = shape.size(d);
      FieldVector weights = prefix(axes.get(d), size);
      rows /= size;
      FieldVector next = FieldVector.zeros(field, rows);
      for (int r = 0; r < rows; r++) {
        next.set(r, folded.slice(r * size, size).dot(weights));
      }
      folded = next;
    }
    return folded.get(0);
  }

  private static FieldVector prefix(AxisWeight weight, int size) {
    FieldVector dense = weight.dense();
    return dense.length() == size ? dense : dense.slice(0, size);
  }
}

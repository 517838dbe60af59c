package org.probity.argument.claim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.integer.IntegerMatrix;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.argument.program.Column;
import org.probity.argument.program.Padding;

/** The values of public columns, which the verifier evaluates itself. */
public final class PublicColumns {
  /** Weights that are multiplied out, so that rows are long enough for the integer kernel. */
  private static final int ROW = 64;

  private final PrimeField field;
  private final Map<Column, int[]> values;
  private final Map<Column, int[]> padded = new HashMap<>();

  public PublicColumns(PrimeField field, Map<Column, int[]> values) {
    this.field = field;
    this.values = Map.copyOf(values);
  }

  /** {@code sum over cells of column[cell] * prod_g axes_g[cell_g]}; see {@link Functional}. */
  FieldElement evaluate(Column column, List<AxisWeight> axes) {
    int[] cells = padded.computeIfAbsent(column, this::pad);
    int last = axes.size() - 1;
    FieldVector row = axes.get(last).dense();
    while (last > 0 && row.length() < ROW) {
      row = outer(axes.get(--last).dense(), row);
    }
    int rows = cells.length / row.length();
    FieldVector folded = IntegerMatrix.dotRows(field, cells, 0, rows, row.length(), row);
    while (--last >= 0) {
      FieldVector weights = axes.get(last).dense();
      FieldVector next = FieldVector.zeros(field, folded.length() / weights.length());
      for (int r = 0; r < next.length(); r++) {
        next.set(r, folded.slice(r * weights.length(), weights.length()).dot(weights));
      }
      folded = next;
    }
    return folded.get(0);
  }

  private static FieldVector outer(FieldVector a, FieldVector b) {
    FieldVector product = FieldVector.zeros(a.field(), a.length() * b.length());
    Multilinear.addOuter(product, 0, a.field().one(), a, b);
    return product;
  }

  private int[] pad(Column column) {
    int[] cells = values.get(column);
    if (cells == null) {
      throw new IllegalArgumentException("no values for public column " + column.name());
    }
    return Padding.pad(column.shape(), cells);
  }
}

package org.probity.argument.claim;

import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.argument.program.Column;

/**
 * {@code coefficient * sum over cells of column[cell] * prod_g axes_g[cell_g]}: a public separable
 * weighting of one committed column. The weights cover the bits of the column's padded axes in
 * order, each those of one axis or of several consecutive ones.
 */
public record Functional(FieldElement coefficient, Column column, List<AxisWeight> axes) {
  public Functional {
    axes = List.copyOf(axes);
  }
}

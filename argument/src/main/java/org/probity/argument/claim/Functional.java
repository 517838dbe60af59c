package org.probity.argument.claim;

import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.argument.program.Column;

/**
 * {@code coefficient * sum over cells of column[cell] * prod_d axes_d[cell_d]}: a public separable
 * weighting of one committed column.
 */
public record Functional(FieldElement coefficient, Column column, List<AxisWeight> axes) {
  public Functional {
    axes = List.copyOf(axes);
  }
}

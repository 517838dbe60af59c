package org.probity.argument.claim;

import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Expression;

/**
 * {@code coefficient * } the contraction of {@code expression}, weighted by {@code axes} (one
 * weight for each axis of the expression).
 */
public record ContractionTerm(
    FieldElement coefficient, Expression expression, List<AxisWeight> axes) {
  public ContractionTerm {
    axes = List.copyOf(axes);
  }

  public Contraction contraction() {
    return expression.contraction().orElseThrow();
  }
}

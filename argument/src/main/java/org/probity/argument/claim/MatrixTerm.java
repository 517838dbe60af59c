package org.probity.argument.claim;

import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.argument.program.Column;

/**
 * {@code coefficient * matrix~(point)}: a plain evaluation of a weight matrix's padded multilinear
 * extension.
 *
 * @param point one sub-point for each axis of the column
 */
public record MatrixTerm(FieldElement coefficient, Column matrix, List<FieldElement[]> point) {
  public MatrixTerm {
    point = List.copyOf(point);
  }

  /** The point in all bits of the column, most significant first. */
  public FieldElement[] flatPoint() {
    return point.stream().flatMap(java.util.Arrays::stream).toArray(FieldElement[]::new);
  }
}

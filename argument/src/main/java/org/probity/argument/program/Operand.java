package org.probity.argument.program;

import java.util.List;

/**
 * One side of a contraction: a linear expression over some of the contraction's axes.
 *
 * @param axes axes of the contraction's index space that this operand depends on, ascending; the
 *     terms' axis numbers are positions in this list
 */
public record Operand(List<Integer> axes, List<Term> terms) {
  public Operand {
    axes = List.copyOf(axes);
    terms = List.copyOf(terms);
  }
}

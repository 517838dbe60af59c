package org.probity.argument.program;

import java.util.List;

/**
 * {@code coefficient * sum_k left * right}. The index space has the axes of the enclosing
 * expression (numbers {@code 0..m-1}) followed by the summed axes (numbers {@code m..}). A side
 * reads the axes that its operand lists, whatever its terms are: a constant side with all summed
 * axes makes sums over windows of the other one. The sumcheck runs over the axes that both sides
 * read, which every summed axis must be; an axis of the expression that one side reads is bound at
 * the claim's point beforehand, and one that neither reads is broadcast.
 *
 * <p>The left side never reads a weight matrix and is masked on all its axes. The right side is
 * either such an expression as well, or exactly one identity-like view (a permutation of axes, each
 * map {@linkplain AxisMap#isPlain plain} and the sizes equal) of a {@link
 * Column.Kind#WEIGHT_MATRIX}. The latter is not masked, so that it stays a plain point claim: pad
 * cells of summed axes are masked by the left side, and on an axis that only the weight reads, pad
 * cells of the result are garbage. That is sound in lookups, whose numerators are masked, and
 * forbidden in equalities unless the size is a power of two.
 */
public record Contraction(
    long coefficient, List<Integer> summedSizes, Operand left, Operand right) {
  public Contraction {
    summedSizes = List.copyOf(summedSizes);
  }
}

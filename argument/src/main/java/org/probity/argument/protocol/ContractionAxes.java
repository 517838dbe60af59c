package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.claim.AxisWeight;
import org.probity.argument.claim.ContractionTerm;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Shape;

/**
 * Which axes of a contraction the sumcheck runs over (those read by both sides, outer ones first),
 * and the weights on each side's axes once it has ended at a point. For an outer axis that both
 * sides read ("batch"), eq of the claim's point goes to the left side, so that everything stays of
 * degree two.
 *
 * @param outer number of axes of the expression
 * @param sizes sizes of all axes, the expression's first
 * @param variables axes of the sumcheck, ascending
 */
record ContractionAxes(int outer, List<Integer> sizes, List<Integer> variables) {

  static ContractionAxes of(ContractionTerm term) {
    return of(term.contraction(), term.expression().shape());
  }

  static ContractionAxes of(Contraction contraction, Shape shape) {
    List<Integer> sizes = new ArrayList<>(shape.sizes());
    int outer = sizes.size();
    sizes.addAll(contraction.summedSizes());
    List<Integer> variables =
        contraction.left().axes().stream().filter(contraction.right().axes()::contains).toList();
    return new ContractionAxes(outer, List.copyOf(sizes), variables);
  }

  /** Number of sumcheck variables. */
  int bits() {
    return variables.stream().mapToInt(a -> Shape.log2Ceil(sizes.get(a))).sum();
  }

  boolean isVariable(int axis) {
    return variables.contains(axis);
  }

  boolean isBatch(int axis) {
    return axis < outer && isVariable(axis);
  }

  /** Weights on the left operand's axes at the end of the sumcheck. */
  List<AxisWeight> leftWeights(PrimeField field, ContractionTerm term, FieldElement[] at) {
    return weights(field, term, term.contraction().left(), at, true);
  }

  /** Weights on the right operand's axes. */
  List<AxisWeight> rightWeights(PrimeField field, ContractionTerm term, FieldElement[] at) {
    return weights(field, term, term.contraction().right(), at, false);
  }

  private List<AxisWeight> weights(
      PrimeField field, ContractionTerm term, Operand operand, FieldElement[] at, boolean left) {
    List<AxisWeight> weights = new ArrayList<>();
    for (int axis : operand.axes()) {
      if (!isVariable(axis)) {
        weights.add(term.axes().get(axis));
        continue;
      }
      FieldElement[] part = part(axis, at);
      if (left && isBatch(axis)) {
        FieldElement[] claimed = ((AxisWeight.Eq) term.axes().get(axis)).point();
        weights.add(new AxisWeight.EqProduct(field, claimed, part, sizes.get(axis)));
      } else {
        weights.add(new AxisWeight.Eq(field, part, sizes.get(axis)));
      }
    }
    return weights;
  }

  private FieldElement[] part(int axis, FieldElement[] at) {
    int position = 0;
    for (int variable : variables) {
      int bits = Shape.log2Ceil(sizes.get(variable));
      if (variable == axis) {
        return java.util.Arrays.copyOfRange(at, position, position + bits);
      }
      position += bits;
    }
    throw new IllegalArgumentException("not a variable");
  }
}

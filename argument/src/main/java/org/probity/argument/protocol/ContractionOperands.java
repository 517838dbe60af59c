package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.claim.AxisWeight;
import org.probity.argument.claim.ContractionTerm;
import org.probity.argument.claim.Views;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;
import org.probity.argument.witness.ColumnValues;

/**
 * The prover's two vectors of one contraction over its sumcheck variables: every other axis is
 * summed under the claim's weights. Pad cells are zero.
 */
final class ContractionOperands {
  private final PrimeField field;
  private final ColumnValues columns;
  private final ContractionTerm term;
  private final ContractionAxes axes;

  ContractionOperands(
      PrimeField field, ColumnValues columns, ContractionTerm term, ContractionAxes axes) {
    this.field = field;
    this.columns = columns;
    this.term = term;
    this.axes = axes;
  }

  /** The left side, with eq of the claim's point on batch axes. */
  FieldVector left() {
    FieldVector vector = side(term.contraction().left());
    FieldVector batch = null;
    for (int axis : axes.variables()) {
      FieldVector factor;
      if (axes.isBatch(axis)) {
        factor = term.axes().get(axis).dense();
      } else {
        factor = FieldVector.zeros(field, 1 << Shape.log2Ceil(axes.sizes().get(axis)));
        factor.fill(0, factor.length(), field.one());
      }
      batch = batch == null ? factor : Outer.product(batch, factor);
    }
    if (batch != null && axes.variables().stream().anyMatch(axes::isBatch)) {
      vector.multiply(vector, batch);
    }
    return vector;
  }

  /** The right side. */
  FieldVector right() {
    return side(term.contraction().right());
  }

  private FieldVector side(Operand operand) {
    FieldVector result = FieldVector.zeros(field, 1 << axes.bits());
    for (Term t : operand.terms()) {
      switch (t) {
        case Term.Constant constant -> addConstant(result, operand, constant);
        case Term.OfColumn view -> addView(result, operand, view);
      }
    }
    return result;
  }

  private void addConstant(FieldVector result, Operand operand, Term.Constant constant) {
    FieldElement scale = field.of(constant.coefficient());
    FieldVector product = null;
    for (int i = 0; i < operand.axes().size(); i++) {
      int axis = operand.axes().get(i);
      int size = axes.sizes().get(axis);
      long[] weights = constant.weights().get(i);
      long[] padded = new long[1 << Shape.log2Ceil(size)];
      for (int k = 0; k < size; k++) {
        padded[k] = weights.length == 0 ? 1 : weights[k];
      }
      FieldVector factor = FieldVector.ofLongs(field, padded);
      if (axes.isVariable(axis)) {
        product = product == null ? factor : Outer.product(product, factor);
      } else {
        scale = scale.multiply(factor.dot(term.axes().get(axis).dense()));
      }
    }
    if (product == null) {
      result.set(0, result.get(0).add(scale));
    } else {
      result.addScaled(product, scale);
    }
  }

  private void addView(FieldVector result, Operand operand, Term.OfColumn view) {
    FieldElement scale = field.of(view.coefficient());
    Shape shape = view.column().shape();
    List<FieldVector> bound = new ArrayList<>();
    int[] freeStride = new int[axes.sizes().size()];
    boolean[] read = new boolean[axes.sizes().size()];
    int stride = 1;
    int start = 0;
    for (int d = shape.axes() - 1; d >= 0; d--) {
      int axis = -1;
      if (view.axes().get(d) instanceof AxisMap.Along along) {
        axis = operand.axes().get(along.axis());
        read[axis] = true;
        if (axes.isVariable(axis)) {
          freeStride[axis] = stride * along.stride();
          start += stride * along.offset();
          stride *= shape.size(d);
          bound.add(0, null);
          continue;
        }
      }
      bound.add(0, boundAxis(operand, view, d));
    }
    for (int axis : operand.axes()) {
      if (!read[axis] && !axes.isVariable(axis)) {
        scale = scale.multiply(term.axes().get(axis).sum());
      }
    }
    FieldVector folded = BoundAxes.fold(field, columns.get(view.column()), shape, bound);
    place(result, folded, scale, freeStride, start);
  }

  /** Weights on a column axis that is summed, cut to its real cells. */
  private FieldVector boundAxis(Operand operand, Term.OfColumn view, int d) {
    List<AxisWeight> weights = new ArrayList<>();
    for (int axis : operand.axes()) {
      weights.add(axes.isVariable(axis) ? null : term.axes().get(axis));
    }
    return Views.columnAxis(field, view, d, weights)
        .dense()
        .slice(0, view.column().shape().size(d));
  }

  /**
   * Adds {@code scale * folded} read with the given strides at every real index of the variables.
   */
  private void place(
      FieldVector result, FieldVector folded, FieldElement scale, int[] strides, int start) {
    List<Integer> variables = axes.variables();
    if (variables.size() == 1
        && start == 0
        && strides[variables.get(0)] == 1
        && folded.length() == axes.sizes().get(variables.get(0))) {
      FieldVector padded = FieldVector.zeros(field, result.length());
      padded.copyFrom(folded, 0, 0, folded.length());
      result.addScaled(padded, scale);
      return;
    }
    Shape shape = new Shape(variables.stream().map(axes.sizes()::get).toList());
    int[] index = new int[variables.size()];
    for (int cell = 0; cell < shape.cells(); cell++) {
      int from = start;
      int to = 0;
      for (int v = 0; v < index.length; v++) {
        from += index[v] * strides[variables.get(v)];
        to = to << shape.bits(v) | index[v];
      }
      result.set(to, result.get(to).add(folded.get(from).multiply(scale)));
      for (int v = index.length - 1; v >= 0; v--) {
        if (++index[v] < shape.size(v)) {
          break;
        }
        index[v] = 0;
      }
    }
  }
}

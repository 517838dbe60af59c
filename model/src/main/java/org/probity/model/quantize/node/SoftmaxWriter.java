package org.probity.model.quantize.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.graph.AxisIndex;
import org.probity.graph.Contract;
import org.probity.graph.Divide;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.calibration.Calibration;
import org.probity.model.quantize.calibration.FineFormats;
import org.probity.model.quantize.draft.Draft;

/**
 * A softmax of wide results from other nodes: {@code m = max_j x_j}, {@code e_j = exp(x_j - m)},
 * {@code s = sum_j e_j}, {@code e_j / s}. One exponential is 1, so that the sum is at least 1.
 */
final class SoftmaxWriter {
  private static final int SUM_BITS = 30;

  private final Draft draft;
  private final FloatNode.Softmax node;
  private final String name;
  private final int size;

  SoftmaxWriter(Draft draft, FloatNode.Softmax node) {
    this.draft = draft;
    this.node = node;
    this.name = node.output();
    this.size = node.shape().get(node.axis());
  }

  /**
   * Adds the nodes.
   *
   * @param input stored tensor
   * @param format of the result: [0, 1]
   */
  Tensor write(Tensor input, Format format) throws ModelException {
    int rank = node.shape().size();
    List<Integer> reduced = new ArrayList<>(node.shape());
    reduced.set(node.axis(), 1);
    View window = new View(input.name(), axes(rank));
    Extremum max = new Extremum(draft.part(name, "maximum"), List.of(size), List.of(window), false);
    Tensor top = draft.stored(max, reduced, input.format());
    Sum.Addend here = new Sum.Addend(View.identity(input.name(), rank), 1);
    Sum.Addend there = new Sum.Addend(new View(top.name(), axes(-1)), -1);
    Tensor below =
        draft.ranged(
            new Sum(draft.part(name, "distance"), List.of(here, there), 0),
            node.shape(),
            input.format().fraction());
    int fraction = Math.min(format.fraction(), SUM_BITS - FineFormats.log2(size));
    Tensor exponential =
        new FunctionInterpolator(draft)
            .apply(
                draft.part(name, "exponential"),
                below,
                new Calibration.Range(-1, 0),
                RealFunction.unary(UnaryOperator.EXP),
                new Format(fraction, 0, 1L << fraction));
    View summed = new View(exponential.name(), axes(rank));
    Tensor total =
        draft.ranged(
            new Contract(draft.part(name, "total"), List.of(size), summed, Optional.empty()),
            reduced,
            fraction);
    Format sums = new Format(fraction, 1L << fraction, (long) size << fraction);
    Tensor sum = draft.rounded(draft.part(name, "sum"), total, RealFunction.X, sums);
    View divisor = new View(sum.name(), axes(-1));
    Divide divide = new Divide(name, exponential.name(), divisor, format.fraction());
    return draft.stored(divide, node.shape(), format);
  }

  /** The softmax's axis at another axis, or at index 0 if that is negative; others as they are. */
  private List<AxisIndex> axes(int other) {
    List<AxisIndex> axes = new ArrayList<>();
    for (int d = 0; d < node.shape().size(); d++) {
      AxisIndex moved = other < 0 ? AxisIndex.at(0) : AxisIndex.along(other);
      axes.add(d == node.axis() ? moved : AxisIndex.along(d));
    }
    return axes;
  }
}

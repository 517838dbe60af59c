package org.probity.graph.bound;

import java.util.List;
import java.util.Map;
import org.probity.graph.Bin;
import org.probity.graph.Contract;
import org.probity.graph.Divide;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.Interpolate;
import org.probity.graph.Node;
import org.probity.graph.NodeAxes;
import org.probity.graph.Parameter;
import org.probity.graph.Ranking;
import org.probity.graph.Requantize;
import org.probity.graph.Rescale;
import org.probity.graph.Select;
import org.probity.graph.Softmax;
import org.probity.graph.Sum;
import org.probity.graph.Tabulate;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.Walk;
import org.probity.graph.lint.GraphLint;

/**
 * The range of what a node computes, over all operands within their declared formats. It depends on
 * declared formats, shapes and views only, never on parameter values, so it discloses nothing about
 * them.
 */
public final class AccumulatorRange {
  /** Accumulators stay within {@code [-2^62, 2^62]}, so that sums of two of them fit a long. */
  public static final int MAX_BITS = 62;

  private AccumulatorRange() {}

  /**
   * The format of a {@link Contract}, {@link Sum} or {@link Divide}, as tight as {@link GraphLint}
   * asks for: a view that reads zero outside adds zero to its range.
   *
   * @param shape shape of the output
   * @param fraction fraction of the output
   * @throws IllegalArgumentException if an end of the range exceeds {@code 2^62}
   */
  public static Format format(
      Node node,
      List<Integer> shape,
      int fraction,
      Map<String, Tensor> tensors,
      Map<String, Parameter> parameters) {
    Interval range = new AccumulatorRange.Operands(tensors, parameters).range(node, shape);
    requireBounded(node, range);
    return new Format(fraction, range.min().longValueExact(), range.max().longValueExact());
  }

  /** Refuses a range of more bits than an accumulator may have. */
  public static void requireBounded(Node node, Interval range) {
    if (!range.withinBits(MAX_BITS)) {
      throw new IllegalArgumentException(
          "accumulator " + node.output() + " could exceed 2^" + MAX_BITS);
    }
  }

  /** What nodes read. */
  public record Operands(Map<String, Tensor> tensors, Map<String, Parameter> parameters) {
    /** The range of a node of a shape. */
    public Interval range(Node node, List<Integer> shape) {
      List<Integer> axes = NodeAxes.sizes(node, shape);
      return switch (node) {
        case Contract n -> {
          Interval product =
              n.right()
                  .map(right -> range(n.left(), axes).times(range(right, axes)))
                  .orElseGet(() -> range(n.left(), axes));
          yield product.times(n.summed().stream().mapToLong(d -> d).reduce(1, Math::multiplyExact));
        }
        case Sum n -> SumRange.of(n, axes, this);
        case Divide n -> {
          Interval dividend = Interval.of(tensors.get(n.dividend()).format());
          yield dividend.dividedBy(Interval.of(format(n.divisor().source())), n.shift());
        }
        case Requantize _,
            Rescale _,
            Tabulate _,
            Interpolate _,
            Extremum _,
            Ranking _,
            Select _,
            Softmax _,
            Bin _,
            Walk _ ->
            throw new IllegalArgumentException(node.output() + " is not an accumulator");
      };
    }

    /** The values that a view can read. */
    public Interval range(View view, List<Integer> nodeAxes) {
      Interval range = Interval.of(format(view.source()));
      return ViewBounds.alwaysInside(view, nodeAxes, shape(view.source()))
          ? range
          : range.withZero();
    }

    /** The format of a tensor or parameter. */
    public Format format(String source) {
      Tensor tensor = tensors.get(source);
      return tensor != null ? tensor.format() : parameters.get(source).format();
    }

    /** The shape of a tensor or parameter. */
    public List<Integer> shape(String source) {
      Tensor tensor = tensors.get(source);
      return tensor != null ? tensor.shape() : parameters.get(source).shape();
    }
  }
}

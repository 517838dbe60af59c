package org.probity.graph.execution;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.Bin;
import org.probity.graph.Contract;
import org.probity.graph.Divide;
import org.probity.graph.Extremum;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Interpolate;
import org.probity.graph.Node;
import org.probity.graph.NodeAxes;
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

/**
 * How much work it is to run a well-formed graph once, for those who run a stranger's. A step is
 * about what it takes to read one operand at one cell of a node; a real function takes {@value
 * #OPERATOR} for each of its operators and operands.
 */
public final class ExecutionSteps {
  private static final int OPERATOR = 16;

  /** To find one of a sorted table of at most 2^28 rows, or a place in a ranking. */
  private static final int SEARCH = 28;

  /** Limit on the cells that are laid out at a time, as for the matrix of a product. */
  private static final long MAX_WIDTH = 1L << 27;

  /** At least so many rows of what a node sums or searches are there at a time. */
  private static final int ROWS = 32;

  private ExecutionSteps() {}

  /**
   * Why a run takes too much; empty if it does not.
   *
   * @param graph that {@code GraphLint} has let through, so that no count leaves 62 bits
   * @param bits binary logarithm of the number of steps that are allowed
   */
  public static Optional<String> fault(IntegerGraph graph, int bits) {
    Map<String, Tensor> tensors = graph.tensorsByName();
    long steps = 0;
    for (Node node : graph.nodes()) {
      Tensor out = tensors.get(node.output());
      steps += steps(node, out);
      if (steps > 1L << bits) {
        return Optional.of("more than 2^%d steps, with node '%s'".formatted(bits, node.output()));
      }
      if (width(node, out) > MAX_WIDTH) {
        return Optional.of("more than 2^27 cells at a time at node '%s'".formatted(node.output()));
      }
    }
    return Optional.empty();
  }

  private static long steps(Node node, Tensor out) {
    long cells = product(NodeAxes.sizes(node, out.shape()));
    long read = cells * NodeAxes.views(node, out.rank()).size();
    return read
        + switch (node) {
          case Requantize n -> (long) out.size() * OPERATOR * n.function().nodes();
          case Interpolate _, Softmax _ -> (long) out.size() * OPERATOR;
          case Ranking _ -> cells * SEARCH;
          case Bin _ -> (long) out.size() * SEARCH;
          case Walk n -> (long) out.size() * n.depth();
          case Contract _, Sum _, Rescale _, Tabulate _, Divide _, Extremum _, Select _ -> 0;
        };
  }

  /** Views may make much of little: they repeat what they read. */
  private static long width(Node node, Tensor out) {
    List<Integer> axes = NodeAxes.sizes(node, out.shape());
    long own = product(NodeAxes.own(node));
    long width = own * ROWS;
    if (node instanceof Contract(_, _, _, Optional<View> right) && right.isPresent()) {
      IntStream lines =
          IntStream.range(0, out.rank())
              .filter(axis -> right.get().axes().stream().anyMatch(e -> e.axes().contains(axis)));
      width = Math.max(width, own * product(lines.mapToObj(axes::get).toList()));
    }
    for (View view : NodeAxes.views(node, out.rank())) {
      for (AxisIndex entry : view.axes()) {
        // Where it can read outside, its cells are listed.
        width = Math.max(width, product(entry.axes().stream().distinct().map(axes::get).toList()));
      }
    }
    return width;
  }

  private static long product(List<Integer> sizes) {
    return sizes.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }
}

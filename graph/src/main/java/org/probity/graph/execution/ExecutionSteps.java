package org.probity.graph.execution;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private ExecutionSteps() {}

  /**
   * The first node with which a run takes more steps than that; empty if it does not.
   *
   * @param graph that {@code GraphLint} has let through, so that no count leaves 62 bits
   */
  public static Optional<Node> beyond(IntegerGraph graph, long limit) {
    Map<String, Tensor> tensors = graph.tensorsByName();
    long steps = 0;
    for (Node node : graph.nodes()) {
      steps += of(node, tensors.get(node.output()));
      if (steps > limit) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }

  private static long of(Node node, Tensor out) {
    List<Integer> axes = NodeAxes.sizes(node, out.shape());
    long cells = axes.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
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
}

package org.probity.model.quantize.width;

import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;

/** How much running a float graph takes, to bound searches by; a number of the graph alone. */
public final class Work {
  private Work() {}

  /** Cells over all axes of all nodes. */
  public static long of(FloatGraph graph) {
    long cells = 0;
    for (FloatNode node : graph.nodes()) {
      long product = node.shape().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
      if (node instanceof FloatNode.Contract c) {
        product *= c.summed().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
      }
      cells += product;
    }
    return cells;
  }
}

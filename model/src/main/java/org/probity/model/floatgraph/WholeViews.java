package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.List;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;

/**
 * Views that read a tensor as it is become identities in form as well: an axis of one cell may be
 * addressed by a fixed index.
 */
final class WholeViews implements Rewrite {
  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    GraphIndex index = new GraphIndex(graph);
    List<FloatNode> nodes = new ArrayList<>();
    boolean changed = false;
    for (FloatNode node : graph.nodes()) {
      FloatNode next =
          FloatNodes.withViews(
              node,
              v ->
                  // A forest reads no axis of its results, even if that has one cell.
                  !(node instanceof FloatNode.Forest)
                          && isWhole(v, node.shape(), index.shape(v.source()))
                      ? View.identity(v.source(), node.shape().size())
                      : v);
      changed |= !next.equals(node);
      nodes.add(next);
    }
    return changed
        ? new FloatGraph(graph.inputs(), graph.outputs(), graph.constants(), nodes)
        : graph;
  }

  private static boolean isWhole(View view, List<Integer> shape, List<Integer> source) {
    if (!shape.equals(source) || view.axes().size() != shape.size()) {
      return false;
    }
    for (int d = 0; d < shape.size(); d++) {
      AxisIndex entry = view.axes().get(d);
      boolean one = shape.get(d) == 1 && entry.equals(AxisIndex.at(0));
      if (!one && !entry.equals(AxisIndex.along(d))) {
        return false;
      }
    }
    return true;
  }
}

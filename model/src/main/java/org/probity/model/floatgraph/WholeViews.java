package org.probity.model.floatgraph;

import java.util.List;
import java.util.stream.IntStream;
import org.probity.model.graph.AxisIndex;
import org.probity.model.graph.View;

/**
 * One spelling for what is read whole: broadcasting reads an axis of size 1 at index 0, which under
 * a reader with the same axis is the identity. Only identities can be accumulators' views, so the
 * other spelling would cost a stored copy.
 */
final class WholeViews implements Rewrite {
  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    GraphIndex index = new GraphIndex(graph);
    List<FloatNode> nodes =
        graph.nodes().stream()
            .map(node -> FloatNodes.withViews(node, view -> whole(view, node, index)))
            .toList();
    return nodes.equals(graph.nodes())
        ? graph
        : new FloatGraph(graph.inputs(), graph.outputs(), graph.constants(), nodes);
  }

  private static View whole(View view, FloatNode node, GraphIndex index) {
    List<Integer> shape = node.shape();
    boolean sameCells =
        shape.equals(index.shape(view.source()))
            && view.axes().size() == shape.size()
            && IntStream.range(0, shape.size())
                .allMatch(d -> readsAlong(view.axes().get(d), d, shape.get(d)));
    return sameCells ? View.identity(view.source(), shape.size()) : view;
  }

  private static boolean readsAlong(AxisIndex entry, int axis, int size) {
    return entry.equals(AxisIndex.along(axis)) || size == 1 && entry.equals(AxisIndex.at(0));
  }
}

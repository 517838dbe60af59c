package org.probity.model.floatgraph;

import java.util.List;

/** A selection from data that are the same for every index is no selection. */
final class SelectionFolding implements Rewrite {
  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    List<FloatNode> nodes = graph.nodes().stream().map(n -> folded(n, notes)).toList();
    return nodes.equals(graph.nodes())
        ? graph
        : new FloatGraph(graph.inputs(), graph.outputs(), graph.constants(), nodes);
  }

  private static FloatNode folded(FloatNode node, Notes notes) {
    if (node instanceof FloatNode.Select s
        && s.data().axes().stream().noneMatch(e -> e.axes().contains(s.shape().size()))) {
      notes.add("selection without a choice dropped", s.output());
      return new FloatNode.Layout(s.output(), s.shape(), s.data());
    }
    return node;
  }
}

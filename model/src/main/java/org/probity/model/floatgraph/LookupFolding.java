package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** A function of what was looked up, if nothing else reads that, is computed by the lookup. */
final class LookupFolding implements Rewrite {
  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    GraphIndex index = new GraphIndex(graph);
    Map<String, FloatNode.Lookup> lookups = new HashMap<>();
    List<FloatNode> nodes = new ArrayList<>();
    boolean changed = false;
    for (FloatNode node : graph.nodes()) {
      FloatNode folded = node;
      FloatNode.Lookup inner =
          node.views().size() == 1 ? lookups.get(node.views().getFirst().source()) : null;
      DoubleUnaryOperator outer = inner == null ? null : function(node);
      if (outer != null
          && index.hasOneReader(inner.output())
          && ViewComposition.isWhole(node.views().getFirst(), node.shape(), inner.shape())) {
        folded =
            new FloatNode.Lookup(
                node.output(), node.shape(), inner.input(), inner.mapping().then(outer));
        nodes.remove(inner);
        changed = true;
        notes.add("function of looked-up values tabulated", node.output());
      }
      if (folded instanceof FloatNode.Lookup lookup) {
        lookups.put(lookup.output(), lookup);
      }
      nodes.add(folded);
    }
    return changed
        ? new FloatGraph(graph.inputs(), graph.outputs(), graph.constants(), nodes)
        : graph;
  }

  /** What a node makes of each entry of its only operand; null if it is no such node. */
  private static DoubleUnaryOperator function(FloatNode node) {
    return switch (node) {
      case FloatNode.Lookup l -> l.mapping()::at;
      case FloatNode.Apply a -> a.function()::at;
      case FloatNode.Combine c -> x -> c.terms().getFirst().coefficient() * x + c.constant();
      case FloatNode.Contract _,
          FloatNode.Rescale _,
          FloatNode.Tabulate _,
          FloatNode.Divide _,
          FloatNode.Extremum _,
          FloatNode.Ranking _,
          FloatNode.Select _,
          FloatNode.Forest _,
          FloatNode.Softmax _,
          FloatNode.Layout _ ->
          null;
    };
  }
}

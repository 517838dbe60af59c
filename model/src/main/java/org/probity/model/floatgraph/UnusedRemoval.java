package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.graph.View;

/** Drops nodes and constants that no output depends on. */
final class UnusedRemoval implements Rewrite {
  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    Set<String> needed = new HashSet<>();
    graph.outputs().forEach(port -> needed.add(port.tensor()));
    List<FloatNode> kept = new ArrayList<>();
    for (FloatNode node : graph.nodes().reversed()) {
      if (needed.contains(node.output())) {
        kept.add(node);
        node.views().stream().map(View::source).forEach(needed::add);
      }
    }
    Map<String, Constant> constants = new HashMap<>(graph.constants());
    constants.keySet().retainAll(needed);
    boolean same =
        kept.size() == graph.nodes().size() && constants.size() == graph.constants().size();
    return same
        ? graph
        : new FloatGraph(graph.inputs(), graph.outputs(), constants, kept.reversed());
  }
}

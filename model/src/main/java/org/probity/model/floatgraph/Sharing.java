package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.probity.graph.View;

/** Keeps one of equal constants, and one of nodes that compute the same. */
final class Sharing implements Rewrite {
  /** A constant's content, compared by value. */
  private record Content(List<Integer> shape, double[] values) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Content c && shape.equals(c.shape) && Arrays.equals(values, c.values);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(values);
    }
  }

  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    Map<String, String> names = new HashMap<>();
    Map<Content, String> contents = new HashMap<>();
    // In the order of names, so that the result does not depend on that of a hash map.
    for (Map.Entry<String, Constant> e : new TreeMap<>(graph.constants()).entrySet()) {
      Content content = new Content(e.getValue().shape(), e.getValue().values());
      String first = contents.putIfAbsent(content, e.getKey());
      if (first != null) {
        names.put(e.getKey(), first);
      }
    }
    GraphIndex index = new GraphIndex(graph);
    Map<FloatNode, String> seen = new HashMap<>();
    List<FloatNode> kept = new ArrayList<>();
    for (FloatNode node : graph.nodes()) {
      FloatNode renamed =
          FloatNodes.withViews(
              node, v -> new View(names.getOrDefault(v.source(), v.source()), v.axes()));
      String first = seen.putIfAbsent(FloatNodes.renamed(renamed, ""), node.output());
      if (first == null || index.isOutput(node.output())) {
        kept.add(renamed);
      } else {
        names.put(node.output(), first);
        notes.add("computed once instead of twice", node.output());
      }
    }
    if (names.isEmpty()) {
      return graph;
    }
    Map<String, Constant> constants = new HashMap<>(graph.constants());
    constants.keySet().removeAll(names.keySet());
    graph
        .outputs()
        .forEach(
            port -> {
              Constant c = graph.constants().get(port.tensor());
              if (c != null) {
                constants.put(port.tensor(), c);
              }
            });
    return new FloatGraph(graph.inputs(), graph.outputs(), constants, kept);
  }
}

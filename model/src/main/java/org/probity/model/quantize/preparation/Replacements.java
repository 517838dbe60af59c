package org.probity.model.quantize.preparation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.probity.graph.View;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.Mapping;

/**
 * Lookups that replace some numbers and leave the others become sums: {@code x} plus what is
 * missing to the replacement. An input that something computes with is never NaN, for a fixed-point
 * number is not: NaN is not looked for.
 */
final class Replacements {
  private Replacements() {}

  static FloatGraph apply(FloatGraph graph) {
    List<FloatNode> nodes = new ArrayList<>();
    for (FloatNode node : graph.nodes()) {
      if (node instanceof FloatNode.Lookup lookup && lookup.mapping().replaces()) {
        replace(lookup, nodes);
      } else {
        nodes.add(node);
      }
    }
    return nodes.size() == graph.nodes().size() && nodes.equals(graph.nodes())
        ? graph
        : new FloatGraph(graph.inputs(), graph.outputs(), graph.constants(), nodes);
  }

  private static void replace(FloatNode.Lookup node, List<FloatNode> nodes) {
    Mapping mapping = node.mapping();
    double[] keys = Arrays.stream(mapping.keys()).filter(Double::isFinite).toArray();
    if (keys.length == 0) {
      nodes.add(new FloatNode.Layout(node.output(), node.shape(), node.input()));
      return;
    }
    double[] differences = Arrays.stream(keys).map(k -> mapping.at(k) - k).toArray();
    String name = node.output() + "/difference";
    FloatNode difference =
        new FloatNode.Lookup(name, node.shape(), node.input(), Mapping.of(keys, differences, 0));
    nodes.add(difference);
    nodes.add(
        new FloatNode.Combine(
            node.output(),
            node.shape(),
            List.of(
                new FloatNode.Combine.Term(1, node.input()),
                new FloatNode.Combine.Term(1, View.identity(name, node.shape().size()))),
            0));
  }
}

package org.probity.model.floatgraph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model on one row in real numbers: ports and nodes in execution order. Contains the weights. */
public record FloatGraph(List<FloatPort> inputs, List<FloatPort> outputs, List<FloatNode> nodes) {
  public FloatGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
  }

  /** The number of entries of every tensor, by name, in order of definition. */
  public Map<String, Integer> sizes() {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (FloatPort port : inputs) {
      long size = port.shape().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
      sizes.put(port.tensor(), Math.toIntExact(size));
    }
    for (FloatNode node : nodes) {
      sizes.put(node.output(), node.outputSize(sizes.get(node.inputs().getFirst())));
    }
    return sizes;
  }
}

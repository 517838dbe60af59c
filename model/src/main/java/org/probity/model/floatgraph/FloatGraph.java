package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model in real numbers: ports, constants by name, and nodes in execution order. Contains the
 * weights. Names are unique over tensors and constants.
 */
public record FloatGraph(
    List<FloatPort> inputs,
    List<FloatPort> outputs,
    Map<String, Constant> constants,
    List<FloatNode> nodes) {
  public FloatGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    constants = Map.copyOf(constants);
    nodes = List.copyOf(nodes);
  }

  /** The shapes of all tensors, by name, in order of definition; without constants. */
  public Map<String, List<Integer>> shapes() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    inputs.forEach(port -> shapes.put(port.tensor(), port.tensorShape()));
    nodes.forEach(node -> shapes.put(node.output(), node.shape()));
    return shapes;
  }

  @Override
  public String toString() {
    return "FloatGraph[" + inputs + " -> " + outputs + ", " + new ArrayList<>(nodes) + "]";
  }
}

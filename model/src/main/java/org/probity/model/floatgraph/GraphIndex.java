package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.graph.View;

/** Who defines and who reads the tensors of a float graph. */
final class GraphIndex {
  private final Map<String, FloatNode> producers = new HashMap<>();
  private final Map<String, List<FloatNode>> readers = new HashMap<>();
  private final Set<String> outputs = new HashSet<>();
  private final Map<String, List<Integer>> shapes;
  private final Map<String, Constant> constants;

  GraphIndex(FloatGraph graph) {
    constants = graph.constants();
    shapes = new HashMap<>(graph.shapes());
    constants.forEach((name, c) -> shapes.put(name, c.shape()));
    graph.outputs().forEach(port -> outputs.add(port.tensor()));
    for (FloatNode node : graph.nodes()) {
      producers.put(node.output(), node);
      node.views().stream()
          .map(View::source)
          .distinct()
          .forEach(t -> readers.computeIfAbsent(t, _ -> new ArrayList<>()).add(node));
    }
  }

  /** The node that defines a tensor, or null for inputs and constants. */
  FloatNode producer(String tensor) {
    return producers.get(tensor);
  }

  /** The nodes that read a tensor or constant. */
  List<FloatNode> readers(String tensor) {
    return readers.getOrDefault(tensor, List.of());
  }

  boolean isOutput(String tensor) {
    return outputs.contains(tensor);
  }

  /** Whether one node reads a tensor and no port does. */
  boolean hasOneReader(String tensor) {
    return readers(tensor).size() == 1 && !isOutput(tensor);
  }

  boolean isConstant(String name) {
    return constants.containsKey(name);
  }

  List<Integer> shape(String name) {
    return shapes.get(name);
  }
}

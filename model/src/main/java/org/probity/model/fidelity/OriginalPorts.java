package org.probity.model.fidelity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;

/**
 * What the numbers at an original's ports stand for.
 *
 * @param shapes shapes of inputs by name, for those with dynamic dimensions
 * @param labels names of the classes that an output of labels gives, by output
 * @param texts the texts of the samples
 */
record OriginalPorts(
    Map<String, List<Long>> shapes, Map<String, List<String>> labels, Texts texts) {
  OriginalPorts {
    shapes = Map.copyOf(shapes);
    labels = Map.copyOf(labels);
  }

  /** Of a model of numbers. */
  static OriginalPorts of(Map<String, List<Long>> shapes) {
    return new OriginalPorts(shapes, Map.of(), new Texts());
  }

  /** Of an imported model. */
  static OriginalPorts of(FloatGraph graph, Texts texts) {
    return of(graph.inputs(), graph.outputs(), texts);
  }

  /** Of some inputs and outputs of imported parts. */
  static OriginalPorts of(List<FloatPort> inputs, List<FloatPort> outputs, Texts texts) {
    Map<String, List<Long>> shapes = new HashMap<>();
    inputs.forEach(port -> shapes.put(port.name(), port.shape()));
    Map<String, List<String>> labels = new HashMap<>();
    outputs.forEach(port -> labels.put(port.name(), port.labels()));
    return new OriginalPorts(shapes, labels, texts);
  }

  /** The names of an output's classes; empty if it gives no labels or none with names. */
  Optional<List<String>> labels(String output) {
    return Optional.ofNullable(labels.get(output)).filter(names -> !names.isEmpty());
  }
}

package org.probity.model.fidelity;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;

/**
 * The imported model run in double precision by Probity itself, for originals that ONNX Runtime
 * does not run. It shows what rounding to integers costs, but would share an error of the importer.
 */
public final class FloatGraphReference implements Reference {
  private final FloatGraph graph;
  private final String reason;
  private final Set<String> labels;

  /**
   * A graph as its own original.
   *
   * @param reason why it is not another one that is run, for the report
   */
  public FloatGraphReference(FloatGraph graph, String reason) {
    this.graph = graph;
    this.reason = reason;
    this.labels =
        graph.outputs().stream()
            .filter(port -> port.integer() || !port.labels().isEmpty())
            .map(FloatPort::name)
            .collect(Collectors.toSet());
  }

  @Override
  public String name() {
    return "Probity in double precision (" + reason + ")";
  }

  @Override
  public boolean isLabel(String output) {
    return labels.contains(output);
  }

  @Override
  public Map<String, double[]> run(Map<String, double[]> inputs) throws ModelException {
    try {
      Map<String, double[]> values = FloatExecutor.run(graph, inputs);
      Map<String, double[]> outputs = new HashMap<>();
      graph.outputs().forEach(port -> outputs.put(port.name(), values.get(port.tensor())));
      return outputs;
    } catch (IllegalArgumentException e) {
      throw new ModelException("the imported model cannot be run: " + e.getMessage(), e);
    }
  }
}

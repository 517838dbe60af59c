package org.probity.model.fidelity;

import java.util.HashMap;
import java.util.Map;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;

/**
 * The model as it was imported, run in double precision by our own executor: for files that ONNX
 * Runtime refuses. It cannot find a mistake of the importer, and its name says so.
 */
public final class FloatReference implements Reference {
  private final FloatGraph graph;
  private final String reason;

  /**
   * A reference.
   *
   * @param reason why the original itself is not run
   */
  public FloatReference(FloatGraph graph, String reason) {
    this.graph = graph;
    this.reason = reason;
  }

  @Override
  public String name() {
    return "the model as imported, in double precision (" + reason + ")";
  }

  @Override
  public Map<String, double[]> run(Map<String, double[]> inputs) throws ModelException {
    Map<String, double[]> tensors;
    try {
      tensors = FloatExecutor.run(graph, inputs);
    } catch (IllegalArgumentException e) {
      throw new ModelException(e.getMessage(), e);
    }
    Map<String, double[]> outputs = new HashMap<>();
    graph.outputs().forEach(port -> outputs.put(port.name(), tensors.get(port.tensor())));
    return outputs;
  }

  @Override
  public boolean isLabel(String output) {
    return graph.outputs().stream().anyMatch(p -> p.name().equals(output) && p.integer());
  }
}

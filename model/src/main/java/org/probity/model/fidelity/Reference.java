package org.probity.model.fidelity;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.model.ModelException;
import org.probity.model.ModelFormat;
import org.probity.model.floatgraph.FloatGraph;

/** The original model, as something that can be run. */
public interface Reference extends AutoCloseable {
  /**
   * The model of a file, run by ONNX Runtime with the shapes of the imported graph. A model that is
   * not ONNX, or that ONNX Runtime refuses, is run by {@link FloatGraphReference}, whose name says
   * so.
   *
   * @throws ModelException if ONNX Runtime cannot be loaded
   */
  static Reference open(Path model, FloatGraph graph) throws ModelException {
    ModelFormat format = ModelFormat.of(model);
    if (format != ModelFormat.ONNX) {
      return new FloatGraphReference(graph, "read from " + format + "'s own file");
    }
    Map<String, List<Long>> shapes = new HashMap<>();
    graph.inputs().forEach(port -> shapes.put(port.name(), port.shape()));
    try {
      return OnnxRuntimeReference.open(model, shapes);
    } catch (ModelException e) {
      if (e.getCause() instanceof OrtException) {
        return new FloatGraphReference(graph, "ONNX Runtime refuses the model");
      }
      throw e;
    }
  }

  /** What runs it, for the report. */
  String name();

  /**
   * The real outputs by port name, row-major. Outputs that are no tensors of numbers are left out.
   *
   * @param inputs row-major real entries by name of the input port
   */
  Map<String, double[]> run(Map<String, double[]> inputs) throws ModelException;

  /**
   * Whether the entries of an output are labels rather than quantities, as far as the original
   * says: a wide integer type or a boolean.
   */
  default boolean isLabel(String output) {
    return false;
  }

  @Override
  default void close() throws ModelException {}
}

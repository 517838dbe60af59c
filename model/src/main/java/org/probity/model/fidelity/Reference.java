package org.probity.model.fidelity;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    return open(model, graph, new Texts());
  }

  /**
   * The same for samples with texts.
   *
   * @param texts all texts of the samples
   * @throws ModelException if ONNX Runtime cannot be loaded
   */
  static Reference open(Path model, FloatGraph graph, Texts texts) throws ModelException {
    return open(model, Optional.empty(), graph, List.of(), texts);
  }

  /**
   * The same for a part of a file, from the file's own inputs to the results of the part.
   *
   * @param before from the inputs to the part, unless it starts there
   * @param part the part
   * @param shown tensors of the file that are results of the part and not of the file
   * @throws ModelException if ONNX Runtime cannot be loaded
   */
  static Reference open(
      Path model, Optional<FloatGraph> before, FloatGraph part, List<String> shown, Texts texts)
      throws ModelException {
    ModelFormat format = ModelFormat.of(model);
    if (format != ModelFormat.ONNX) {
      return new FloatGraphReference(part, "read from " + format + "'s own file");
    }
    OriginalPorts ports = OriginalPorts.of(before.orElse(part).inputs(), part.outputs(), texts);
    try {
      return shown.isEmpty()
          ? OnnxRuntimeReference.open(model, ports)
          : OnnxRuntimeReference.open(model, ports, shown);
    } catch (ModelException e) {
      if (e.getCause() instanceof OrtException) {
        Reference reference = new FloatGraphReference(part, "ONNX Runtime refuses the model");
        return before.<Reference>map(b -> new ChainedReference(b, reference)).orElse(reference);
      }
      throw e;
    }
  }

  /** What runs it, for the report. */
  String name();

  /**
   * The outputs by port name, row-major, as numbers: labels as indices of the names that the
   * imported port has for them (-1 for others), texts as their numbers, maps from classes to scores
   * as rows of scores. Other outputs are left out.
   *
   * @param inputs row-major entries by name of the input port; texts as their numbers
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

package org.probity.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.probity.cli.input.InputFile;
import org.probity.cli.input.Sample;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.model.ModelImporter;
import org.probity.model.fidelity.Fidelity;
import org.probity.model.fidelity.FidelityOptions;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.Reference;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.Simplified;
import org.probity.model.graph.Parameter;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;

/** What becomes of an ONNX file: a registration, and how close it is to the original. */
record RegisteredModel(Registration registration, FidelityReport fidelity) {
  /** Prints whole stack traces, about what comes as an exception as well. */
  private static final Logger ONNX_RUNTIME = Logger.getLogger("ai.onnxruntime");

  static {
    ONNX_RUNTIME.setLevel(Level.OFF);
  }

  /** The way of a model: import, quantise, register, compare with the original. */
  static RegisteredModel of(
      Path model,
      Path calibration,
      ImportOptions importing,
      QuantizerOptions options,
      FidelityOptions reporting)
      throws Exception {
    ModelFolder.requireFile(model);
    Simplified imported = ModelImporter.read(model, importing);
    FloatGraph graph = imported.graph();
    List<Map<String, double[]>> samples =
        InputFile.samples(calibration, Ports.inputs(graph)).stream().map(Sample::values).toList();
    QuantizedModel quantized = Quantizer.quantize(graph, samples, options);
    Registration registration = Registrar.register(quantized.graph(), quantized.parameters());
    try (Reference reference = Reference.open(model, graph)) {
      return new RegisteredModel(
          registration, Fidelity.report(reference, imported, quantized, samples, reporting));
    }
  }

  long parameters() {
    return registration.key().graph().parameters().stream().mapToLong(Parameter::size).sum();
  }
}

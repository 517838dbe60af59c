package org.probity.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.probity.api.file.ModelFolder;
import org.probity.api.input.Slots;
import org.probity.api.input.BadInputException;
import org.probity.api.input.InputFile;
import org.probity.api.input.Sample;
import org.probity.graph.Parameter;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.model.ModelException;
import org.probity.model.ModelImporter;
import org.probity.model.SampleException;
import org.probity.model.fidelity.Fidelity;
import org.probity.model.fidelity.FidelityOptions;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.Reference;
import org.probity.model.fidelity.Texts;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.Simplified;
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

  /**
   * The way of a model: import, quantise, register, compare with the original.
   *
   * @param heldOut samples for the comparison; if absent, it uses those of the calibration
   */
  static RegisteredModel of(
      Path model,
      Path calibration,
      Optional<Path> heldOut,
      ImportOptions importing,
      QuantizerOptions options,
      FidelityOptions reporting)
      throws Exception {
    ModelFolder.requireFile(model);
    Simplified imported = ModelImporter.read(model, importing);
    FloatGraph graph = imported.graph();
    Texts texts = new Texts();
    List<Map<String, double[]>> samples = samples(calibration, graph, texts);
    // Before the long work, so that a mistake in them is found at once.
    List<Map<String, double[]>> compared =
        heldOut.isPresent() ? samples(heldOut.get(), graph, texts) : samples;
    QuantizedModel quantized =
        ofFile(calibration, () -> Quantizer.quantize(graph, samples, options));
    Registration registration = Registrar.register(quantized.graph(), quantized.parameters());
    FidelityOptions kind = reporting.withCalibration(heldOut.isEmpty());
    try (Reference reference = Reference.open(model, graph, texts)) {
      return new RegisteredModel(
          registration,
          ofFile(
              heldOut.orElse(calibration),
              () -> Fidelity.report(reference, imported, quantized, compared, kind)));
    }
  }

  /** Work on the samples of a file. */
  private interface Work<T> {
    T run() throws ModelException;
  }

  /** Names the file of a sample that cannot be used, and counts samples as people do. */
  private static <T> T ofFile(Path file, Work<T> work) throws ModelException {
    try {
      return work.run();
    } catch (SampleException e) {
      throw new BadInputException(
          "%s: sample %d, %s".formatted(file, e.index() + 1, e.reason()), e);
    }
  }

  private static List<Map<String, double[]>> samples(Path file, FloatGraph graph, Texts texts)
      throws ModelException {
    List<Map<String, double[]>> values = new ArrayList<>();
    for (Sample sample : InputFile.samples(file, Slots.of(graph))) {
      for (List<String> list : sample.texts().values()) {
        texts.add(list);
      }
      values.add(sample.values());
    }
    return values;
  }

  long parameters() {
    return registration.key().graph().parameters().stream().mapToLong(Parameter::size).sum();
  }
}

package org.probity.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.probity.api.ModelFile;
import org.probity.api.PreparedModel;
import org.probity.api.RegisteredModel;
import org.probity.api.Values;
import org.probity.api.input.BadInputException;
import org.probity.graph.Parameter;
import org.probity.inference.RefusedException;
import org.probity.inference.key.ModelKey;
import org.probity.model.ModelException;
import org.probity.model.SampleException;
import org.probity.model.fidelity.FidelityOptions;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.part.Before;
import org.probity.model.quantize.QuantizerOptions;

/** A registered model, and how close it is to the file that it was made from. */
record MeasuredModel(RegisteredModel model, FidelityReport fidelity) {
  /** Prints whole stack traces, about what comes as an exception as well. */
  private static final Logger ONNX_RUNTIME = Logger.getLogger("ai.onnxruntime");

  static {
    ONNX_RUNTIME.setLevel(Level.OFF);
  }

  /**
   * The way of a model: import, quantise, register, compare with the original.
   *
   * @param before what becomes of what comes before the part that is chosen
   * @param memory what the registration may use
   * @param heldOut samples for the comparison; if absent, it uses those of the calibration
   */
  static MeasuredModel of(
      Path model,
      Path calibration,
      Optional<Path> heldOut,
      ImportOptions importing,
      Before before,
      QuantizerOptions options,
      FidelityOptions reporting,
      MemoryChoice memory)
      throws Exception {
    ModelFile file = ModelFile.read(model, importing, before);
    List<Values> samples = file.samples(calibration);
    // Before the long work, so that a mistake in them is found at once.
    List<Values> compared = heldOut.isPresent() ? file.samples(heldOut.get()) : samples;
    PreparedModel prepared = ofFile(calibration, () -> file.prepare(samples, options));
    memory.requireRegistration(prepared.blankKey());
    RegisteredModel registered = prepared.register();
    FidelityOptions kind = reporting.withCalibration(heldOut.isEmpty());
    FidelityReport fidelity =
        ofFile(heldOut.orElse(calibration), () -> file.fidelity(registered, compared, kind));
    return new MeasuredModel(registered, fidelity);
  }

  /**
   * The same without registering: a key of the size that the model's would have.
   *
   * @param calibration samples; if absent, made-up ones
   */
  static ModelKey blank(
      Path model,
      Optional<Path> calibration,
      ImportOptions importing,
      Before before,
      QuantizerOptions options)
      throws Exception {
    ModelFile file = ModelFile.read(model, importing, before);
    if (calibration.isPresent()) {
      List<Values> samples = file.samples(calibration.get());
      return ofFile(calibration.get(), () -> file.prepare(samples, options)).blankKey();
    }
    try {
      return file.prepare(options).blankKey();
    } catch (ModelException e) {
      throw new BadInputException(
          model + ": does not take made-up samples, give some with --calibrate: " + e.getMessage(),
          e);
    }
  }

  /** Work on the samples of a file. */
  private interface Work<T> {
    T run() throws ModelException, RefusedException;
  }

  /** Names the file of a sample that cannot be used, and counts samples as people do. */
  private static <T> T ofFile(Path file, Work<T> work) throws ModelException, RefusedException {
    try {
      return work.run();
    } catch (SampleException e) {
      throw new BadInputException(
          "%s: sample %d, %s".formatted(file, e.index() + 1, e.reason()), e);
    }
  }

  long parameters() {
    return model.key().graph().parameters().stream().mapToLong(Parameter::size).sum();
  }
}

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
import org.probity.inference.RefusedException;
import org.probity.inference.Source;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.estimate.BlankKey;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.PublicPrefix;
import org.probity.model.ModelDigest;
import org.probity.model.part.Before;
import org.probity.model.part.ImportedPart;
import org.probity.model.part.QuantizedPart;
import org.probity.model.ModelException;
import org.probity.model.SampleException;
import org.probity.model.fidelity.FidelityOptions;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.Texts;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.QuantizerOptions;

/**
 * What becomes of a model file: a registration, what comes before it if that is public, and how
 * close they are to the original.
 */
record RegisteredModel(
    Registration registration, Optional<PublicPrefix> prefix, FidelityReport fidelity) {
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
  static RegisteredModel of(
      Path model,
      Path calibration,
      Optional<Path> heldOut,
      ImportOptions importing,
      Before before,
      QuantizerOptions options,
      FidelityOptions reporting,
      MemoryChoice memory)
      throws Exception {
    ModelFolder.requireFile(model);
    byte[] digest = ModelDigest.of(model);
    ImportedPart imported = ImportedPart.read(model, importing, before);
    FloatGraph graph = imported.entrance();
    Texts texts = new Texts();
    List<Map<String, double[]>> samples = samples(calibration, graph, texts);
    // Before the long work, so that a mistake in them is found at once.
    List<Map<String, double[]>> compared =
        heldOut.isPresent() ? samples(heldOut.get(), graph, texts) : samples;
    QuantizedPart quantized = ofFile(calibration, () -> imported.quantize(samples, options));
    Optional<PublicPrefix> prefix = prefix(quantized);
    Optional<Source> source = Optional.of(source(digest, imported, prefix));
    memory.requireRegistration(BlankKey.of(quantized.model().graph(), source));
    Registration registration =
        Registrar.register(quantized.model().graph(), quantized.model().parameters(), source);
    FidelityOptions kind = reporting.withCalibration(heldOut.isEmpty());
    FidelityReport fidelity =
        ofFile(
            heldOut.orElse(calibration), () -> quantized.fidelity(model, compared, texts, kind));
    return new RegisteredModel(registration, prefix, fidelity);
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
    ModelFolder.requireFile(model);
    byte[] digest = ModelDigest.of(model);
    ImportedPart imported = ImportedPart.read(model, importing, before);
    FloatGraph graph = imported.entrance();
    QuantizedPart quantized;
    if (calibration.isPresent()) {
      List<Map<String, double[]>> samples = samples(calibration.get(), graph, new Texts());
      quantized = ofFile(calibration.get(), () -> imported.quantize(samples, options));
    } else {
      try {
        quantized = imported.quantize(StandardSamples.of(graph), options);
      } catch (ModelException e) {
        throw new BadInputException(
            model + ": does not take made-up samples, give some with --calibrate: " + e.getMessage(),
            e);
      }
    }
    Optional<PublicPrefix> prefix = prefix(quantized);
    return BlankKey.of(
        quantized.model().graph(), Optional.of(source(digest, imported, prefix)));
  }

  private static Optional<PublicPrefix> prefix(QuantizedPart quantized) throws RefusedException {
    if (quantized.prefix().isEmpty()) {
      return Optional.empty();
    }
    QuantizedModel prefix = quantized.prefix().get();
    try {
      return Optional.of(PublicPrefix.of(prefix.graph(), prefix.parameters()));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(e.getMessage());
    }
  }

  private static Source source(
      byte[] digest, ImportedPart imported, Optional<PublicPrefix> prefix) {
    Prefix before =
        imported.before().isEmpty()
            ? new Prefix.None()
            : prefix
                .<Prefix>map(p -> new Prefix.Public(p.digest()))
                .orElseGet(Prefix.Unproven::new);
    return new Source(digest, imported.cut().from(), imported.cut().to(), before);
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

package org.probity.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.probity.api.file.ModelFolder;
import org.probity.api.input.BadInputException;
import org.probity.api.input.InputFile;
import org.probity.api.input.Sample;
import org.probity.api.input.Slot;
import org.probity.api.input.Slots;
import org.probity.inference.RefusedException;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.model.ModelException;
import org.probity.model.ModelImporter;
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

/**
 * A model as it was trained: an ONNX file, or one that XGBoost ({@code .json}, {@code .ubj}) or
 * LightGBM ({@code .txt}) saved. Holds its weights; never prints them.
 */
public final class ModelFile {
  private final Path file;
  private final Simplified imported;

  private ModelFile(Path file, Simplified imported) {
    this.file = file;
    this.imported = imported;
  }

  /**
   * Imports a model.
   *
   * @throws ModelException if it cannot be imported; names the node and what would help
   */
  public static ModelFile read(Path file) throws IOException, ModelException {
    return read(file, ImportOptions.defaults());
  }

  /** The same for a model that leaves shapes open, or for a part of one. */
  public static ModelFile read(Path file, ImportOptions options)
      throws IOException, ModelException {
    ModelFolder.requireFile(file);
    return new ModelFile(file, ModelImporter.read(file, options));
  }

  /** What it takes. */
  public List<Slot> inputs() {
    return Slots.of(imported.graph());
  }

  /**
   * Samples from a file: JSON, CSV with a header, {@code .npy} or {@code .npz}, as its name ends.
   *
   * @throws BadInputException if the file cannot be read or does not fit the model
   */
  public List<Values> samples(Path samples) {
    List<Slot> slots = inputs();
    return InputFile.samples(samples, slots).stream().map(s -> Values.of(s, slots)).toList();
  }

  /**
   * Registers the model: brings it to integers, with scales that suit the samples, and commits to
   * its weights. Another registration of the same file is another model, with another id.
   *
   * @param samples typical inputs
   * @throws ModelException if the samples do not fit, or the model has no integer form
   * @throws RefusedException if the integer model cannot be proven
   */
  public RegisteredModel register(List<Values> samples) throws ModelException, RefusedException {
    return register(samples, QuantizerOptions.defaults());
  }

  /** The same with widths, domains, or a fidelity to be reached. */
  public RegisteredModel register(List<Values> samples, QuantizerOptions options)
      throws ModelException, RefusedException {
    QuantizedModel quantized =
        Quantizer.quantize(imported.graph(), samples(samples, new Texts()), options);
    Registration registration = Registrar.register(quantized.graph(), quantized.parameters());
    return new RegisteredModel(registration.key(), registration.secret(), quantized);
  }

  /**
   * Compares a registered version of this file with the file, which ONNX Runtime runs (it must be
   * on the class path), on samples that its registration has not seen. The report is fit to be
   * published; only of a version that this program has registered it tells of layers.
   *
   * @throws ModelException if no sample lies in the model's domain, or the file cannot be run
   */
  public FidelityReport fidelity(RegisteredModel model, List<Values> samples)
      throws ModelException {
    return fidelity(model, samples, FidelityOptions.defaults().withCalibration(false));
  }

  /** The same for the samples of the registration, or with inputs of samples in the report. */
  public FidelityReport fidelity(
      RegisteredModel model, List<Values> samples, FidelityOptions options) throws ModelException {
    Texts texts = new Texts();
    List<Map<String, double[]>> entries = samples(samples, texts);
    try (Reference reference = Reference.open(file, imported.graph(), texts)) {
      return Fidelity.report(reference, imported, model.quantized(), entries, options);
    }
  }

  private List<Map<String, double[]>> samples(List<Values> samples, Texts texts)
      throws ModelException {
    FloatGraph graph = imported.graph();
    List<Sample> fitted =
        samples.stream().map(values -> values.sample(Slots.of(graph))).toList();
    for (Sample sample : fitted) {
      for (List<String> list : sample.texts().values()) {
        texts.add(list);
      }
    }
    return fitted.stream().map(Sample::values).toList();
  }

  /** The file's name; its weights are secret. */
  @Override
  public String toString() {
    return "ModelFile[" + file.getFileName() + "]";
  }
}

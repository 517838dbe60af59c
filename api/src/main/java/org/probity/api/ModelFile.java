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
import org.probity.api.input.StandardSamples;
import org.probity.inference.RefusedException;
import org.probity.model.ModelDigest;
import org.probity.model.ModelException;
import org.probity.model.fidelity.FidelityOptions;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.Texts;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.part.Before;
import org.probity.model.part.ImportedPart;
import org.probity.model.part.QuantizedPart;
import org.probity.model.quantize.QuantizerOptions;

/**
 * A model as it was trained: an ONNX file, or one that XGBoost ({@code .json}, {@code .ubj}) or
 * LightGBM ({@code .txt}) saved. Holds its weights; never prints them.
 */
public final class ModelFile {
  private final Path file;
  private final byte[] digest;
  private final ImportedPart imported;

  private ModelFile(Path file, byte[] digest, ImportedPart imported) {
    this.file = file;
    this.digest = digest;
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

  /** The same for a model that leaves shapes open. */
  public static ModelFile read(Path file, ImportOptions options)
      throws IOException, ModelException {
    return read(file, options, Before.UNPROVEN);
  }

  /**
   * The same for a part of a model, the {@link ImportOptions#cut}, which alone is proven.
   *
   * @param before what becomes of what comes before it: published, so that anybody can run it
   *     again, or left out, which every certificate then says
   */
  public static ModelFile read(Path file, ImportOptions options, Before before)
      throws IOException, ModelException {
    ModelFolder.requireFile(file);
    try {
      return new ModelFile(file, ModelDigest.of(file), ImportedPart.read(file, options, before));
    } catch (ModelException e) {
      throw new ModelException(file + ": " + e.getMessage(), e);
    }
  }

  /** What the whole model takes. */
  public List<Slot> inputs() {
    return Slots.of(imported.entrance());
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
    return prepare(samples, options).register();
  }

  /** The first half of {@link #register}, after which it is known what the rest costs. */
  public PreparedModel prepare(List<Values> samples, QuantizerOptions options)
      throws ModelException, RefusedException {
    return PreparedModel.of(imported.quantize(samples(samples, new Texts()), options), digest);
  }

  /**
   * The same with made-up samples, to estimate what the model would cost about; for registering,
   * typical ones give the scales.
   *
   * @throws ModelException as with samples that the model does not take: give some then
   */
  public PreparedModel prepare(QuantizerOptions options) throws ModelException, RefusedException {
    return PreparedModel.of(
        imported.quantize(StandardSamples.of(imported.entrance()), options), digest);
  }

  /**
   * Compares a model that this object has registered with the file, which ONNX Runtime runs (it
   * must be on the class path), on samples that its registration has not seen. The report is fit to
   * be published.
   *
   * @throws ModelException if no sample lies in the model's domain, or the file cannot be run
   * @throws IllegalArgumentException if the model was read from a folder: how it came about is not
   *     known then
   */
  public FidelityReport fidelity(RegisteredModel model, List<Values> samples)
      throws ModelException {
    return fidelity(model, samples, FidelityOptions.defaults().withCalibration(false));
  }

  /** The same for the samples of the registration, or with inputs of samples in the report. */
  // The very object: equal ones would be compared weight by weight.
  @SuppressWarnings("ReferenceEquality")
  public FidelityReport fidelity(
      RegisteredModel model, List<Values> samples, FidelityOptions options) throws ModelException {
    QuantizedPart quantized =
        model
            .quantized()
            .filter(q -> q.imported() == imported)
            .orElseThrow(
                () -> new IllegalArgumentException("the model was not registered by this object"));
    Texts texts = new Texts();
    return quantized.fidelity(file, samples(samples, texts), texts, options);
  }

  private List<Map<String, double[]>> samples(List<Values> samples, Texts texts)
      throws ModelException {
    List<Slot> slots = inputs();
    List<Sample> fitted = samples.stream().map(values -> values.sample(slots)).toList();
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

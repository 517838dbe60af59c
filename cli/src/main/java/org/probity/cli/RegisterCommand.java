package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.probity.api.file.ModelFolder;
import org.probity.api.file.OutputFiles;
import org.probity.api.file.OutputLock;
import org.probity.api.input.BadInputException;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.PublicPrefix;
import org.probity.inference.text.OriginText;
import org.probity.model.fidelity.FidelityOptions;
import org.probity.model.fidelity.page.FidelityPage;
import org.probity.model.fidelity.page.PageHeading;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.quantize.QuantizerOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probity register}. */
@Command(
    name = "register",
    mixinStandardHelpOptions = true,
    description =
        "Brings a model to integers and commits to its weights: DIR/model.key for everybody,"
            + " DIR/model.secret for its owner, DIR/fidelity.html and DIR/fidelity.json on how"
            + " close it is.")
final class RegisterCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description = "The model: an .onnx file, or XGBoost's .json or .ubj, or LightGBM's .txt.")
  private Path model;

  @Option(
      names = "--calibrate",
      paramLabel = "SAMPLES",
      required = true,
      description = "Typical inputs: .json, .csv, .npy or .npz.")
  private Path calibration;

  @Option(
      names = "--held-out",
      paramLabel = "SAMPLES",
      description =
          "Further inputs, of which the fidelity report is then made: calibration has not seen"
              + " them.")
  private Path heldOut;

  @Option(
      names = {"-o", "--output-folder"},
      paramLabel = "DIR",
      required = true,
      description = "Folder to write to.")
  private Path folder;

  @Option(
      names = "--force",
      description = "Overwrite a registered model: it can then never prove anything again.")
  private boolean force;

  @Option(names = "--no-report", description = "Write no fidelity.html.")
  private boolean noReport;

  @Option(
      names = "--report-inputs",
      description =
          "Show the inputs of the samples that differ most in the fidelity report, which is"
              + " otherwise fit to be published.")
  private boolean reportInputs;

  @Mixin private ImportChoice importing;

  @Mixin private PartChoice part;

  @Mixin private QuantizerChoice quantizer;

  @Mixin private MemoryChoice memory;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    VectorModule.load();
    ModelFolder target = new ModelFolder(folder);
    requireNone(target);
    ImportOptions imported = importing.options().withCut(part.cut());
    QuantizerOptions options = quantizer.options();
    FidelityOptions reporting = FidelityOptions.defaults().withInputs(reportInputs);
    var registered =
        output.timed(
            "Registering",
            () ->
                MeasuredModel.of(
                    model,
                    calibration,
                    Optional.ofNullable(heldOut),
                    imported,
                    part.before(),
                    options,
                    reporting,
                    memory));
    long keyBytes = write(registered.value(), target);
    report(registered, target, keyBytes);
    return ExitCode.OK;
  }

  private void requireNone(ModelFolder target) {
    if (Files.exists(target.secretFile()) && !force) {
      throw new BadInputException(
          target.secretFile() + ": exists; choose another folder, or --force to give it up");
    }
  }

  /** All files or none, the key last: whoever finds one finds the rest too. */
  private long write(MeasuredModel registered, ModelFolder target) throws IOException {
    byte[] secret = registered.model().secret().encode();
    String fidelity = registered.fidelity().toJson() + "\n";
    byte[] key = registered.model().key().encode();
    Optional<PublicPrefix> prefix = registered.model().prefix();
    List<OutputFiles.Content> files = new ArrayList<>();
    files.add(new OutputFiles.Content(target.secretFile(), secret, true));
    files.add(open(target.fidelityFile(), fidelity.getBytes(StandardCharsets.UTF_8)));
    if (!noReport) {
      files.add(open(target.pageFile(), page(registered).getBytes(StandardCharsets.UTF_8)));
    }
    prefix.ifPresent(p -> files.add(open(target.prefixFile(), p.encode())));
    files.add(open(target.keyFile(), key));
    OutputFiles.makeFolder(target.path());
    try (OutputLock _ = OutputLock.of(target.secretFile())) {
      // Another run may have been faster.
      requireNone(target);
      OutputFiles.writeAll(files);
      // Those of an earlier registration would be about another model.
      if (noReport) {
        Files.deleteIfExists(target.pageFile());
      }
      if (prefix.isEmpty()) {
        Files.deleteIfExists(target.prefixFile());
      }
    }
    return key.length;
  }

  private static OutputFiles.Content open(Path file, byte[] bytes) {
    return new OutputFiles.Content(file, bytes, false);
  }

  private String page(MeasuredModel registered) {
    String id = registered.model().key().modelId();
    PageHeading heading = PageHeading.of(model.getFileName().toString()).withModelId(id);
    return FidelityPage.render(heading, registered.fidelity());
  }

  private void report(Output.Timed<MeasuredModel> registered, ModelFolder target, long keyBytes) {
    MeasuredModel model = registered.value();
    ModelKey key = model.model().key();
    output.line(
        String.format(
            Locale.ROOT,
            "Registered in %s: %,d parameters",
            Units.time(registered.seconds()),
            model.parameters()));
    output.line("  model    " + key.modelId());
    output.line("  public   %s (%s)".formatted(target.keyFile(), Units.size(keyBytes)));
    key.origin().stream().flatMap(o -> OriginText.lines(o).stream()).forEach(output::line);
    if (model.model().prefix().isPresent()) {
      output.line("  prefix   %s (public, weights included)".formatted(target.prefixFile()));
    }
    output.line("  secret   %s (back it up, show it to nobody)".formatted(target.secretFile()));
    if (!noReport) {
      output.line("  report   " + target.pageFile());
    }
    output.line(model.fidelity().toText().stripTrailing());
    ObjectNode object = Output.newObject();
    object.put("modelId", key.modelId());
    object.put("parameters", model.parameters());
    object.put("key", target.keyFile().toString());
    model.model().prefix().ifPresent(_ -> object.put("prefix", target.prefixFile().toString()));
    object.put("secret", target.secretFile().toString());
    object.put("fidelity", target.fidelityFile().toString());
    if (!noReport) {
      object.put("report", target.pageFile().toString());
    }
    object.put("keyBytes", keyBytes);
    object.put("seconds", registered.seconds());
    output.object(object);
  }
}

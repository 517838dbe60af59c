package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.probity.api.file.ModelFolder;
import org.probity.api.input.BadInputException;
import org.probity.inference.certificate.Statement;
import org.probity.inference.estimate.Estimate;
import org.probity.inference.estimate.Machine;
import org.probity.inference.estimate.Seconds;
import org.probity.inference.estimate.Sizes;
import org.probity.inference.key.ModelKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probity estimate}. */
@Command(
    name = "estimate",
    mixinStandardHelpOptions = true,
    description =
        "Predicts what registration, proofs and verification cost on this machine, from counting"
            + " what there is to do and a few seconds of measuring. Writes nothing.")
final class EstimateCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL|DIR",
      description = "A model file, as register takes it, or the folder of a registered model.")
  private Path model;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Inferences in one proof (default ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--calibrate",
      paramLabel = "SAMPLES",
      description =
          "Typical inputs, for a model that is not registered. Without them some are made up; the"
              + " widths of numbers, and with them the costs, may then be others.")
  private Path calibration;

  @Mixin private VisibilityChoice visibility;

  @Mixin private ImportChoice importing;

  @Mixin private PartChoice part;

  @Mixin private QuantizerChoice quantizer;

  @Mixin private Output output;

  /** Where the formats come from. */
  private enum Samples {
    REGISTERED("the model is registered"),
    GIVEN("formats from the given samples"),
    MADE_UP("formats from made-up samples: give typical ones with --calibrate to be sure");

    private final String text;

    Samples(String text) {
      this.text = text;
    }
  }

  @Override
  public Integer call() throws Exception {
    VectorModule.load();
    try {
      Statement.checkCount(count);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--batch: " + e.getMessage(), e);
    }
    boolean registered = Files.isDirectory(model);
    if (registered && calibration != null) {
      throw new BadInputException(
          model + ": is registered, so its formats are known; --calibrate is for model files");
    }
    Samples samples =
        registered ? Samples.REGISTERED : calibration == null ? Samples.MADE_UP : Samples.GIVEN;
    var estimated = output.timed("Estimating", () -> estimate(registered));
    report(estimated.value(), samples);
    return ExitCode.OK;
  }

  private record Estimated(Machine machine, Estimate estimate) {}

  private Estimated estimate(boolean registered) throws Exception {
    if (registered) {
      return estimated(new ModelFolder(model).key(), 0);
    }
    // A registration begins with the same, and a new process takes as long for it.
    long start = System.nanoTime();
    ModelKey key =
        MeasuredModel.blank(
            model,
            Optional.ofNullable(calibration),
            importing.options().withCut(part.cut()),
            part.before(),
            quantizer.options());
    return estimated(key, 1e-9 * (System.nanoTime() - start));
  }

  private Estimated estimated(ModelKey key, double preparation) throws Exception {
    var visibilities = visibility.of(key, List.of());
    Machine machine = Machine.measure();
    Estimate estimate = Estimate.of(key, visibilities, count, machine);
    return new Estimated(machine, estimate.prepared(preparation));
  }

  private void report(Estimated estimated, Samples samples) {
    Estimate estimate = estimated.estimate();
    Machine machine = estimated.machine();
    Sizes sizes = estimate.sizes();
    output.line(
        "%s, %s, on this machine:"
            .formatted(
                model, count == 1 ? "one inference" : "%,d inferences at once".formatted(count)));
    output.line("              warm    new process        memory");
    output.line(row("register", estimate.register()) + memory(estimate.registerMemory()));
    output.line(row("prove", estimate.prove()) + memory(estimate.proveMemory()));
    output.line(row("verify", estimate.verify()));
    if (count > 1) {
      double each = estimate.prove().warm() / count;
      output.line("  that is " + Units.time(each) + " to prove for each inference");
    }
    output.line("  key           " + Units.size(sizes.key()));
    output.line("  its proof     " + Units.size(sizes.registrationProof()));
    output.line(
        "  certificate   about %s, of which the proof is %s"
            .formatted(Units.size(sizes.certificate()), Units.size(sizes.proof())));
    output.line("Times within a factor of 1.5 on a quiet machine; " + samples.text + ".");
    output.line(
        String.format(
            Locale.ROOT,
            "Measured: a field multiplication takes %.1f ns in vectors (%s, all processors),"
                + " %.0f ns alone.",
            machine.vector(),
            machine.kernel(),
            machine.scalar()));
    output.object(object(estimated, samples));
  }

  private static String row(String what, Seconds seconds) {
    return "  %-9s %9s %14s"
        .formatted(what, Units.time(seconds.warm()), Units.time(seconds.cold()));
  }

  private static String memory(long bytes) {
    return "%14s".formatted(Units.memory(bytes));
  }

  private ObjectNode object(Estimated estimated, Samples samples) {
    Estimate estimate = estimated.estimate();
    Sizes sizes = estimate.sizes();
    ObjectNode object = Output.newObject();
    object.put("model", model.toString());
    object.put("count", estimate.count());
    object.put("samples", samples.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    ObjectNode machine = object.putObject("machine");
    machine.put("kernel", estimated.machine().kernel());
    machine.put("vectorNanos", estimated.machine().vector());
    machine.put("scalarNanos", estimated.machine().scalar());
    seconds(object.putObject("register"), estimate.register())
        .put("memoryBytes", estimate.registerMemory());
    seconds(object.putObject("prove"), estimate.prove()).put("memoryBytes", estimate.proveMemory());
    seconds(object.putObject("verify"), estimate.verify());
    object.put("keyBytes", sizes.key());
    object.put("registrationProofBytes", sizes.registrationProof());
    object.put("proofBytes", sizes.proof());
    object.put("certificateBytes", sizes.certificate());
    return object;
  }

  private static ObjectNode seconds(ObjectNode object, Seconds seconds) {
    return object.put("seconds", seconds.warm()).put("coldSeconds", seconds.cold());
  }
}

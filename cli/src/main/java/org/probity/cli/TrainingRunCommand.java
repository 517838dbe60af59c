package org.probity.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.probity.api.input.BadInputException;
import org.probity.cli.demo.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code probity training-run}: what people do with Probity, in one process, from which the
 * launcher lets the JVM fill its start-up cache. It holds what the JVM has loaded, linked and
 * learnt of the classes that were in use here; others are slower to start.
 */
@Command(
    name = "training-run",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Shows the JVM what to expect; its launcher calls this after building.")
final class TrainingRunCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "EXAMPLES", description = "The folder of the examples.")
  private Path examples;

  @Parameters(index = "1", paramLabel = "DIR", description = "A folder to write to.")
  private Path folder;

  @Mixin private Output output;

  @Override
  public Integer call() {
    run("demo", "--dir", folder.toString());
    train("lending/boosters", "xgboost.json", "calibration.csv", "applicant.json");
    train("lending/boosters", "lightgbm.txt", "calibration.csv", "applicant.json");
    train("mnist", "lenet.onnx", "calibration.npz", "digit.json");
    return ExitCode.OK;
  }

  private void train(String example, String model, String samples, String input) {
    Path from = examples.resolve(example);
    String registered = folder.resolve(model).toString();
    String certificate = folder.resolve(model + ".certificate").toString();
    run(
        "register",
        from.resolve(model).toString(),
        "--calibrate",
        from.resolve(samples).toString(),
        "-o",
        registered);
    run("prove", registered, from.resolve(input).toString(), "-o", certificate);
    run("verify", certificate, "--key", Path.of(registered, "model.key").toString());
  }

  private void run(String... arguments) {
    Shell.Result result = DemoCommand.run(arguments);
    output.line(result.text());
    if (result.exitCode() != ExitCode.OK) {
      throw new BadInputException(String.join(" ", arguments) + " failed");
    }
  }
}

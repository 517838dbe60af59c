package org.probity.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.probity.api.ProbityFiles;
import org.probity.api.input.BadInputException;
import org.probity.inference.Verifier;
import org.probity.inference.key.ModelKey;
import org.probity.inference.signature.Endorsement;
import org.probity.inference.signature.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probity keys sign}. Its {@code --version} is the model's. */
@Command(
    name = "sign",
    description = "Signs a model key: this model is what you call by this name and version.")
final class KeysSignCommand implements Callable<Integer> {
  @Parameters(paramLabel = "KEY", description = "The model key (model.key).")
  private Path key;

  @Option(names = "--name", paramLabel = "NAME", required = true, description = "Of the model.")
  private String name;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      required = true,
      description = "Of the model.")
  private String version;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  @SuppressWarnings("UnusedVariable") // What counts is that the option is there.
  private boolean help;

  @Mixin private SigningChoice signing;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    VectorModule.load();
    ModelKey model = ProbityFiles.readKey(key);
    SigningKey signer = signing.key();
    Endorsement endorsement = endorsement(model);
    Optional<String> fault = output.timed("Checking", () -> Verifier.checkKey(model)).value();
    if (fault.isPresent()) {
      throw new BadInputException(key + ": " + fault.get());
    }
    signing.write(signer, List.of(endorsement), "signature", output);
    return ExitCode.OK;
  }

  private Endorsement endorsement(ModelKey model) {
    try {
      return new Endorsement(model.modelId(), name, version);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--name, --version: " + e.getMessage());
    }
  }
}

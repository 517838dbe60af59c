package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.probity.api.ProbityFiles;
import org.probity.api.file.ModelFolder;
import org.probity.inference.Check;
import org.probity.inference.Verifier;
import org.probity.inference.key.ModelKey;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.SignatureRequirement;
import org.probity.inference.signature.Signer;
import org.probity.inference.text.Printable;
import org.probity.inference.text.VerdictText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probity keys verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Checks a model key's registration, and that a signer vouches for it. Exit code 0: both"
            + " hold, 1: rejected.")
final class KeysVerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "KEY", description = "The model key (model.key).")
  private Path key;

  @Option(
      names = "--signature",
      paramLabel = "FILE",
      required = true,
      description = "A signature of the model, or a signed model list.")
  private Path signature;

  @Option(
      names = "--signer",
      paramLabel = "FILE",
      required = true,
      description = "The signer (signer.pub), from a source you trust.")
  private Path signer;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    VectorModule.load();
    ModelKey model = ProbityFiles.readKey(key);
    Signer trusted = ProbityFiles.readSigner(signer);
    byte[] file = ModelFolder.read(signature, ModelList.MAX_FILE);
    Check signed = new SignatureRequirement(file, trusted, Instant.now()).check(model.modelId());
    Check registered =
        signed.hasFailed()
            ? Check.notChecked(Check.REGISTRATION, "another check has failed")
            : output.timed("Checking", () -> registration(model)).value();
    report(model, List.of(signed, registered));
    return signed.hasPassed() && registered.hasPassed() ? ExitCode.OK : ExitCode.REJECTED;
  }

  private static Check registration(ModelKey model) {
    return Check.of(
        Check.REGISTRATION,
        Verifier.checkKey(model),
        "every weight is an integer of its declared range");
  }

  private void report(ModelKey model, List<Check> checks) {
    Optional<String> reason =
        checks.stream().filter(Check::hasFailed).map(Check::detail).findFirst();
    output.line(
        reason
            .map(text -> "REJECTED: " + Printable.line(text))
            .orElse("The signer vouches for this model, and it is well registered."));
    output.line("  model    " + model.modelId());
    output.line("Checks");
    VerdictText.lines(checks).forEach(output::line);
    ObjectNode object = Output.newObject().put("modelId", model.modelId());
    object.put("verdict", reason.isEmpty() ? "verified" : "rejected");
    reason.ifPresent(text -> object.put("reason", text));
    object.set("checks", VerdictView.array(checks));
    output.object(object);
  }
}

package org.probity.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.probity.api.ProbityFiles;
import org.probity.api.file.OutputFiles;
import org.probity.api.input.BadInputException;
import org.probity.inference.signature.Endorsement;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probity keys bundle}. */
@Command(
    name = "bundle",
    mixinStandardHelpOptions = true,
    description = "Makes one signed list of the models that you have signed.")
final class KeysBundleCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "SIGNATURE",
      arity = "1..*",
      description = "Signatures and lists of yours that are valid now.")
  private List<Path> signatures;

  @Option(
      names = "--signer",
      paramLabel = "FILE",
      required = true,
      description = "Your signing key (signer.private).")
  private Path signer;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The list to write.")
  private Path target;

  @Mixin private ValidityChoice validity;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    SigningKey signing = ProbityFiles.readSigningKey(signer);
    List<Endorsement> models = new ArrayList<>();
    for (Path file : signatures) {
      ModelList list = ProbityFiles.readModelList(file);
      // What somebody else says, or what held once, is not to be said anew without a look.
      Optional<String> fault = list.fault(signing.signer(), Instant.now());
      if (fault.isPresent()) {
        throw new BadInputException(file + ": cannot be taken over: " + fault.get());
      }
      models.addAll(list.models());
    }
    ModelList bundle = sign(signing, models);
    OutputFiles.write(target, bundle.encode());
    ModelListView view = new ModelListView(bundle);
    output.line("Signed list of models: " + target);
    view.lines().forEach(output::line);
    output.object(view.object().put("list", target.toString()));
    return ExitCode.OK;
  }

  private ModelList sign(SigningKey signing, List<Endorsement> models) {
    try {
      return ModelList.sign(signing, validity.validity(), models);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("the signatures: " + e.getMessage());
    }
  }
}

package org.probity.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.probity.api.ProbityFiles;
import org.probity.api.input.BadInputException;
import org.probity.inference.signature.Endorsement;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private SigningChoice signing;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    SigningKey signer = signing.key();
    List<Endorsement> models = new ArrayList<>();
    for (Path file : signatures) {
      ModelList list = ProbityFiles.readModelList(file);
      // What somebody else says, or what held once, is not to be said anew without a look.
      Optional<String> fault = list.fault(signer.signer(), Instant.now());
      if (fault.isPresent()) {
        throw new BadInputException(file + ": cannot be taken over: " + fault.get());
      }
      models.addAll(list.models());
    }
    signing.write(signer, models, "list", output);
    return ExitCode.OK;
  }
}

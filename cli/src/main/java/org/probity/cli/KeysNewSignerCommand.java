package org.probity.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.probity.api.file.OutputFiles;
import org.probity.api.file.OutputLock;
import org.probity.api.input.BadInputException;
import org.probity.inference.signature.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code probity keys new-signer}. */
@Command(
    name = "new-signer",
    mixinStandardHelpOptions = true,
    description =
        "Makes a pair of keys (Ed25519) to sign models with: NAME.private for its owner, NAME.pub"
            + " for everybody.")
final class KeysNewSignerCommand implements Callable<Integer> {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "NAME",
      required = true,
      description = "Where to write, without the ending.")
  private Path name;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    if (name.getFileName() == null) {
      throw new BadInputException(name + ": is no name of a file");
    }
    Path secret = name.resolveSibling(name.getFileName() + ".private");
    Path open = name.resolveSibling(name.getFileName() + ".pub");
    SigningKey key = SigningKey.generate();
    try (OutputLock _ = OutputLock.of(secret)) {
      if (Files.exists(secret)) {
        throw new BadInputException(secret + ": exists; choose another name");
      }
      OutputFiles.writeAll(
          List.of(
              new OutputFiles.Content(secret, key.encode(), true),
              new OutputFiles.Content(open, key.signer().encode(), false)));
    }
    output.line("Signer " + key.signer());
    output.line("  public   %s (hand it out by a way that others trust)".formatted(open));
    output.line("  secret   %s (back it up, show it to nobody)".formatted(secret));
    output.object(
        Output.newObject()
            .put("signer", key.signer().id())
            .put("public", open.toString())
            .put("secret", secret.toString()));
    return ExitCode.OK;
  }
}

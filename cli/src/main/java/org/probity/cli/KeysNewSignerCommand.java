package org.probity.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.probity.api.file.OutputFiles;
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
    if (Files.exists(secret)) {
      throw new BadInputException(secret + ": exists; choose another name");
    }
    SigningKey key = SigningKey.generate();
    OutputFiles.writeSecret(secret, key.encode());
    OutputFiles.write(open, key.signer().encode());
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

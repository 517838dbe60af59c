package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.probity.api.ProbityFiles;
import org.probity.api.file.ModelFolder;
import org.probity.api.input.BadInputException;
import org.probity.inference.certificate.Origin;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;
import org.probity.inference.key.OriginSalt;
import org.probity.inference.text.OriginText;
import org.probity.model.ModelDigest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probity origin}: shows an auditor which file a model was registered from. */
@Command(
    name = "origin",
    mixinStandardHelpOptions = true,
    description =
        "With DIR: prints the salt with which the owner shows an auditor which file a model was"
            + " registered from. With --key, --salt and --file: checks that. Exit code 0: it is the"
            + " file, 1: it is another.")
final class OriginCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "DIR", description = "Folder of the registered model.")
  private Path folder;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The model key (model.key), from a source you trust.")
  private Path key;

  @Option(names = "--salt", paramLabel = "HEX", description = "What the owner has been given.")
  private String salt;

  @Option(
      names = "--file",
      paramLabel = "MODEL",
      description = "The file that the owner has shown you.")
  private Path file;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    boolean checks = key != null && salt != null && file != null && folder == null;
    boolean prints = key == null && salt == null && file == null && folder != null;
    if (!checks && !prints) {
      throw new BadInputException(
          "origin takes either the folder of a registered model, or --key, --salt and --file");
    }
    return checks ? check() : print();
  }

  private int print() throws Exception {
    ModelFolder model = new ModelFolder(folder);
    ModelKey modelKey = model.key();
    ModelSecret secret = model.secret();
    if (!secret.modelId().equals(modelKey.modelId())) {
      throw new BadInputException(model.secretFile() + ": belongs to another model key");
    }
    String hex = HexFormat.of().formatHex(secret.originSalt());
    Origin origin = origin(modelKey, model.keyFile());
    OriginText.lines(origin).forEach(output::line);
    output.line("  salt     " + hex + " (with the file, for auditors only)");
    output.object(
        Output.newObject()
            .put("modelId", modelKey.modelId())
            .put("file", origin.file())
            .put("salt", hex));
    return ExitCode.OK;
  }

  private static Origin origin(ModelKey key, Path file) {
    return key.origin()
        .orElseThrow(() -> new BadInputException(file + ": names no file that it comes from"));
  }

  private int check() throws Exception {
    Origin origin = origin(ProbityFiles.readKey(key), key);
    ModelFolder.requireFile(file);
    boolean same = origin.isOf(salt(), ModelDigest.of(file));
    output.line(
        same
            ? "The model was registered from this file."
            : "REJECTED: the model was not registered from this file, or the salt is another's.");
    if (same) {
      OriginText.lines(origin).forEach(output::line);
    }
    ObjectNode object = Output.newObject();
    object.put("verdict", same ? "verified" : "rejected");
    object.put("file", origin.file());
    output.object(object);
    return same ? ExitCode.OK : ExitCode.REJECTED;
  }

  private byte[] salt() {
    try {
      byte[] bytes = HexFormat.of().parseHex(salt);
      if (bytes.length == OriginSalt.SIZE) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new BadInputException(
        "--salt: should be %d hexadecimal digits".formatted(2 * OriginSalt.SIZE));
  }
}

package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.probity.api.ProbityFiles;
import org.probity.api.input.BadInputException;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.signature.Endorsement;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.SigningKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who signs, for how long, and into which file. */
final class SigningChoice {
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
      description = "The file to write.")
  private Path target;

  @Mixin private ValidityChoice validity;

  /** The signing key. */
  SigningKey key() throws IOException, InvalidFileException {
    return ProbityFiles.readSigningKey(signer);
  }

  /**
   * Signs, writes and shows.
   *
   * @param kind what the file is called where it is shown to machines
   */
  void write(SigningKey key, List<Endorsement> models, String kind, Output output)
      throws IOException {
    ModelList list = sign(key, models);
    ProbityFiles.write(target, list);
    ModelListView view = new ModelListView(list);
    output.line("Signed: " + target);
    view.lines().forEach(output::line);
    ObjectNode object = view.object();
    output.object(object.put(kind, target.toString()));
  }

  private ModelList sign(SigningKey key, List<Endorsement> models) {
    try {
      return ModelList.sign(key, validity.validity(), models);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("the signatures: " + e.getMessage(), e);
    }
  }
}

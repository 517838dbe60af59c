package org.probity.cli;

import java.util.List;
import org.probity.api.input.BadInputException;
import org.probity.model.Cut;
import org.probity.model.part.Before;
import picocli.CommandLine.Option;

/** Options that choose a part of a file to be proven. */
final class PartChoice {
  @Option(
      names = "--from",
      paramLabel = "TENSOR",
      split = ",",
      description =
          "Prove only what comes behind these tensors of the ONNX file, which become the inputs.")
  private List<String> from = List.of();

  @Option(
      names = "--to",
      paramLabel = "TENSOR",
      split = ",",
      description =
          "Prove only up to these tensors of the ONNX file, which become the outputs. What comes"
              + " behind them is not proven, and every certificate says so.")
  private List<String> to = List.of();

  @Option(
      names = "--prefix",
      paramLabel = "public|unproven",
      description =
          "What becomes of the part before --from: public publishes it with its weights as"
              + " DIR/model.prefix, for everybody to run again; unproven leaves it out, and every"
              + " certificate says so.")
  private Before prefix;

  Cut cut() {
    if (!from.isEmpty() && prefix == null) {
      throw new BadInputException(
          "--from needs --prefix public, which publishes what comes before with its weights, or"
              + " --prefix unproven, which leaves it out of all certificates");
    }
    if (from.isEmpty() && prefix != null) {
      throw new BadInputException("--prefix is about what comes before --from, which is missing");
    }
    return new Cut(from, to);
  }

  Before before() {
    return prefix == null ? Before.UNPROVEN : prefix;
  }
}

package org.probity.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.probity.api.ProbityFiles;
import org.probity.api.input.BadInputException;
import org.probity.api.input.Entrance;
import org.probity.api.input.InputFile;
import org.probity.api.input.Sample;
import org.probity.inference.Expectations;
import org.probity.inference.PrefixRequirement;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.PublicPrefix;
import org.probity.model.ModelException;
import picocli.CommandLine.Option;

/** Options that run the public prefix of a model again. */
final class PrefixChoice {
  @Option(
      names = "--prefix",
      paramLabel = "FILE",
      description =
          "The public prefix (model.prefix) of a model that is proven from a tensor on: it is run"
              + " again on --input, and must give what the certificate starts from.")
  private Path prefix;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "For --prefix: the original input, of a batch all of them in its order: .json, .csv,"
              + " .npy or .npz.")
  private Path input;

  @Option(
      names = "--receipt",
      paramLabel = "FILE",
      description = "For --prefix: the receipt of a port that is committed.")
  private List<Path> receipts = List.of();

  /** The expectations and what these options ask. */
  Expectations and(Expectations expectations) throws IOException, InvalidFileException {
    if (prefix == null) {
      if (input != null || !receipts.isEmpty()) {
        throw new BadInputException("--input and --receipt are for --prefix, which is missing");
      }
      return expectations;
    }
    if (input == null) {
      throw new BadInputException("--prefix needs --input, the original input to run it on");
    }
    PublicPrefix read = ProbityFiles.readPrefix(prefix);
    List<Receipt> opened = new ArrayList<>();
    for (Path file : receipts) {
      opened.add(ProbityFiles.readReceipt(file));
    }
    return expectations.and(new PrefixRequirement(read, items(Entrance.through(read)), opened));
  }

  private List<Map<String, int[]>> items(Entrance entrance) {
    List<Map<String, int[]>> items = new ArrayList<>();
    for (Sample sample : InputFile.samples(input, entrance.slots())) {
      try {
        items.add(entrance.quantizer().quantize(sample.values()));
      } catch (ModelException e) {
        throw new BadInputException(
            "%s: sample %d: %s".formatted(input, items.size() + 1, e.getMessage()), e);
      }
    }
    return items;
  }
}

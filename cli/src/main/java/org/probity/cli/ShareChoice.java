package org.probity.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.probity.api.ProbityFiles;
import org.probity.api.input.BadInputException;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;
import picocli.CommandLine.Option;

/** The option that uses commitments of other certificates again. */
final class ShareChoice {
  private static final String OPTION = "--share";

  @Option(
      names = OPTION,
      paramLabel = "PORT=RECEIPT",
      description =
          "Commit to this port as another certificate did, whose receipt this is: everybody can"
              + " then see that both are about the same values. An input that is shared may be left"
              + " out of INPUT. For several items: the receipt for all of them, or a folder with"
              + " one for each. A backslash takes the next character as part of the name.")
  private List<String> given = List.of();

  /** The shared ports, and where their receipts are. */
  Map<String, Path> ports() {
    Map<String, Path> ports = new LinkedHashMap<>();
    for (String text : given) {
      Escaped.Halves halves =
          new Escaped(text)
              .cut('=')
              .orElseThrow(
                  () ->
                      new BadInputException(
                          OPTION + ": '" + text + "' should be a port and a receipt"));
      // The path is taken as it is: it may have backslashes of its own.
      if (ports.put(halves.left().text(), Path.of(halves.right().raw())) != null) {
        throw new BadInputException(OPTION + ": '" + halves.left().text() + "' is given twice");
      }
    }
    return ports;
  }

  /**
   * The receipts of the items.
   *
   * @param names of the items' files
   * @return for each item by name of the port
   * @throws BadInputException if a port cannot have a receipt's commitment, saying what differs
   */
  List<Map<String, Receipt>> receipts(ModelKey key, List<String> names)
      throws IOException, InvalidFileException {
    List<Map<String, Receipt>> receipts = new ArrayList<>();
    names.forEach(_ -> receipts.add(new HashMap<>()));
    for (Map.Entry<String, Path> entry : ports().entrySet()) {
      Port port = port(key, entry.getKey());
      Path place = entry.getValue();
      Optional<Receipt> one =
          Files.isDirectory(place) ? Optional.empty() : Optional.of(read(place, key, port));
      for (int i = 0; i < names.size(); i++) {
        Receipt receipt =
            one.isPresent() ? one.get() : read(find(place, names.get(i), port.name()), key, port);
        receipts.get(i).put(port.name(), receipt);
      }
    }
    return receipts;
  }

  private static Port port(ModelKey key, String name) {
    List<Port> ports =
        Stream.concat(key.graph().inputs().stream(), key.graph().outputs().stream()).toList();
    VisibilityChoice.requirePort(OPTION, ports.stream().map(Port::name).toList(), name);
    return ports.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  /** The receipt of an item in a folder; of several, the one for a port of this name. */
  private static Path find(Path folder, String item, String port)
      throws IOException, InvalidFileException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, file -> isOf(file.getFileName().toString(), item))) {
      files.forEach(found::add);
    }
    if (found.size() > 1) {
      for (Path file : List.copyOf(found)) {
        if (!ProbityFiles.readReceipt(file).port().equals(port)) {
          found.remove(file);
        }
      }
    }
    if (found.size() != 1) {
      throw new BadInputException(
          "%s: has %s receipt of item %s for port '%s'"
              .formatted(folder, found.isEmpty() ? "no" : "more than one", item, port));
    }
    return found.getFirst();
  }

  private static boolean isOf(String file, String item) {
    return file.startsWith(item + ".") && file.endsWith(".receipt");
  }

  private static Receipt read(Path file, ModelKey key, Port port)
      throws IOException, InvalidFileException {
    Receipt receipt = ProbityFiles.readReceipt(file);
    Tensor tensor = key.graph().tensorsByName().get(port.tensor());
    Optional<String> difference =
        receipt.difference(
            key.suite(), tensor.format().fraction(), port.encoding(), tensor.shape());
    if (difference.isPresent()) {
      boolean input = key.graph().inputs().contains(port);
      throw new BadInputException(
          "%s: port '%s' cannot have its commitment: %s; register %s with --input-like"
                  .formatted(
                      file,
                      port.name(),
                      difference.get(),
                      input ? "this model" : "the other model like this one,")
              + (input
                  ? " KEY:%s=%s, KEY being the key of the model that it is from"
                      .formatted(receipt.port(), port.name())
                  : ""));
    }
    return receipt;
  }
}

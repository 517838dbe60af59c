package org.probity.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.probity.api.file.OutputFiles;
import org.probity.api.input.BadInputException;
import org.probity.inference.certificate.Receipt;

/**
 * Where the receipts of a certificate are written: beside it or, those of a batch, in a folder of
 * their own.
 */
final class ReceiptPlaces {
  private static final String ENDING = ".receipt";

  private final Path certificate;
  private final boolean batch;
  private final List<Map<String, Path>> places = new ArrayList<>();

  /**
   * Places for all that is committed.
   *
   * @param ports the committed ones, in the order of the model
   */
  ReceiptPlaces(Path certificate, boolean batch, List<Item> items, List<String> ports) {
    this.certificate = certificate;
    this.batch = batch;
    for (Item item : items) {
      Path start = batch ? folder().resolve(item.name()) : certificate;
      Map<String, Path> ofItem = new LinkedHashMap<>();
      ports.forEach(port -> ofItem.put(port, FileNames.receipt(start, ports, port)));
      places.add(ofItem);
    }
  }

  /** The folder of a batch's receipts. */
  private Path folder() {
    return certificate.resolveSibling(certificate.getFileName() + ".receipts");
  }

  /** The file of a receipt. */
  Path of(Receipt receipt) {
    return places.get(receipt.item()).get(receipt.port());
  }

  /**
   * Makes the folder and refuses what cannot be written, and what an earlier certificate of this
   * name has left and this one would not replace: nobody would tell such receipts from its own, and
   * their values are lost if they are removed.
   */
  void prepare() throws IOException {
    Set<Path> written = new HashSet<>();
    places.forEach(ofItem -> written.addAll(ofItem.values()));
    Optional<Path> left =
        Stream.concat(beside().stream(), in(folder()).stream())
            .filter(file -> !written.contains(file))
            .min(Path::compareTo);
    if (left.isPresent()) {
      throw new BadInputException(
          left.get()
              + ": is a receipt of an earlier certificate of this name, which this one would not"
              + " replace; choose another name, or move it away");
    }
    if (batch && !written.isEmpty()) {
      OutputFiles.makeFolder(folder());
    }
    for (Path file : written) {
      OutputFiles.checkTarget(file, "probity receipt");
    }
  }

  private List<Path> beside() throws IOException {
    Path parent = certificate.toAbsolutePath().getParent();
    Pattern own =
        Pattern.compile(
            Pattern.quote(certificate.getFileName().toString()) + "\\.[A-Za-z0-9_~-]+\\.receipt");
    return list(parent, name -> own.matcher(name).matches()).stream()
        .map(file -> certificate.resolveSibling(file.getFileName()))
        .toList();
  }

  private static List<Path> in(Path folder) throws IOException {
    return Files.isDirectory(folder) ? list(folder, name -> name.endsWith(ENDING)) : List.of();
  }

  private interface NameTest {
    boolean test(String name);
  }

  private static List<Path> list(Path folder, NameTest test) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> test.test(file.getFileName().toString())).toList();
    }
  }
}

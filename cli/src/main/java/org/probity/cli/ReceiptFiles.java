package org.probity.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.probity.api.ProbityFiles;
import org.probity.api.input.BadInputException;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Receipts;
import org.probity.inference.json.InvalidFileException;

/** Receipts as they are named on the command line: files, and folders of files. */
final class ReceiptFiles {
  private static final String ENDING = ".receipt";

  private ReceiptFiles() {}

  /**
   * Receipts of one item.
   *
   * @param paths files, and folders, which stand for all files in them that end in {@code .receipt}
   * @throws BadInputException if they do not belong together, or a folder has none
   */
  static Receipts read(List<Path> paths) throws IOException, InvalidFileException {
    List<Receipt> receipts = new ArrayList<>();
    for (Path path : paths) {
      for (Path file : Files.isDirectory(path) ? in(path) : List.of(path)) {
        receipts.add(ProbityFiles.readReceipt(file));
      }
    }
    try {
      return new Receipts(receipts);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage(), e);
    }
  }

  private static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> receipts =
          files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
      if (receipts.isEmpty()) {
        throw new BadInputException(folder + ": has no files that end in " + ENDING);
      }
      return receipts;
    }
  }
}

package org.probity.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.json.InvalidFileException;

/** Files of receipts: where they lie, who may read them. */
final class ReceiptFiles {
  private ReceiptFiles() {}

  /** Reads a receipt; an error names the file. */
  static Receipt read(Path file) throws IOException, InvalidFileException {
    try {
      return Receipt.decode(ModelFolder.read(file, Receipt.MAX_FILE));
    } catch (InvalidFileException e) {
      throw new InvalidFileException(file + ": " + e.getMessage());
    }
  }
}

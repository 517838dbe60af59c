package org.probity.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.probity.cli.input.BadInputException;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;

/** The folder of a registered model. */
record ModelFolder(Path path) {
  private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

  /** Public: what a verifier needs. */
  Path keyFile() {
    return path.resolve("model.key");
  }

  /** The owner's alone: quantised weights and the openings of their commitments. */
  Path secretFile() {
    return path.resolve("model.secret");
  }

  /** Public: how close the integer model is to the original. */
  Path fidelityFile() {
    return path.resolve("fidelity.json");
  }

  ModelKey key() throws IOException, InvalidFileException {
    return readKey(keyFile());
  }

  ModelSecret secret() throws IOException, InvalidFileException {
    Path file = secretFile();
    try {
      return ModelSecret.decode(read(file));
    } catch (InvalidFileException e) {
      throw new InvalidFileException(file + ": " + e.getMessage());
    }
  }

  static ModelKey readKey(Path file) throws IOException, InvalidFileException {
    try {
      return ModelKey.decode(read(file));
    } catch (InvalidFileException e) {
      throw new InvalidFileException(file + ": " + e.getMessage());
    }
  }

  static byte[] read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new BadInputException(file + ": is a folder");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new BadInputException(file + ": is too large");
    }
    return Files.readAllBytes(file);
  }
}

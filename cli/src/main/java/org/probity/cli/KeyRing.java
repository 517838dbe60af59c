package org.probity.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.probity.api.ProbityFiles;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;

/** The model keys that a verifier trusts. */
final class KeyRing {
  private KeyRing() {}

  static List<ModelKey> read(List<Path> files) throws IOException, InvalidFileException {
    List<ModelKey> keys = new ArrayList<>();
    for (Path file : files) {
      keys.add(ProbityFiles.readKey(file));
    }
    return keys;
  }

  /**
   * The key of the certificate's model; if there is none, another one, with which the certificate
   * will be rejected.
   */
  static ModelKey choose(List<ModelKey> keys, byte[] certificate) {
    try {
      String model = Certificate.decode(certificate).statement().modelId();
      return keys.stream()
          .filter(key -> key.modelId().equals(model))
          .findFirst()
          .orElse(keys.getFirst());
    } catch (InvalidFileException _) {
      // The verifier says what is wrong with it.
      return keys.getFirst();
    }
  }
}

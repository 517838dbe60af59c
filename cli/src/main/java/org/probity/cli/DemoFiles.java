package org.probity.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.probity.api.file.OutputFiles;
import org.probity.api.input.BadInputException;

/** The credit example, as it comes with the command. */
final class DemoFiles {
  private static final List<String> FILES =
      List.of("credit.onnx", "credit-harsher.onnx", "calibration.csv", "applicant.json");

  private DemoFiles() {}

  /** Writes the example's files to a folder, which is made if need be. */
  static void copy(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new BadInputException(folder + ": is not a folder");
    }
    Files.createDirectories(folder);
    for (String name : FILES) {
      try (InputStream in = DemoFiles.class.getResourceAsStream("demo/" + name)) {
        OutputFiles.write(folder.resolve(name), in.readAllBytes());
      }
    }
  }
}

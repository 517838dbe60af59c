package org.probity.api;

import java.nio.file.Path;
import java.util.List;

/** Registered example models, made once. */
final class Examples {
  static final Path FOLDER = Path.of("../examples");

  private Examples() {}

  /** A model file with samples, and a registration of it. */
  record Example(ModelFile file, List<Values> samples, RegisteredModel model) {
    private static Example of(String model, String samples) {
      try {
        ModelFile file = ModelFile.read(FOLDER.resolve(model));
        List<Values> read = file.samples(FOLDER.resolve(samples));
        return new Example(file, read, file.register(read));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** One input of 20 numbers, two scores. */
  static Example credit() {
    return Credit.EXAMPLE;
  }

  /** Numbers and texts in inputs of their own, a rate. */
  static Example tariff() {
    return Tariff.EXAMPLE;
  }

  private static final class Credit {
    static final Example EXAMPLE = Example.of("credit/credit.onnx", "credit/calibration.csv");
  }

  private static final class Tariff {
    static final Example EXAMPLE = Example.of("insurance/tariff.onnx", "insurance/calibration.csv");
  }
}

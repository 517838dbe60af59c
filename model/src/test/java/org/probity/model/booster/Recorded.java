package org.probity.model.booster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.probity.model.ModelException;
import org.probity.model.ModelFormat;
import org.probity.model.lightgbm.LightgbmReader;
import org.probity.model.xgboost.XgboostReader;

/**
 * A model file with what its library says about some rows.
 *
 * @param columns names of the columns: x0, ..., score0, ..., prediction0, ..., label0
 */
record Recorded(Path model, List<String> columns, List<double[]> rows) {
  private static final Path FOLDER = Path.of("src", "test", "resources", "boosters");

  static List<Recorded> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> models =
          files.filter(f -> f.toString().matches(".*\\.(json|ubj|txt)")).sorted().toList();
      return models.stream().map(Recorded::of).toList();
    }
  }

  private static Recorded of(Path model) {
    String name = model.getFileName().toString();
    Path data = model.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".csv");
    try {
      List<String> lines = Files.readAllLines(data);
      return new Recorded(
          model,
          Arrays.asList(lines.getFirst().split(",", -1)),
          lines.stream().skip(1).map(Recorded::numbers).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.split(",", -1))
        .mapToDouble(
            t ->
                switch (t) {
                  case "nan" -> Double.NaN;
                  case String number -> Double.parseDouble(number);
                })
        .toArray();
  }

  Booster read() throws ModelException, IOException {
    byte[] file = Files.readAllBytes(model);
    return switch (ModelFormat.of(file)) {
      case XGBOOST -> XgboostReader.read(file);
      case LIGHTGBM -> LightgbmReader.read(file);
      case ONNX -> throw new IllegalStateException(model + " is taken for ONNX");
    };
  }

  /** The entries of a row in the columns of one kind. */
  double[] entries(String kind, double[] row) {
    return IntStream.range(0, row.length)
        .filter(i -> columns.get(i).matches(kind + "\\d+"))
        .mapToDouble(i -> row[i])
        .toArray();
  }

  @Override
  public String toString() {
    return model.getFileName().toString();
  }
}

package org.probity.model.booster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.model.ModelImporter;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.onnx.ImportOptions;

/** The boosters of the lending example on its made-up applicants, against their libraries. */
class LendingExampleTest {
  private static final Path FOLDER = Path.of("..", "examples", "lending", "boosters");

  private static List<double[]> rows(String file) throws IOException {
    return Files.readAllLines(FOLDER.resolve(file)).stream()
        .skip(1)
        .map(l -> Arrays.stream(l.split(",", -1)).mapToDouble(LendingExampleTest::number).toArray())
        .toList();
  }

  private static double number(String field) {
    return field.isEmpty() ? Double.NaN : Double.parseDouble(field);
  }

  /**
   * The same label on every row; the probability within what float32 sums of a hundred trees leave
   * open.
   */
  @ParameterizedTest
  @CsvSource({
    "xgboost.json, probability, 1",
    "xgboost.ubj, probability, 1",
    "xgboost.onnx, probabilities, 1",
    "lightgbm.txt, probability, 3",
    "lightgbm.onnx, probabilities, 3"
  })
  void decidesAsTheLibrary(String file, String output, int column) throws Exception {
    FloatGraph graph = ModelImporter.read(FOLDER.resolve(file), ImportOptions.defaults()).graph();
    List<double[]> applicants = rows("calibration.csv");
    List<double[]> expected = rows("expected.csv");
    assertThat(applicants).hasSameSizeAs(expected).hasSizeGreaterThan(100);
    for (int i = 0; i < applicants.size(); i++) {
      Map<String, double[]> tensors =
          FloatExecutor.run(graph, Map.of("features", applicants.get(i)));
      double probability = expected.get(i)[column];
      double[] label = tensors.get(graph.outputs().get(0).tensor());
      double[] actual = tensors.get(graph.outputs().get(1).tensor());
      assertThat(graph.outputs().get(1).name()).isEqualTo(output);
      assertThat(label).as("row %d", i).containsExactly(probability > 0.5 ? 1 : 0);
      assertThat(actual[actual.length - 1]).as("row %d", i).isCloseTo(probability, within(1e-6));
    }
  }

  @Test
  void applicantsHaveMissingValuesAndBothDecisions() throws Exception {
    List<double[]> expected = rows("expected.csv");
    assertThat(rows("calibration.csv")).anyMatch(row -> Arrays.stream(row).anyMatch(Double::isNaN));
    for (int column : new int[] {1, 3}) {
      assertThat(expected).anyMatch(row -> row[column] > 0.5).anyMatch(row -> row[column] < 0.5);
    }
  }
}

package org.probity.model.booster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.model.ModelException;
import org.probity.model.ModelImporter;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.onnx.ImportOptions;

/** Boosters of all kinds against what their libraries say. */
class BoosterTest {
  /** XGBoost adds up in float32, LightGBM in double. */
  private static double tolerance(Recorded recorded, double expected) {
    double relative = recorded.toString().startsWith("xgboost") ? 2e-6 : 1e-14;
    return relative * Math.max(1, Math.abs(expected));
  }

  static List<Recorded> recorded() throws Exception {
    return Recorded.all();
  }

  @Test
  void recordedModelsAreOfEveryKind() throws Exception {
    assertThat(recorded()).hasSizeGreaterThan(50);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void scoresAreThoseOfTheLibrary(Recorded recorded) throws Exception {
    Booster booster = recorded.read();
    for (double[] row : recorded.rows()) {
      double[] expected = recorded.entries("score", row);
      double[] scores = booster.scorer().score(recorded.entries("x", row));
      assertThat(scores).hasSameSizeAs(expected);
      for (int s = 0; s < scores.length; s++) {
        assertThat(scores[s]).isCloseTo(expected[s], within(tolerance(recorded, expected[s])));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void graphPredictsAsTheLibrary(Recorded recorded) throws Exception {
    FloatGraph graph = ModelImporter.read(recorded.model(), ImportOptions.defaults()).graph();
    for (double[] row : recorded.rows()) {
      Map<String, double[]> tensors =
          FloatExecutor.run(graph, Map.of(BoosterGraph.INPUT, recorded.entries("x", row)));
      for (FloatPort port : graph.outputs()) {
        double[] actual = tensors.get(port.tensor());
        if (port.name().equals("label")) {
          assertThat(actual).isEqualTo(recorded.entries("label", row));
        } else {
          double[] expected = recorded.entries("prediction", row);
          assertThat(actual).hasSameSizeAs(expected);
          for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(tolerance(recorded, expected[i])));
          }
        }
      }
      boolean labelled = recorded.entries("label", row).length > 0;
      assertThat(graph.outputs().stream().anyMatch(p -> p.name().equals("label")))
          .isEqualTo(labelled);
    }
  }

  /** The quarters in the leaves of these models make equal scores, which are decided as well. */
  @Test
  void recordedRowsHaveTies() throws Exception {
    Stream<Recorded> models = recorded().stream().filter(r -> r.toString().contains("-ties"));
    assertThat(models)
        .hasSize(5)
        .allSatisfy(r -> assertThat(r.rows()).anyMatch(row -> ties(r, row)));
  }

  private static boolean ties(Recorded recorded, double[] row) {
    double[] scores = recorded.entries("score", row);
    return scores.length == 1
        ? scores[0] == 0
        : Arrays.stream(scores).distinct().count() < scores.length;
  }

  @Test
  void manyRowsAtOnce() throws Exception {
    Recorded recorded = recorded("xgboost-binary.json");
    ImportOptions options =
        new ImportOptions(Map.of(BoosterGraph.INPUT, new long[] {2, 6}), Map.of());
    FloatGraph graph = ModelImporter.read(recorded.model(), options).graph();
    double[] first = recorded.entries("x", recorded.rows().get(0));
    double[] second = recorded.entries("x", recorded.rows().get(1));
    double[] both = new double[12];
    System.arraycopy(first, 0, both, 0, 6);
    System.arraycopy(second, 0, both, 6, 6);
    Map<String, double[]> tensors = FloatExecutor.run(graph, Map.of(BoosterGraph.INPUT, both));
    FloatPort label = graph.outputs().getFirst();
    assertThat(label.shape()).containsExactly(2L);
    assertThat(tensors.get(label.tensor()))
        .containsExactly(
            recorded.entries("label", recorded.rows().get(0))[0],
            recorded.entries("label", recorded.rows().get(1))[0]);
  }

  @Test
  void shapesThatDoNotFitAreRefused() throws Exception {
    Path model = recorded("lightgbm-binary.txt").model();
    for (ImportOptions options :
        List.of(
            new ImportOptions(Map.of("features", new long[] {1, 7}), Map.of()),
            new ImportOptions(Map.of("features", new long[] {0, 6}), Map.of()),
            new ImportOptions(Map.of("features", new long[] {1L << 40, 6}), Map.of()),
            new ImportOptions(Map.of("features", new long[] {6}), Map.of()),
            new ImportOptions(Map.of("x", new long[] {1, 6}), Map.of()),
            new ImportOptions(Map.of(), Map.of("N", 1L)))) {
      assertThatThrownBy(() -> ModelImporter.read(model, options))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("LightGBM v4 model: ");
    }
  }

  private static Recorded recorded(String name) throws Exception {
    return Recorded.all().stream().filter(r -> r.toString().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void showsNoWeights() throws Exception {
    for (Recorded recorded : recorded()) {
      assertThat(recorded.read().toString())
          .matches("[A-Za-z]+ [0-9v.]+\\[\\d features, \\d scores]");
      assertThat(recorded.read().scorer().toString()).matches("\\w+\\[.{0,80}");
    }
  }
}

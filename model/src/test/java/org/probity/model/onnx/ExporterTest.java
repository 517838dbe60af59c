package org.probity.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.Shapes;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;

/** Files as exporters write them; {@code make_fixtures.py} made them. */
class ExporterTest {
  private static byte[] file(String name) {
    try (InputStream in = ExporterTest.class.getResourceAsStream("/onnx/" + name + ".onnx")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Map<String, double[]>> samples(FloatGraph graph) {
    Random random = new Random(7);
    int size = Shapes.size(graph.inputs().getFirst().tensorShape());
    String port = graph.inputs().getFirst().name();
    return Stream.generate(() -> Map.of(port, random.doubles(size, -2, 2).toArray()))
        .limit(100)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "torch-normalised-9",
        "torch-normalised-13",
        "torch-normalised-17",
        "torch-normalised-dynamo",
        "torch-residual-9",
        "torch-residual-13",
        "torch-residual-17",
        "torch-residual-dynamo",
        "sklearn-mlp-12",
        "sklearn-mlp-18",
        "sklearn-linear-12",
        "sklearn-linear-18"
      })
  void agreesWithOnnxRuntime(String name) throws ModelException, OrtException {
    byte[] file = file(name);
    FloatGraph graph = OnnxImporter.read(file);
    List<Map<String, double[]>> samples = samples(graph);
    String output = graph.outputs().getFirst().name();
    try (OnnxRuntime runtime = OnnxRuntime.open(file)) {
      for (Map<String, double[]> sample : samples) {
        double[] expected = runtime.run(graph, sample).get(output).entries();
        double[] actual = FloatExecutor.run(graph, sample).get(graph.outputs().getFirst().tensor());
        for (int i = 0; i < expected.length; i++) {
          assertThat(Math.abs(actual[i] - expected[i])).isLessThan(1e-5);
        }
      }
    }
  }
}

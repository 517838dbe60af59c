package org.probity.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.probity.cli.input.InputFile;
import org.probity.cli.input.Sample;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.Matrix;
import org.probity.model.graph.Activation;
import org.probity.model.onnx.OnnxImporter;

/**
 * Dense ReLU nets to measure with. Weights are drawn at the scale of trained ones (He), so that
 * values keep their size from layer to layer; the draw is the same every time.
 */
record BenchModel(String name, FloatGraph graph, List<Map<String, double[]>> samples) {
  private static final int SAMPLES = 16;

  /**
   * The credit example in {@code folder}, then dense nets of about 10 thousand, 100 thousand, one
   * million, four million parameters.
   */
  static List<BenchModel> all(Path folder) throws Exception {
    return List.of(
        credit(folder),
        dense("dense 10k", 64, 96, 32, 10),
        dense("dense 100k", 128, 256, 256, 10),
        dense("dense 1M", 512, 768, 768, 10),
        dense("dense 4M", 1024, 1536, 1536, 10));
  }

  private static BenchModel credit(Path folder) throws Exception {
    FloatGraph graph = OnnxImporter.read(folder.resolve("credit.onnx"));
    List<Map<String, double[]>> samples =
        InputFile.samples(folder.resolve("calibration.csv"), Ports.inputs(graph)).stream()
            .map(Sample::values)
            .toList();
    return new BenchModel("credit", graph, samples);
  }

  /** Weights and biases of all dense layers. */
  long parameters() {
    return graph.nodes().stream()
        .filter(FloatNode.Dense.class::isInstance)
        .map(FloatNode.Dense.class::cast)
        .mapToLong(d -> (long) d.weight().rows() * d.weight().columns() + d.bias().length)
        .sum();
  }

  private static BenchModel dense(String name, int... widths) {
    SplittableRandom random = new SplittableRandom(7);
    List<FloatNode> nodes = new ArrayList<>();
    String value = "x";
    int last = widths.length - 2;
    for (int i = 0; i <= last; i++) {
      String product = i == last ? "y" : "z" + i;
      nodes.add(
          new FloatNode.Dense(
              product,
              value,
              weights(random, widths[i], widths[i + 1]),
              new double[widths[i + 1]]));
      value = "a" + i;
      if (i < last) {
        nodes.add(new FloatNode.Apply(value, product, new Activation.Relu()));
      }
    }
    FloatPort in = new FloatPort("x", "x", List.of(1L, (long) widths[0]), false);
    FloatPort out = new FloatPort("y", "y", List.of(1L, (long) widths[last + 1]), false);
    List<Map<String, double[]>> samples =
        IntStream.range(0, SAMPLES).mapToObj(_ -> Map.of("x", uniform(random, widths[0]))).toList();
    return new BenchModel(name, new FloatGraph(List.of(in), List.of(out), nodes), samples);
  }

  private static Matrix weights(SplittableRandom random, int rows, int columns) {
    double scale = Math.sqrt(2.0 / rows);
    double[] values = new double[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * random.nextGaussian();
    }
    return new Matrix(rows, columns, values);
  }

  private static double[] uniform(SplittableRandom random, int count) {
    return random.doubles(count, -1, 1).toArray();
  }
}

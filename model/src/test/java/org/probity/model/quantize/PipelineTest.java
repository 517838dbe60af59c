package org.probity.model.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.Tensor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.onnx.OnnxFile;
import org.probity.model.onnx.OnnxImporter;

/** Pipelines as scikit-learn's exporter writes them: units of any size, and decisions that stay. */
class PipelineTest {
  private static final int CLASSES = 3;

  /** Two amounts, then a category of four. */
  private static final int COLUMNS = 6;

  private static final int CATEGORIES = 4;

  private static List<Map<String, double[]>> samples(
      int count, long seed, Function<SplittableRandom, double[]> row) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Map<String, double[]>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] x = row.apply(random);
      Arrays.setAll(x, j -> (float) x[j]);
      samples.add(Map.of("x", x));
    }
    return samples;
  }

  private static double[] applicant(SplittableRandom random) {
    double[] x = new double[COLUMNS];
    x[0] = Math.exp(10 + random.nextGaussian());
    x[1] = 0.02 * random.nextDouble();
    x[2 + random.nextInt(CATEGORIES)] = 1;
    return x;
  }

  private static QuantizedModel quantized(FloatGraph graph, List<Map<String, double[]>> samples)
      throws Exception {
    return Quantizer.quantize(graph, samples, QuantizerOptions.defaults());
  }

  private static double error(
      FloatGraph graph, QuantizedModel model, List<Map<String, double[]>> rows, int output)
      throws Exception {
    return Comparison.of(graph, model, rows, output).largestError();
  }

  /**
   * Gaussian naive Bayes. The last category occurs in no class, which leaves a variance of 1e-9:
   * its logarithms are -5e8, and their differences count all the same.
   */
  private static FloatGraph naiveBayes() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    double[] means = new double[CLASSES * COLUMNS];
    double[] variances = new double[CLASSES * COLUMNS];
    for (int c = 0; c < CLASSES; c++) {
      for (int j = 0; j < COLUMNS; j++) {
        boolean never = j == COLUMNS - 1 || (j >= 2 && j - 2 == c);
        double share = never ? 0 : 0.2 + 0.5 * random.nextDouble();
        double size = j == 0 ? 3e4 : j == 1 ? 0.01 : 1;
        means[c * COLUMNS + j] = j < 2 ? size * (0.5 + random.nextDouble()) : share;
        variances[c * COLUMNS + j] =
            j < 2 ? size * size * (0.3 + random.nextDouble()) : share * (1 - share) + 1e-9;
      }
    }
    long[] shape = {1, CLASSES, COLUMNS};
    return OnnxImporter.read(
        new OnnxFile(11)
            .input("x", 1, 1, COLUMNS)
            .floats("means", shape, means)
            .floats("two", new long[0], 2)
            .floats("variances", shape, variances)
            .floats("half", new long[0], -0.5)
            .floats("prior", new long[] {1, CLASSES}, -1.1, -0.9, -1.3)
            .add("Sub", "x,means", "distances")
            .add("Pow", "distances,two", "squares")
            .add("Div", "squares,variances", "weighted")
            .add(
                "ReduceSum",
                "weighted",
                "sum",
                OnnxFile.integersAttribute("axes", 2),
                OnnxFile.integerAttribute("keepdims", 0))
            .add("Mul", "sum,half", "halved")
            .add("Add", "halved,prior", "joint")
            .add(
                "ArgMax",
                "joint",
                "label",
                OnnxFile.integerAttribute("axis", 1),
                OnnxFile.integerAttribute("keepdims", 0))
            .add(
                "ReduceLogSumExp",
                "joint",
                "evidence",
                OnnxFile.integersAttribute("axes", 1),
                OnnxFile.integerAttribute("keepdims", 1))
            .add("Sub", "joint,evidence", "logarithms")
            .add("Exp", "logarithms", "probabilities")
            .output("label", OnnxFile.INT64)
            .output("probabilities")
            .toBytes());
  }

  @Test
  void naiveBayesOfAmountsAndCategories() throws Exception {
    FloatGraph graph = naiveBayes();
    QuantizedModel model = quantized(graph, samples(300, 1, PipelineTest::applicant));
    assertThat(model.notes()).isEmpty();
    List<Map<String, double[]>> rows = samples(600, 2, PipelineTest::applicant);
    assertThat(error(graph, model, rows, 0)).isZero();
    assertThat(error(graph, model, rows, 1)).isLessThan(1e-3);
  }

  @Test
  void quotientsByNumbersOfAnySign() throws Exception {
    FloatGraph graph =
        OnnxImporter.read(
            new OnnxFile(13)
                .input("x", 1, 3)
                .add(
                    "ReduceMax",
                    "x",
                    "largest",
                    OnnxFile.integersAttribute("axes", 1),
                    OnnxFile.integerAttribute("keepdims", 1))
                .add("Div", "x,largest", "y")
                .output("y")
                .toBytes());
    Function<SplittableRandom, double[]> row =
        random -> {
          double sign = random.nextBoolean() ? 1 : -1;
          return random.doubles(3, 0.05, 2).map(v -> sign * v).toArray();
        };
    QuantizedModel model = quantized(graph, samples(200, 1, row));
    assertThat(Comparison.of(graph, model, samples(400, 2, row), 0).relative()).isLessThan(1e-6);
  }

  @Test
  void zeroToANegativePowerIsNoted(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("powers.onnx");
    for (double exponent : new double[] {-0.3, 0.3}) {
      Files.write(
          file,
          new OnnxFile(13)
              .input("x", 1, 2)
              .floats("exponents", new long[] {2}, exponent, 1.6)
              .add("Pow", "x,exponents", "y")
              .output("y")
              .toBytes());
      boolean noted =
          OnnxImporter.readNoted(file, ImportOptions.defaults()).notes().stream()
              .anyMatch(note -> note.contains("zero to a negative power counts as 1"));
      assertThat(noted).isEqualTo(exponent < 0);
    }
  }

  /** A logarithm over columns of very different size is cut off next to zero, and says where. */
  @Test
  void aFunctionThatIsCutOffIsNoted() throws Exception {
    FloatGraph graph =
        OnnxImporter.read(
            new OnnxFile(13).input("x", 1, 1).add("Log", "x", "y").output("y").toBytes());
    Function<SplittableRandom, double[]> row =
        random -> new double[] {Math.exp(8 * random.nextDouble() - 8)};
    assertThat(quantized(graph, samples(200, 1, row)).notes())
        .anyMatch(note -> note.contains("is too steep next to zero"));
  }

  @Test
  void aModelThatIgnoresItsInput() throws Exception {
    FloatGraph graph =
        OnnxImporter.read(
            new OnnxFile(13)
                .input("x", 1, 3)
                .floats("w", new long[] {3, 1}, 0, 0, 0)
                .floats("b", new long[] {1}, 0.3)
                .add("MatMul", "x,w", "product")
                .add("Add", "product,b", "y")
                .output("y")
                .toBytes());
    Function<SplittableRandom, double[]> row = random -> random.doubles(3, -4, 4).toArray();
    QuantizedModel model = quantized(graph, samples(50, 1, row));
    assertThat(error(graph, model, samples(50, 2, row), 0)).isLessThan(1e-7);
    assertThat(model.notes()).noneMatch(note -> note.contains("not quantised"));
  }

  /** A network of one hidden layer, with a label or with scores alone. */
  private static OnnxFile network(boolean label) {
    SplittableRandom random = new SplittableRandom(3);
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 1, 4)
            .floats("w1", new long[] {4, 12}, normal(random, 48))
            .floats("w2", new long[] {12, 3}, normal(random, 36))
            .add("MatMul", "x,w1", "hidden")
            .add("Tanh", "hidden", "activated")
            .add("MatMul", "activated,w2", "scores")
            .output("scores");
    return label
        ? file.add(
                "ArgMax",
                "scores",
                "label",
                OnnxFile.integerAttribute("axis", 1),
                OnnxFile.integerAttribute("keepdims", 0))
            .output("label", OnnxFile.INT64)
        : file;
  }

  private static double[] normal(SplittableRandom random, int count) {
    double[] values = new double[count];
    Arrays.setAll(values, _ -> random.nextGaussian());
    return values;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void smallNetworksThatDecideArePrecise(boolean label) throws Exception {
    FloatGraph graph = OnnxImporter.read(network(label).toBytes());
    Function<SplittableRandom, double[]> row = random -> normal(random, 4);
    QuantizedModel model = quantized(graph, samples(200, 1, row));
    List<Map<String, double[]>> rows = samples(1000, 2, row);
    Tensor input = model.graph().tensors().getFirst();
    if (label) {
      assertThat(error(graph, model, rows, 0)).isLessThan(1e-5);
      assertThat(error(graph, model, rows, 1)).isZero();
    } else {
      assertThat(input.format().magnitude()).isLessThanOrEqualTo(1 << 12);
    }
  }

  /** A limit that a divisor is given is no activation, so that what follows stays precise. */
  @Test
  void aLeastDivisorIsNoActivation() throws Exception {
    SplittableRandom random = new SplittableRandom(4);
    FloatGraph graph =
        OnnxImporter.read(
            new OnnxFile(13)
                .input("x", 1, 8)
                .floats("least", new long[0], 0.25)
                .floats("w", new long[] {8, 2}, normal(random, 16))
                .add("Max", "x,least", "divisors")
                .add("MatMul", "divisors,w", "y")
                .output("y")
                .toBytes());
    Function<SplittableRandom, double[]> row = r -> normal(r, 8);
    QuantizedModel model = quantized(graph, samples(200, 1, row));
    assertThat(error(graph, model, samples(200, 2, row), 0)).isLessThan(1e-6);
  }

  @Test
  void whatIsNotPreciseIsMeasured() throws Exception {
    FloatGraph graph =
        OnnxImporter.read(
            new OnnxFile(13)
                .input("x", 1, 1)
                .floats("frequency", new long[0], 40000)
                .add("Mul", "x,frequency", "angle")
                .add("Sin", "angle", "y")
                .output("y")
                .toBytes());
    QuantizedModel model =
        quantized(graph, samples(100, 1, random -> new double[] {random.nextDouble()}));
    assertThat(model.notes())
        .anyMatch(
            note ->
                note.contains("not quantised to 24 bits")
                    && note.contains("on the samples the agreement is")
                    && note.contains("the largest error"));
  }
}

package org.probity.model.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.probity.graph.AxisIndex;
import org.probity.graph.Divide;
import org.probity.graph.Format;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;

class CalibrationTest {
  private static final QuantizerOptions OPTIONS = QuantizerOptions.defaults();

  private static Nets withOutlier() {
    return new Nets(4).input("x", 2000).relu("a", "x").relu("y", "a").output("y").output("x");
  }

  private static Format hidden(CalibrationMethod method, int outliers) throws ModelException {
    Nets net =
        new Nets(4)
            .input("x", 2000)
            .input("z", 2000)
            .relu("a", "x")
            .sum("y", "a", 1, "z", 1)
            .output("y");
    List<Map<String, double[]>> samples = net.samples(10, 0.9);
    for (int i = 0; i < outliers; i++) {
      samples.get(i % 10).get("x")[i] = 50;
    }
    QuantizedModel model =
        Quantizer.quantize(net.graph(), samples, OPTIONS.withCalibration(method));
    return model.graph().tensorsByName().get("a").format();
  }

  @Test
  void outliersDecideTheScaleOrDoNot() throws ModelException {
    assertThat(hidden(CalibrationMethod.MIN_MAX, 1)).isEqualTo(Format.unsigned(6, 12));
    assertThat(hidden(CalibrationMethod.PERCENTILE, 1)).isEqualTo(Format.unsigned(12, 12));
    assertThat(hidden(CalibrationMethod.PERCENTILE, 30)).isEqualTo(Format.unsigned(6, 12));
    // One outlier of 50 weighs more than the rounding of all others: 2,500 / 20,000.
    assertThat(hidden(CalibrationMethod.MEAN_SQUARE, 1)).isEqualTo(Format.unsigned(6, 12));
  }

  @Test
  void inputsAndOutputsAlwaysCoverTheSamples() throws ModelException {
    Nets net = withOutlier();
    List<Map<String, double[]>> samples = net.samples(10, 1);
    samples.getFirst().get("x")[7] = 50;
    QuantizedModel model = Quantizer.quantize(net.graph(), samples, OPTIONS);
    assertThat(Comparison.of(net.graph(), model, samples, 0).largestError()).isLessThan(0.02);
  }

  /** Rounded weights that are all too small shift the output; the bias takes it back. */
  @Test
  void biasesTakeBackTheMeanError() throws ModelException {
    Nets net = new Nets(3).input("x", 8, 64).dense("y", "x", 4, 1).output("y");
    double[] weights = new double[64 * 4];
    Arrays.fill(weights, 0.07);
    weights[0] = 0.99;
    net.constant("y.w", weights, 64, 4);
    List<Map<String, double[]>> samples = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      samples.add(Map.of("x", net.random.doubles(8 * 64, 0.5, 1).toArray()));
    }
    QuantizerOptions narrow = OPTIONS.withWeightBits(4);
    QuantizedModel plain =
        Quantizer.quantize(net.graph(), samples, narrow.withBiasCorrection(false));
    QuantizedModel corrected = Quantizer.quantize(net.graph(), samples, narrow);
    double before = Comparison.of(net.graph(), plain, samples, 0).largestError();
    double after = Comparison.of(net.graph(), corrected, samples, 0).largestError();
    assertThat(before).isGreaterThan(1);
    assertThat(after).isLessThan(before / 3);
    assertThat(corrected.graph().nodes()).isEqualTo(plain.graph().nodes());
  }

  private static Nets masked() {
    Nets net = new Nets(5).input("x", 4, 4).input("mask", 4);
    net.apply(
        "penalty",
        "mask",
        new RealFunction.Binary(BinaryOperator.SUB, new RealFunction.Constant(1), RealFunction.X)
            .then(
                new RealFunction.Binary(
                    BinaryOperator.MUL, RealFunction.X, new RealFunction.Constant(-3.4e38))));
    return net.add(
            new FloatNode.Combine(
                "masked",
                List.of(4, 4),
                List.of(
                    new FloatNode.Combine.Term(1, View.identity("x", 2)),
                    new FloatNode.Combine.Term(
                        1, new View("penalty", List.of(AxisIndex.along(1))))),
                0))
        .add(new FloatNode.Softmax("y", List.of(4, 4), "masked", 1))
        .output("y");
  }

  /** The scores keep their precision however low the mask is. */
  @Test
  void masksDoNotCostTheScores() throws ModelException {
    Nets net = masked();
    List<Map<String, double[]>> samples = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      samples.add(
          Map.of(
              "x", net.random.doubles(16, -3, 3).toArray(), "mask", new double[] {1, 1, i % 2, 1}));
    }
    QuantizedModel model = Quantizer.quantize(net.graph(), samples, OPTIONS);
    assertThat(Comparison.of(net.graph(), model, samples, 0).largestError()).isLessThan(0.002);
  }

  /** A mask that no sample uses: its range is that of random inputs. */
  @Test
  void tensorsThatNoSampleExercisesAreNoted() throws ModelException {
    Nets net = masked();
    double[] x = net.random.doubles(16, -1, 1).toArray();
    double[] ones = {1, 1, 1, 1};
    QuantizedModel model =
        Quantizer.quantize(net.graph(), List.of(Map.of("x", x, "mask", ones)), OPTIONS);
    assertThat(model.notes())
        .containsExactly(
            "tensor penalty is zero on all samples; its range is that of random inputs");
    List<Map<String, double[]>> used = List.of(Map.of("x", x, "mask", new double[] {1, 0, 1, 1}));
    assertThat(Comparison.of(net.graph(), model, used, 0).largestError()).isLessThan(0.002);
    QuantizedModel never =
        Quantizer.quantize(net.graph(), List.of(Map.of("x", x, "mask", new double[4])), OPTIONS);
    assertThat(never.notes())
        .contains(
            "input mask is zero in all samples; its domain reaches to 1 unless another is"
                + " declared");
  }

  @Test
  void branchesThatNoSampleTakesAreErrors() throws ModelException {
    Nets net = new Nets(6).input("x", 1, 3).input("c", 1);
    net.apply(
        "condition",
        "c",
        new RealFunction.Binary(BinaryOperator.LESS, new RealFunction.Constant(0), RealFunction.X));
    net.add(
            new FloatNode.Contract(
                "y",
                List.of(1, 3),
                List.of(),
                View.identity("x", 2),
                Optional.of(new View("condition", List.of(AxisIndex.at(0))))))
        .output("y");
    double[] x = {1, 2, 3};
    Map<String, double[]> positive = Map.of("x", x, "c", new double[] {1});
    Map<String, double[]> negative = Map.of("x", x, "c", new double[] {-1});
    assertThatThrownBy(() -> Quantizer.quantize(net.graph(), List.of(positive), OPTIONS))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "condition condition is true in all samples, so one branch is never exercised; add"
                + " samples that take it");
    List<Map<String, double[]>> both = List.of(positive, negative);
    QuantizedModel model = Quantizer.quantize(net.graph(), both, OPTIONS);
    assertThat(Comparison.of(net.graph(), model, both, 0).relative()).isLessThan(0.001);
  }

  /** A layer whose ReLUs never fire on any input near the samples is the model's own affair. */
  @Test
  void deadLayersAreNoted() throws ModelException {
    Nets net = new Nets(6).input("x", 1, 4).dense("a", "x", 3, 0.1).relu("b", "a");
    net.constant("a.b", new double[] {-9, -9, -9}, 3).dense("y", "b", 2, 1).output("y");
    QuantizedModel model = Quantizer.quantize(net.graph(), net.samples(10, 1), OPTIONS);
    assertThat(model.notes()).contains("tensor b is zero on all samples");
  }

  @Test
  void divisorsThatMayBeNegativeBecomeReciprocals() throws ModelException {
    Nets net = new Nets(7).input("x", 3, 4).dense("a", "x", 4, 1).dense("b", "x", 4, 0.2);
    net.constant("b.b", new double[] {3, -3, 3, -3}, 4)
        .add(new FloatNode.Divide("y", List.of(3, 4), View.identity("a", 2), View.identity("b", 2)))
        .output("y");
    List<Map<String, double[]>> samples = net.samples(30, 1);
    QuantizedModel model = Quantizer.quantize(net.graph(), samples, OPTIONS);
    assertThat(Comparison.of(net.graph(), model, samples, 0).relative()).isLessThan(0.005);
  }

  @Test
  void infinitiesNameTheirTensor() {
    Nets net = new Nets(8).input("x", 4);
    net.apply("log", "x", RealFunction.unary(UnaryOperator.LOG)).output("log");
    assertThatThrownBy(
            () ->
                Quantizer.quantize(
                    net.graph(), List.of(Map.of("x", new double[] {1, 0, 2, 3})), OPTIONS))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("sample 0: tensor log is infinite or not a number");
  }

  @Test
  void reciprocalsByConstants() throws ModelException {
    Nets net = new Nets(9).input("x", 3, 4).constant("c", new double[] {2, 3, 5, 7}, 4);
    net.add(
            new FloatNode.Divide(
                "y",
                List.of(3, 4),
                View.identity("x", 2),
                new View("c", List.of(AxisIndex.along(1)))))
        .output("y");
    List<Map<String, double[]>> samples = net.samples(5, 1);
    QuantizedModel model = Quantizer.quantize(net.graph(), samples, OPTIONS);
    assertThat(Comparison.of(net.graph(), model, samples, 0).relative()).isLessThan(0.002);
    assertThat(model.graph().nodes()).noneMatch(n -> n instanceof Divide);
  }
}

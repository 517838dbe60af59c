package org.probity.model.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Encoding;
import org.probity.graph.FunctionNotation;
import org.probity.graph.OrderedCode;
import org.probity.graph.Port;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.View;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.PortType;
import org.probity.model.quantize.calibration.Calibration;
import org.probity.model.quantize.calibration.FloatOutputs;

/** Models with a logarithmic link: relative precision, whatever the size. */
class FloatOutputsTest {
  private static final Encoding FLOAT32 = new Encoding.Ordered(Encoding.Ordered.Kind.FLOAT32);
  private static final int FEATURES = 6;

  /** {@code exp(x w + b)}, reshaped at the end as exporters do, or not. */
  private static FloatGraph tariff(double spread, double intercept, boolean reshaped) {
    double[] weights =
        new SplittableRandom(5).doubles(FEATURES, -spread, spread).map(w -> (float) w).toArray();
    View left = new View("x", List.of(AxisIndex.along(0), AxisIndex.along(2)));
    View right = new View("w", List.of(AxisIndex.along(2), AxisIndex.along(1)));
    List<Integer> shape = List.of(1, 1);
    List<FloatNode> nodes = new ArrayList<>();
    nodes.add(
        new FloatNode.Contract("product", shape, List.of(FEATURES), left, Optional.of(right)));
    RealFunction shifted =
        new RealFunction.Binary(
            RealFunction.BinaryOperator.ADD, RealFunction.X, new RealFunction.Constant(intercept));
    nodes.add(
        new FloatNode.Apply(
            "y", shape, "product", new RealFunction.Unary(UnaryOperator.EXP, shifted)));
    if (reshaped) {
      View whole = new View("y", List.of(AxisIndex.along(0), AxisIndex.at(0)));
      nodes.add(new FloatNode.Layout("z", List.of(1), whole));
    }
    FloatPort output =
        reshaped
            ? new FloatPort("z", "z", List.of(1L), PortType.FLOAT32)
            : new FloatPort("z", "y", List.of(1L, 1L), PortType.FLOAT32);
    return new FloatGraph(
        List.of(new FloatPort("x", "x", List.of(1L, (long) FEATURES), PortType.FLOAT32)),
        List.of(output),
        Map.of("w", new Constant(List.of(FEATURES, 1), weights)),
        nodes);
  }

  private static List<Map<String, double[]>> samples(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Map<String, double[]>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(Map.of("x", random.doubles(FEATURES, -1, 1).map(v -> (float) v).toArray()));
    }
    return samples;
  }

  /** The largest relative error, and the ratio of the largest to the smallest number. */
  private record Errors(double relative, double ratio) {
    static Errors of(FloatGraph graph, QuantizedModel model) throws Exception {
      InputQuantizer inputs = new InputQuantizer(model.graph());
      Port port = model.graph().outputs().getFirst();
      double worst = 0;
      double least = Double.MAX_VALUE;
      double most = 0;
      for (Map<String, double[]> sample : samples(2000, 2)) {
        double expected =
            FloatExecutor.run(graph, sample).get(graph.outputs().getFirst().tensor())[0];
        long[] integers =
            IntegerExecutor.run(model.graph(), model.parameters(), inputs.quantize(sample))
                .get(port.tensor());
        double actual = inputs.toReal(port, integers)[0];
        worst = Math.max(worst, Math.abs(actual / expected - 1));
        least = Math.min(least, expected);
        most = Math.max(most, expected);
      }
      return new Errors(worst, most / least);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void premiumsOfAnySizeAreAsPreciseAsFloat32(boolean reshaped) throws Exception {
    FloatGraph graph = tariff(3, 6, reshaped);
    QuantizedModel model = Quantizer.quantize(graph, samples(300, 1), QuantizerOptions.defaults());
    assertThat(model.graph().outputs().getFirst().encoding()).isEqualTo(FLOAT32);
    Errors errors = Errors.of(graph, model);
    assertThat(errors.ratio).isGreaterThan(1000);
    assertThat(errors.relative).isLessThan(0x1p-22);
  }

  /** Larger ones than the samples show are not cut off soon. */
  @Test
  void thereIsRoomForLargerNumbers() throws Exception {
    FloatGraph graph = tariff(3, 6, false);
    double most =
        samples(2000, 2).stream()
            .mapToDouble(s -> FloatExecutor.run(graph, s).get("y")[0])
            .max()
            .orElseThrow();
    List<Map<String, double[]>> few =
        samples(300, 1).stream()
            .filter(s -> FloatExecutor.run(graph, s).get("y")[0] < most / 10)
            .toList();
    QuantizedModel model = Quantizer.quantize(graph, few, QuantizerOptions.defaults());
    assertThat(Errors.of(graph, model).relative).isLessThan(0x1p-22);
  }

  @Test
  void numbersOfOneSizeStayInFixedPoint() throws Exception {
    FloatGraph graph = tariff(0.3, -2, true);
    QuantizedModel model = Quantizer.quantize(graph, samples(300, 1), QuantizerOptions.defaults());
    assertThat(model.graph().outputs().getFirst().encoding()).isEqualTo(Encoding.fixed());
    assertThat(Errors.of(graph, model).relative).isLessThan(0x1p-23);
  }

  @Test
  void whatIsReadOnStaysInFixedPoint() throws Exception {
    FloatGraph linear = tariff(3, 6, false);
    List<FloatNode> nodes = new ArrayList<>(linear.nodes());
    View whole = View.identity("y", 2);
    nodes.add(new FloatNode.Combine("half", List.of(1, 1), List.of(new Term(0.5, whole)), 0));
    List<FloatPort> outputs = new ArrayList<>(linear.outputs());
    outputs.add(new FloatPort("half", "half", List.of(1L, 1L), PortType.FLOAT32));
    FloatGraph graph = new FloatGraph(linear.inputs(), outputs, linear.constants(), nodes);
    QuantizedModel model = Quantizer.quantize(graph, samples(300, 1), QuantizerOptions.defaults());
    assertThat(model.graph().outputs()).allMatch(p -> p.encoding().equals(Encoding.fixed()));
  }

  /** Halfway between two float32 numbers the code is halfway between theirs. */
  @Test
  void codesAreThoseOfFloat32() {
    RealFunction code =
        FloatOutputs.code(
            RealFunction.unary(UnaryOperator.EXP), new Calibration.Range(0.001, 5000));
    assertThat(FunctionNotation.parse(FunctionNotation.format(code))).isEqualTo(code);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      double x = random.nextDouble(Math.log(0.0001), Math.log(50_000));
      double y = Math.exp(x);
      float below = (float) y > y ? Math.nextDown((float) y) : (float) y;
      double between = (y - below) / Math.ulp(below);
      assertThat(code.at(x)).isCloseTo(OrderedCode.of(below) + between, within(1e-4));
    }
    assertThat(code.at(-1000)).isCloseTo(OrderedCode.of(0x1p-14f), within(1e-4));
    assertThat(code.at(1000)).isCloseTo(OrderedCode.of(0x1p17f), within(1e-4));
  }
}

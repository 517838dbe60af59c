package org.probity.model.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Contract;
import org.probity.graph.Encoding;
import org.probity.graph.FunctionNotation;
import org.probity.graph.Interpolate;
import org.probity.graph.Port;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.PortType;

/** Classical models are right to the last digits that float32 has. */
class FineQuantizerTest {
  private static final int FEATURES = 24;

  /** Size of a feature: an income, a ratio, a count, a score, and numbers around zero. */
  private static double feature(int j, SplittableRandom random) {
    return switch (j) {
      case 0 -> Math.exp(10.5 + 0.7 * random.nextGaussian());
      case 1 -> 0.05 * random.nextDouble();
      case 2 -> random.nextInt(30);
      case 3 -> 300 + 550 * random.nextDouble();
      default -> random.nextGaussian();
    };
  }

  private static double scale(int j) {
    return switch (j) {
      case 0 -> 5e-5;
      case 1 -> 40;
      case 2 -> 0.1;
      case 3 -> 0.005;
      default -> 0.8;
    };
  }

  /** Inputs are float32 numbers, as in ONNX. */
  private static List<Map<String, double[]>> samples(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Map<String, double[]>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] x = new double[FEATURES];
      for (int j = 0; j < FEATURES; j++) {
        x[j] = (float) feature(j, random);
      }
      samples.add(Map.of("x", x));
    }
    return samples;
  }

  /** {@code link(scale * (x w + b))} with so many results. */
  private static FloatGraph linear(int results, double scale, RealFunction link) {
    SplittableRandom random = new SplittableRandom(7);
    double[] weights = new double[FEATURES * results];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (scale * scale(i / results) * random.nextGaussian());
    }
    double[] biases = random.doubles(results, -scale, scale).toArray();
    List<Integer> shape = List.of(1, results);
    FloatNode product =
        new FloatNode.Contract(
            "product", shape, List.of(FEATURES), view("x", 0, 2), Optional.of(view("w", 2, 1)));
    FloatNode sum =
        new FloatNode.Combine(
            "scores",
            shape,
            List.of(new Term(1, View.identity("product", 2)), new Term(1, view("b", 1))),
            0);
    return new FloatGraph(
        List.of(port("x", FEATURES)),
        List.of(port("y", results)),
        Map.of(
            "w", new Constant(List.of(FEATURES, results), weights),
            "b", new Constant(List.of(results), biases)),
        List.of(product, sum, new FloatNode.Apply("y", shape, "scores", link)));
  }

  private static FloatPort port(String name, long width) {
    return new FloatPort(name, name, List.of(1L, width), PortType.FLOAT32);
  }

  private static View view(String source, int... axes) {
    return new View(source, java.util.Arrays.stream(axes).mapToObj(AxisIndex::along).toList());
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "sigmoid(x); -23",
        "exp(min(x,1.0)); -21",
        "mul(0.5,add(1.0,erf(mul(x,0.7071067811865476)))); -23",
        "sub(1.0,exp(neg(exp(x)))); -23",
        "div(1.0,add(2.0,sigmoid(x))); -23",
      })
  void linksArePreciseToFloat32(String link, double bound) throws Exception {
    FloatGraph graph = linear(1, 1, FunctionNotation.parse(link));
    QuantizedModel model = Quantizer.quantize(graph, samples(300, 1), QuantizerOptions.defaults());
    assertThat(model.graph().nodes()).anyMatch(Interpolate.class::isInstance);
    Comparison comparison = Comparison.of(graph, model, samples(2000, 1), 0);
    assertThat(log2(comparison.largestError())).isLessThan(bound);
  }

  /** With one result the intercept is one number, which functions of others would make public. */
  @Test
  void theInterceptIsAWeight() throws Exception {
    RealFunction sigmoid = RealFunction.unary(RealFunction.UnaryOperator.SIGMOID);
    FloatGraph graph = linear(1, 1, sigmoid);
    QuantizedModel model = Quantizer.quantize(graph, samples(300, 1), QuantizerOptions.defaults());
    assertThat(model.graph().nodes())
        .filteredOn(Interpolate.class::isInstance)
        .hasSize(1)
        .allMatch(node -> ((Interpolate) node).function().equals(sigmoid));
    assertThat(model.graph().toString()).doesNotContain("Constant[");
  }

  /** As in a power transformation: a logarithm whose argument the samples show around zero. */
  @Test
  void logarithmsAreCutOffNextToZero() throws Exception {
    FloatGraph graph =
        linear(1, 1, FunctionNotation.parse("log(add(x,mul(less_or_equal(x,0.0),sub(1.0,x))))"));
    QuantizedModel model = Quantizer.quantize(graph, samples(300, 1), QuantizerOptions.defaults());
    List<Map<String, double[]>> others =
        samples(2000, 1).stream()
            .filter(s -> Math.exp(FloatExecutor.run(graph, s).get("y")[0]) > 0.1)
            .filter(s -> FloatExecutor.run(graph, s).get("scores")[0] > 0)
            .toList();
    assertThat(others).hasSizeGreaterThan(500);
    assertThat(log2(Comparison.of(graph, model, others, 0).largestError())).isLessThan(-19);
  }

  @Test
  void stackedScoresArePrecise() throws Exception {
    FloatGraph linear = linear(2, 1, RealFunction.unary(RealFunction.UnaryOperator.SIGMOID));
    List<FloatNode> nodes = new ArrayList<>(linear.nodes());
    nodes.add(
        new FloatNode.Contract(
            "z", List.of(1, 1), List.of(2), view("y", 0, 2), Optional.of(view("v", 2, 1))));
    Map<String, Constant> constants = new java.util.HashMap<>(linear.constants());
    constants.put("v", new Constant(List.of(2, 1), new double[] {1.5, -2.5}));
    FloatGraph graph = new FloatGraph(linear.inputs(), List.of(port("z", 1)), constants, nodes);
    QuantizedModel model = Quantizer.quantize(graph, samples(300, 1), QuantizerOptions.defaults());
    Comparison comparison = Comparison.of(graph, model, samples(500, 1), 0);
    assertThat(log2(comparison.largestError())).isLessThan(-21);
  }

  /** The columns in inputs of their own, standardised one group after the other, as exported. */
  private static FloatGraph columns() {
    FloatGraph linear = linear(1, 1, RealFunction.unary(RealFunction.UnaryOperator.SIGMOID));
    List<FloatPort> ports = new ArrayList<>();
    List<Term> left = new ArrayList<>();
    List<Term> right = new ArrayList<>();
    for (int j = 0; j < FEATURES; j++) {
      ports.add(port("x" + j, 1));
      int place = j % (FEATURES / 2);
      AxisIndex entry = new AxisIndex.Strided(List.of(1), List.of(1), -place, 1);
      View view = new View("x" + j, List.of(AxisIndex.along(0), entry));
      (j < FEATURES / 2 ? left : right).add(new Term(1, view));
    }
    SplittableRandom random = new SplittableRandom(3);
    Map<String, Constant> constants = new java.util.HashMap<>(linear.constants());
    List<FloatNode> nodes = new ArrayList<>();
    List<Term> groups = new ArrayList<>();
    for (String name : List.of("left", "right")) {
      boolean isLeft = name.equals("left");
      List<Term> parts = isLeft ? left : right;
      int first = isLeft ? 0 : FEATURES / 2;
      List<Integer> shape = List.of(1, FEATURES / 2);
      double[] means = random.doubles(FEATURES / 2, -1, 1).toArray();
      double[] scales = new double[FEATURES / 2];
      for (int j = 0; j < scales.length; j++) {
        scales[j] = scale(first + j) * random.nextDouble(0.5, 1);
        means[j] /= scale(first + j);
      }
      constants.put(name + "/means", new Constant(List.of(FEATURES / 2), means));
      constants.put(name + "/scales", new Constant(List.of(FEATURES / 2), scales));
      parts.add(new Term(-1, view(name + "/means", 1)));
      nodes.add(new FloatNode.Combine(name + "/centred", shape, parts, 0.25));
      View whole = View.identity(name + "/centred", 2);
      View factors = view(name + "/scales", 1);
      nodes.add(new FloatNode.Contract(name, shape, List.of(), whole, Optional.of(factors)));
      AxisIndex entry = new AxisIndex.Strided(List.of(1), List.of(1), -first, 1);
      groups.add(new Term(1, new View(name, List.of(AxisIndex.along(0), entry))));
    }
    nodes.add(new FloatNode.Combine("x", List.of(1, FEATURES), groups, 0));
    nodes.addAll(linear.nodes());
    double[] weights = linear.constants().get("w").values().clone();
    for (int j = 0; j < FEATURES; j++) {
      weights[j] /= scale(j);
    }
    constants.put("w", new Constant(List.of(FEATURES, 1), weights));
    return new FloatGraph(ports, linear.outputs(), constants, nodes);
  }

  private static Map<String, double[]> byColumn(Map<String, double[]> sample) {
    Map<String, double[]> columns = new java.util.HashMap<>();
    for (int j = 0; j < FEATURES; j++) {
      columns.put("x" + j, new double[] {sample.get("x")[j]});
    }
    return columns;
  }

  /** A product that is too fine for its coefficient is stored before it is halved. */
  @Test
  void theMeanOfAProductAndAFunctionIsPrecise() throws Exception {
    FloatGraph linear = linear(1, 1, RealFunction.unary(RealFunction.UnaryOperator.SIGMOID));
    List<FloatNode> nodes = new ArrayList<>(linear.nodes());
    nodes.add(
        new FloatNode.Contract(
            "other", List.of(1, 1), List.of(4), view("x", 0, 2), Optional.of(view("v", 2, 1))));
    Map<String, Constant> constants = new java.util.HashMap<>(linear.constants());
    constants.put("v", new Constant(List.of(4, 1), new double[] {1e-5, 0.1, 0.2, 0.001}));
    List<Term> halves =
        List.of(new Term(0.5, View.identity("other", 2)), new Term(0.5, View.identity("y", 2)));
    nodes.add(new FloatNode.Combine("mean", List.of(1, 1), halves, 20));
    FloatGraph graph = new FloatGraph(linear.inputs(), List.of(port("mean", 1)), constants, nodes);
    QuantizedModel model = Quantizer.quantize(graph, samples(300, 1), QuantizerOptions.defaults());
    Comparison comparison = Comparison.of(graph, model, samples(500, 1), 0);
    assertThat(log2(comparison.largestError())).isLessThan(-18);
  }

  @Test
  void columnsInInputsOfTheirOwnAreAsPrecise() throws Exception {
    FloatGraph graph = columns();
    List<Map<String, double[]>> samples =
        samples(300, 1).stream().map(FineQuantizerTest::byColumn).toList();
    QuantizedModel model = Quantizer.quantize(graph, samples, QuantizerOptions.defaults());
    assertThat(model.graph().inputs())
        .filteredOn(p -> List.of("x0", "x1").contains(p.name()))
        .extracting(p -> ((Encoding.Fixed) p.encoding()).exponents().size())
        .containsExactly(1, 1);
    // One product of the columns as they are, whatever was between.
    assertThat(model.graph().nodes()).filteredOn(Contract.class::isInstance).hasSize(1);
    List<Map<String, double[]>> others =
        samples(2000, 1).stream().map(FineQuantizerTest::byColumn).toList();
    Comparison comparison = Comparison.of(graph, model, others, 0);
    assertThat(log2(comparison.largestError())).isLessThan(-23);
  }

  @Test
  void pointsOfAScorecardPrintAlike() throws Exception {
    FloatGraph graph = linear(1, 28.85, RealFunction.X);
    QuantizedModel model = Quantizer.quantize(graph, samples(300, 1), QuantizerOptions.defaults());
    Comparison comparison = Comparison.of(graph, model, samples(2000, 1), 0);
    assertThat(comparison.largestValue()).isGreaterThan(100);
    assertThat(comparison.largestError()).isLessThan(5e-5);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 40})
  void softmaxIsPreciseToFloat32(int classes) throws Exception {
    FloatGraph linear = linear(classes, 1, RealFunction.X);
    List<FloatNode> nodes = new ArrayList<>(linear.nodes());
    nodes.removeLast();
    nodes.add(new FloatNode.Softmax("y", List.of(1, classes), "scores", 1));
    FloatGraph graph = new FloatGraph(linear.inputs(), linear.outputs(), linear.constants(), nodes);
    QuantizedModel model = Quantizer.quantize(graph, samples(300, 1), QuantizerOptions.defaults());
    Comparison comparison = Comparison.of(graph, model, samples(500, 1), 0);
    assertThat(log2(comparison.largestError())).isLessThan(-21);
  }

  @Test
  void inputsOfDifferentSizeHaveExponents() throws Exception {
    FloatGraph graph = linear(1, 1, RealFunction.unary(RealFunction.UnaryOperator.SIGMOID));
    QuantizedModel model = Quantizer.quantize(graph, samples(300, 1), QuantizerOptions.defaults());
    Encoding encoding = model.graph().inputs().getFirst().encoding();
    assertThat(encoding).isInstanceOf(Encoding.Fixed.class);
    List<Integer> exponents = ((Encoding.Fixed) encoding).exponents();
    assertThat(exponents).hasSize(FEATURES);
    assertThat(exponents.get(0)).isBetween(17, 19);
    assertThat(exponents.get(1)).isEqualTo(-4);
    // Twice and more of what the samples show is accepted, and no more.
    double[] x = samples(1, 1).getFirst().get("x").clone();
    InputQuantizer inputs = new InputQuantizer(model.graph());
    x[1] = 0.12;
    inputs.quantize(Map.of("x", x));
    x[1] = 0.13;
    assertThatThrownBy(() -> inputs.quantize(Map.of("x", x)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("[0, 1] is outside the declared domain [-0.125, 0.12");
  }

  @Test
  void layersAreMeasuredInTheNumbersOfTheOriginal() throws Exception {
    FloatGraph graph = linear(1, 1, RealFunction.unary(RealFunction.UnaryOperator.SIGMOID));
    QuantizedModel model = Quantizer.quantize(graph, samples(300, 1), QuantizerOptions.defaults());
    assertThat(LayerErrors.measure(graph, model, samples(10, 1)))
        .isNotEmpty()
        .allMatch(layer -> layer.decibels() > 120);
    assertThat(SensitivityTable.measure(graph, model, samples(10, 1)))
        .isNotEmpty()
        .allMatch(row -> row.error() < 1e-6);
  }

  @Test
  void networksStayAsTheyAre() throws Exception {
    FloatGraph linear = linear(8, 1, RealFunction.unary(RealFunction.UnaryOperator.SIGMOID));
    List<FloatNode> nodes = new ArrayList<>(linear.nodes());
    nodes.add(
        new FloatNode.Contract(
            "z", List.of(1, 1), List.of(8), view("y", 0, 2), Optional.of(view("v", 2, 1))));
    Map<String, Constant> constants = new java.util.HashMap<>(linear.constants());
    constants.put("v", new Constant(List.of(8, 1), new double[] {1, 2, 3, 4, 5, 6, 7, 8}));
    FloatGraph graph = new FloatGraph(linear.inputs(), List.of(port("z", 1)), constants, nodes);
    QuantizedModel model = Quantizer.quantize(graph, samples(100, 1), QuantizerOptions.defaults());
    assertThat(model.graph().tensors().stream().map(Tensor::format))
        .anyMatch(f -> f.equals(org.probity.graph.Format.unsigned(11, 12)));
    QuantizedModel fine = Quantizer.quantize(graph, samples(100, 1), QuantizerOptions.uniform(24));
    double coarse = Comparison.of(graph, model, samples(200, 1), 0).largestError();
    double precise = Comparison.of(graph, fine, samples(200, 1), 0).largestError();
    assertThat(precise).isLessThan(coarse / 500);
  }

  @Test
  void widthsThatAreGivenCount() throws Exception {
    FloatGraph graph = linear(1, 1, RealFunction.unary(RealFunction.UnaryOperator.SIGMOID));
    QuantizedModel model = Quantizer.quantize(graph, samples(100, 1), QuantizerOptions.uniform(12));
    assertThat(model.graph().nodes()).noneMatch(Interpolate.class::isInstance);
    assertThat(model.graph().tensorsByName().get(model.graph().inputs().getFirst().tensor()))
        .extracting(Tensor::format)
        .isEqualTo(org.probity.graph.Format.signed(11, 12));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 17, 23, 25, 32})
  void otherWidthsAreRefused(int bits) {
    assertThatThrownBy(() -> QuantizerOptions.uniform(bits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.format(Locale.ROOT, "not %d", bits));
    assertThatThrownBy(() -> new QuantizerOptions(24, 12, 12, 12, Map.of()))
        .hasMessageContaining("for all widths or for none");
  }

  private static double[] run(FloatGraph graph, QuantizedModel model, double... x)
      throws ModelException {
    InputQuantizer inputs = new InputQuantizer(model.graph());
    Port port = model.graph().outputs().getFirst();
    Map<String, long[]> values =
        IntegerExecutor.run(
            model.graph(), model.parameters(), inputs.quantize(Map.of(INTEGERS, x)));
    assertThat(graph.outputs()).hasSize(1);
    return inputs.toReal(port, values.get(port.tensor()));
  }

  private static final String INTEGERS = "n";

  private static FloatGraph ofIntegers(Map<String, Constant> constants, FloatNode... nodes) {
    return new FloatGraph(
        List.of(new FloatPort(INTEGERS, INTEGERS, List.of(1L, 3L), PortType.INTEGER)),
        List.of(port("y", 3)),
        constants,
        List.of(nodes));
  }

  private static List<Map<String, double[]>> integers() {
    SplittableRandom random = new SplittableRandom(5);
    List<Map<String, double[]>> samples = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      samples.add(Map.of(INTEGERS, random.ints(3, -9, 10).asDoubleStream().toArray()));
    }
    return samples;
  }

  /** A sum has the digits of its constants where its other operands are integers. */
  @Test
  void integersPlusFractions() throws ModelException {
    FloatNode sum =
        new FloatNode.Combine(
            "y",
            List.of(1, 3),
            List.of(new Term(1, View.identity(INTEGERS, 2)), new Term(1, view("c", 1))),
            0.0625);
    FloatGraph graph =
        ofIntegers(Map.of("c", new Constant(List.of(3), new double[] {0.3, -0.6, 0.25})), sum);
    for (QuantizerOptions options :
        List.of(QuantizerOptions.defaults(), QuantizerOptions.defaults().withAutomatic(false))) {
      QuantizedModel model = Quantizer.quantize(graph, integers(), options);
      double[] y = run(graph, model, 4, -7, 2);
      double[] exact = {4.3625, -7.5375, 2.3125};
      for (int i = 0; i < 3; i++) {
        assertThat(y[i]).isCloseTo(exact[i], within(0.01));
      }
    }
  }

  /** Integers may be so large that a quotient of them has no digits: fewer bits have more. */
  @Test
  void quotientsOfIntegers() throws ModelException {
    FloatNode sum =
        new FloatNode.Apply("m", List.of(1, 3), INTEGERS, RealFunction.unary(UnaryOperator.ABS));
    FloatNode total =
        new FloatNode.Contract("t", List.of(1, 1), List.of(3), view("m", 0, 2), Optional.empty());
    FloatNode divisor =
        new FloatNode.Combine("d", List.of(1, 1), List.of(new Term(1, View.identity("t", 2))), 1);
    FloatNode quotient =
        new FloatNode.Divide(
            "y",
            List.of(1, 3),
            View.identity(INTEGERS, 2),
            new View("d", List.of(AxisIndex.along(0), AxisIndex.at(0))));
    FloatGraph graph = ofIntegers(Map.of(), sum, total, divisor, quotient);
    QuantizedModel model = Quantizer.quantize(graph, integers(), QuantizerOptions.defaults());
    double[] y = run(graph, model, 4, -7, 2);
    double[] exact = {4 / 14.0, -7 / 14.0, 2 / 14.0};
    for (int i = 0; i < 3; i++) {
      assertThat(y[i]).isCloseTo(exact[i], within(0.01));
    }
  }

  /** Half of its curve is not that of a logarithm, which starts at zero. */
  @Test
  void reciprocalsOfBothSigns() throws ModelException {
    FloatGraph graph =
        new FloatGraph(
            List.of(port("x", 1)),
            List.of(port("y", 1)),
            Map.of(),
            List.of(
                new FloatNode.Apply(
                    "y", List.of(1, 1), "x", RealFunction.unary(UnaryOperator.RECIPROCAL))));
    List<Map<String, double[]>> samples = new ArrayList<>();
    for (double x = 0.125; x < 4; x += 0.125) {
      samples.add(Map.of("x", new double[] {x}));
      samples.add(Map.of("x", new double[] {-x}));
    }
    QuantizedModel model = Quantizer.quantize(graph, samples, QuantizerOptions.defaults());
    InputQuantizer inputs = new InputQuantizer(model.graph());
    for (double x : new double[] {0.5, -0.5, 2, -3.25}) {
      Map<String, long[]> values =
          IntegerExecutor.run(
              model.graph(), model.parameters(), inputs.quantize(Map.of("x", new double[] {x})));
      Port port = model.graph().outputs().getFirst();
      assertThat(inputs.toReal(port, values.get(port.tensor()))[0])
          .as("1 / %s", x)
          .isCloseTo(1 / x, within(0.02));
    }
  }

  /** Tensors of a model may be called as what is made on the way to others. */
  @ParameterizedTest
  @ValueSource(strings = {"sum", "maximum", "distance", "exponential", "total", "sum'"})
  void namesOfTheModelAreItsOwn(String part) throws ModelException {
    FloatNode shifted =
        new FloatNode.Combine(
            "y/" + part,
            List.of(1, 3),
            List.of(new Term(1, View.identity(INTEGERS, 2)), new Term(1, view("y/sum/c", 1))),
            0);
    FloatNode softmax = new FloatNode.Softmax("y", List.of(1, 3), "y/" + part, 1);
    FloatGraph graph =
        ofIntegers(
            Map.of("y/sum/c", new Constant(List.of(3), new double[] {0.3, -0.6, 0.25})),
            shifted,
            softmax);
    QuantizedModel model = Quantizer.quantize(graph, integers(), QuantizerOptions.defaults());
    assertThat(model.notes()).noneMatch(n -> n.contains("no integer form"));
    double[] y = run(graph, model, 2, 3, 1);
    double[] expected = FloatExecutor.run(graph, Map.of(INTEGERS, new double[] {2, 3, 1})).get("y");
    for (int i = 0; i < 3; i++) {
      assertThat(y[i]).isCloseTo(expected[i], within(1e-5));
    }
  }
}

package org.probity.model.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.model.ModelException;
import org.probity.model.fidelity.Fidelity;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.Reference;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.Matrix;
import org.probity.model.graph.Activation;
import org.probity.model.graph.Format;
import org.probity.model.graph.GraphLint;
import org.probity.model.graph.Linear;
import org.probity.model.graph.Parameter;
import org.probity.model.graph.Port;
import org.probity.model.graph.Requantize;
import org.probity.model.graph.Tensor;

class QuantizerTest {
  private static final Random RANDOM = new Random(11);

  private static FloatPort port(String name, int size) {
    return new FloatPort(name, name, List.of(1L, (long) size), false);
  }

  private static FloatNode.Dense dense(String out, String in, int rows, int columns, double size) {
    Matrix weight =
        new Matrix(rows, columns, RANDOM.doubles((long) rows * columns, -size, size).toArray());
    return new FloatNode.Dense(out, in, weight, RANDOM.doubles(columns, -size, size).toArray());
  }

  private static FloatNode relu(String out, String in) {
    return new FloatNode.Apply(out, in, new Activation.Relu());
  }

  /** 6 → 8 → 8 → 3 with ReLU. */
  private static FloatGraph net() {
    return new FloatGraph(
        List.of(port("x", 6)),
        List.of(port("y", 3)),
        List.of(
            dense("a", "x", 6, 8, 1),
            relu("b", "a"),
            dense("c", "b", 8, 8, 0.5),
            relu("d", "c"),
            dense("y", "d", 8, 3, 2)));
  }

  private static List<Map<String, double[]>> samples(int size, double limit, int count) {
    return Stream.generate(() -> Map.of("x", RANDOM.doubles(size, -limit, limit).toArray()))
        .limit(count)
        .toList();
  }

  private static Reference reference(FloatGraph graph) {
    return new Reference() {
      @Override
      public String name() {
        return "double precision";
      }

      @Override
      public Map<String, double[]> run(Map<String, double[]> inputs) {
        Map<String, double[]> tensors = FloatExecutor.run(graph, inputs);
        Map<String, double[]> outputs = new HashMap<>();
        graph.outputs().forEach(p -> outputs.put(p.name(), tensors.get(p.tensor())));
        return outputs;
      }
    };
  }

  private static QuantizerOptions bits(int bits) {
    return new QuantizerOptions(bits, bits, bits, bits, Map.of());
  }

  @ParameterizedTest
  @CsvSource({"8, 0.05", "10, 0.012", "12, 0.003", "16, 0.0002"})
  void errorShrinksWithTheWidth(int bits, double relative) throws ModelException {
    FloatGraph net = net();
    List<Map<String, double[]>> samples = samples(6, 1, 200);
    QuantizedModel model = Quantizer.quantize(net, samples, bits(bits));
    FidelityReport.Output y = Fidelity.measure(reference(net), model, samples).outputs().getFirst();
    assertThat(y.largestError()).isLessThan(relative * y.largestValue());
  }

  @Test
  void whatIsPublicDoesNotFollowTheWeights() throws ModelException {
    FloatNode.Dense layer = dense("y", "x", 4, 2, 1);
    layer.weight().values()[3] = 0.9;
    FloatNode.Dense other = dense("y", "x", 4, 2, 0.4);
    other.weight().values()[5] = -0.77;
    for (FloatNode.Dense d : List.of(layer, other)) {
      d.bias()[0] = 0.3;
      d.bias()[1] = -0.7;
    }
    List<Map<String, double[]>> samples = List.of(Map.of("x", new double[4]));
    QuantizedModel model = Quantizer.quantize(graph(layer), samples, bits(8));
    QuantizedModel otherModel = Quantizer.quantize(graph(other), samples, bits(8));
    assertThat(model.graph()).isEqualTo(otherModel.graph());
    assertThat(model.parameters().get("y/weight"))
        .isNotEqualTo(otherModel.parameters().get("y/weight"));
  }

  private static FloatGraph graph(FloatNode... nodes) {
    return new FloatGraph(List.of(port("x", 4)), List.of(port("y", 2)), List.of(nodes));
  }

  @Test
  void widthsAreAsChosen() throws ModelException {
    QuantizerOptions options = new QuantizerOptions(9, 7, 10, 11, Map.of());
    QuantizedModel model = Quantizer.quantize(net(), samples(6, 0.9, 20), options);
    Map<String, Tensor> tensors = model.graph().tensorsByName();
    assertThat(tensors.get("x").format()).isEqualTo(Format.signed(9, 10));
    for (String hidden : List.of("b", "d")) {
      Format f = tensors.get(hidden).format();
      assertThat(f).isEqualTo(Format.unsigned(f.fraction(), 9));
    }
    Format y = tensors.get(model.graph().outputs().getFirst().tensor()).format();
    assertThat(y).isEqualTo(Format.signed(y.fraction(), 11));
    Parameter weight = model.graph().parametersByName().get("a/weight");
    assertThat(weight.format()).isEqualTo(Format.signed(weight.format().fraction(), 7));
    // The largest weight uses the width: one bit less would not hold it.
    int largest = Arrays.stream(model.parameters().get("a/weight")).map(Math::abs).max().orElse(0);
    assertThat(largest).isBetween(31, 63);
  }

  @Test
  void homogeneousFunctionsNeedNoArgumentOfTheirOwn() throws ModelException {
    QuantizedModel model = Quantizer.quantize(net(), samples(6, 1, 20), bits(8));
    Map<String, Tensor> tensors = model.graph().tensorsByName();
    model.graph().nodes().stream()
        .filter(n -> n instanceof Requantize)
        .map(n -> (Requantize) n)
        .forEach(
            r ->
                assertThat(tensors.get(r.input()).format().fraction() - r.shift())
                    .isEqualTo(tensors.get(r.output()).format().fraction()));
  }

  @Test
  void inputDomainsAreCoveredByThePowerOfTwo() throws ModelException {
    for (double limit : new double[] {0.3, 1, 5, 300}) {
      FloatGraph net = net();
      List<Map<String, double[]>> samples = samples(6, limit, 50);
      Format f =
          Quantizer.quantize(net, samples, bits(8)).graph().tensorsByName().get("x").format();
      double largest =
          samples.stream()
              .flatMapToDouble(s -> Arrays.stream(s.get("x")))
              .map(Math::abs)
              .max()
              .orElseThrow();
      assertThat(f.toReal(f.max())).isBetween(0.99 * largest, 2.02 * largest);
    }
  }

  @Test
  void inputsWithoutNegativeSamplesAreUnsigned() throws ModelException {
    List<Map<String, double[]>> samples = List.of(Map.of("x", new double[] {0, 1, 0.5, 0, 1, 0}));
    assertThat(Quantizer.quantize(net(), samples, bits(8)).graph().tensorsByName().get("x"))
        .isEqualTo(new Tensor("x", 1, 6, Format.unsigned(7, 8)));
  }

  @Test
  void declaredDomainsReplaceTheSamples() throws ModelException {
    QuantizerOptions options = bits(8).withDomains(Map.of("x", new Domain(-1, 5)));
    Format f =
        Quantizer.quantize(net(), samples(6, 1, 20), options)
            .graph()
            .tensorsByName()
            .get("x")
            .format();
    assertThat(f).isEqualTo(new Format(5, -32, 160));
    QuantizerOptions unknown = bits(8).withDomains(Map.of("z", new Domain(-1, 5)));
    assertThatThrownBy(() -> Quantizer.quantize(net(), samples(6, 1, 20), unknown))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("z");
    QuantizerOptions wide = bits(8).withDomains(Map.of("x", new Domain(-1e30, 5)));
    assertThatThrownBy(() -> Quantizer.quantize(net(), samples(6, 1, 20), wide))
        .hasMessageContaining("too wide");
  }

  @Test
  void integerInputsStayIntegers() throws ModelException {
    FloatPort x = new FloatPort("x", "x", List.of(4L), true);
    FloatGraph graph =
        new FloatGraph(List.of(x), List.of(port("y", 2)), List.of(dense("y", "x", 4, 2, 1)));
    List<Map<String, double[]>> samples = List.of(Map.of("x", new double[] {3, 1, 0, 2}));
    assertThat(
            Quantizer.quantize(graph, samples, bits(8)).graph().tensorsByName().get("x").format())
        .isEqualTo(Format.unsigned(0, 8));
  }

  @Test
  void biasesThatAreLargeCostWeightBits() throws ModelException {
    FloatNode.Dense layer = dense("y", "x", 4, 2, 1e-6);
    layer.bias()[1] = 1e6;
    QuantizedModel model = Quantizer.quantize(graph(layer), samples(4, 1, 10), bits(16));
    Parameter bias = model.graph().parametersByName().get("y/weight/bias");
    assertThat(bias.format()).isEqualTo(Format.signed(bias.format().fraction(), 32));
    assertThat(bias.format().toReal(model.parameters().get("y/weight/bias")[1]))
        .isCloseTo(1e6, Offset.offset(1e-2));
  }

  @Test
  void zeroWeightsAndZeroSamples() throws ModelException {
    FloatNode zero = new FloatNode.Dense("y", "x", new Matrix(4, 2, new double[8]), new double[2]);
    QuantizedModel model =
        Quantizer.quantize(graph(zero), List.of(Map.of("x", new double[4])), bits(8));
    assertThat(model.parameters().get("y/weight")).containsOnly(0);
    assertThat(model.graph().nodes().getFirst())
        .isEqualTo(new Linear("y", "x", "y/weight", Optional.empty()));
  }

  @Test
  void everyOutputHasATensorOfItsOwn() throws ModelException {
    FloatGraph graph =
        new FloatGraph(
            List.of(port("x", 4)),
            List.of(
                new FloatPort("input", "x", List.of(4L), false),
                new FloatPort("first", "y", List.of(2L), false),
                new FloatPort("second", "y", List.of(2L), false)),
            List.of(dense("y", "x", 4, 2, 1)));
    List<Map<String, double[]>> samples = samples(4, 1, 30);
    QuantizedModel model = Quantizer.quantize(graph, samples, bits(12));
    GraphLint.check(model.graph(), model.parameters());
    assertThat(model.graph().outputs()).extracting(Port::tensor).doesNotHaveDuplicates();
    assertThat(Fidelity.measure(reference(graph), model, samples).outputs())
        .allSatisfy(o -> assertThat(o.largestError()).isLessThan(0.005));
  }

  /** Sums of sums, of shared layers, and of more than one contraction. */
  @Test
  void sums() throws ModelException {
    FloatGraph graph =
        new FloatGraph(
            List.of(port("x", 4), port("z", 4)),
            List.of(port("y", 4)),
            List.of(
                dense("a", "x", 4, 4, 1),
                dense("b", "z", 4, 4, 1),
                combine("c", "a", 1, "b", -1),
                combine("d", "c", 1, "x", 1),
                relu("e", "d"),
                dense("f", "e", 4, 4, 1),
                combine("g", "d", -1, "f", 1),
                new FloatNode.Scale("h", "x", new double[] {1, 2, -3, 0.5}, new double[4]),
                combine("y", "g", 1, "h", 1)));
    List<Map<String, double[]>> samples =
        samples(4, 1, 60).stream()
            .map(s -> Map.of("x", s.get("x"), "z", RANDOM.doubles(4, -3, 3).toArray()))
            .toList();
    QuantizedModel model = Quantizer.quantize(graph, samples, bits(14));
    assertThat(
            Fidelity.measure(reference(graph), model, samples).outputs().getFirst().largestError())
        .isLessThan(0.01);
  }

  /** The first layer is stored as an output, and yet its accumulator is what the sum holds. */
  @Test
  void sumOfAnOutputAndAnotherLayer() throws ModelException {
    FloatGraph graph =
        new FloatGraph(
            List.of(port("x", 4)),
            List.of(port("a", 4), port("y", 4)),
            List.of(
                dense("a", "x", 4, 4, 1),
                combine("c", "a", 1, "x", 1),
                dense("d", "x", 4, 4, 1),
                combine("y", "c", 1, "d", 1)));
    List<Map<String, double[]>> samples = samples(4, 1, 60);
    QuantizedModel model = Quantizer.quantize(graph, samples, bits(14));
    assertThat(Fidelity.measure(reference(graph), model, samples).outputs())
        .allSatisfy(o -> assertThat(o.largestError()).isLessThan(0.01));
  }

  /** The number of paths through the sums is 2^60; the work must not be. */
  @Test
  void sumsThatShareOperands() throws ModelException {
    List<FloatNode> nodes = new ArrayList<>(List.of(dense("s0", "x", 4, 4, 0.1)));
    for (int i = 0; i < 60; i++) {
      nodes.add(combine("d" + i, "s" + i, -1, "x", 1));
      nodes.add(combine("s" + (i + 1), "s" + i, 1, "d" + i, 1));
    }
    FloatGraph graph = new FloatGraph(List.of(port("x", 4)), List.of(port("s60", 4)), nodes);
    assertThatCode(() -> Quantizer.quantize(graph, samples(4, 1, 3), bits(8)))
        .doesNotThrowAnyException();
  }

  private static FloatNode combine(String out, String a, int signA, String b, int signB) {
    return new FloatNode.Combine(
        out, List.of(new FloatNode.Combine.Term(a, signA), new FloatNode.Combine.Term(b, signB)));
  }

  @Test
  void samplesThatDoNotFitAreRefused() {
    FloatGraph net = net();
    assertThatThrownBy(() -> Quantizer.quantize(net, List.of(), bits(8)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("at least one sample");
    assertThatThrownBy(() -> Quantizer.quantize(net, List.of(Map.of("x", new double[5])), bits(8)))
        .hasMessage("sample 0, input x: 6 entries expected");
    assertThatThrownBy(() -> Quantizer.quantize(net, List.of(Map.of()), bits(8)))
        .hasMessage("sample 0, input x: 6 entries expected");
    double[] nan = {0, 0, Double.NaN, 0, 0, 0};
    assertThatThrownBy(() -> Quantizer.quantize(net, List.of(Map.of("x", nan)), bits(8)))
        .hasMessage("sample 0, input x: entry 2 is not a finite number");
    double[] huge = {1e308, 1e308, 1e308, 1e308, 1e308, 1e308};
    assertThatThrownBy(() -> Quantizer.quantize(net, List.of(Map.of("x", huge)), bits(8)))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void valuesBeyondFixedPointAreRefused() {
    FloatNode.Dense layer = dense("y", "x", 4, 2, 1);
    layer.weight().values()[2] = 1e200;
    List<Map<String, double[]>> zero = List.of(Map.of("x", new double[4]));
    assertThatThrownBy(() -> Quantizer.quantize(graph(layer), zero, bits(8)))
        .isInstanceOf(ModelException.class)
        .hasMessage("y/weight is too large for fixed-point numbers; scale it down");
    List<Map<String, double[]>> large = List.of(Map.of("x", new double[] {0, 0, 1e100, 0}));
    assertThatThrownBy(() -> Quantizer.quantize(graph(layer), large, bits(8)))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("x is too large");
  }

  @ParameterizedTest
  @CsvSource({"3, 8", "17, 8", "8, 1", "8, 17"})
  void widthsOutsideTheMenuAreRefused(int activation, int weight) {
    assertThatThrownBy(() -> new QuantizerOptions(activation, weight, 8, 8, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

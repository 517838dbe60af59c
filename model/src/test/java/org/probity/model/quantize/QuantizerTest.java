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
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Format;
import org.probity.graph.Parameter;
import org.probity.graph.Port;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.Requantize;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.lint.GraphLint;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.RandomFloatGraph;
import org.probity.testing.Seeds;

class QuantizerTest {
  private static QuantizerOptions bits(int bits) {
    return QuantizerOptions.defaults()
        .withActivationBits(bits)
        .withWeightBits(bits)
        .withInputBits(bits)
        .withOutputBits(bits);
  }

  /** 6 → 8 → 8 → 3 with ReLU. */
  private static Nets net() {
    return new Nets(11)
        .input("x", 1, 6)
        .dense("a", "x", 8, 1)
        .relu("b", "a")
        .dense("c", "b", 8, 0.5)
        .relu("d", "c")
        .dense("y", "d", 3, 2)
        .output("y");
  }

  private static double error(Nets net, QuantizerOptions options, int samples)
      throws ModelException {
    FloatGraph graph = net.graph();
    List<Map<String, double[]>> data = net.samples(samples, 1);
    QuantizedModel model = Quantizer.quantize(graph, data, options);
    double worst = 0;
    for (int i = 0; i < graph.outputs().size(); i++) {
      worst = Math.max(worst, Comparison.of(graph, model, data, i).relative());
    }
    return worst;
  }

  @ParameterizedTest
  @CsvSource({"8, 0.05", "10, 0.012", "12, 0.003", "16, 0.0002"})
  void errorShrinksWithTheWidth(int bits, double relative) throws ModelException {
    assertThat(error(net(), bits(bits), 100)).isLessThan(relative);
  }

  @Test
  void convolutions() throws ModelException {
    Nets net =
        new Nets(5)
            .input("x", 1, 3, 12, 12)
            .conv("a", "x", 8, 3, 1, 0.3)
            .relu("b", "a")
            .maxPool("c", "b", 2)
            .conv("d", "c", 8, 3, 2, 0.2)
            .relu("e", "d")
            .conv("f", "e", 8, 3, 1, 0.2)
            .sum("g", "f", 1, "e", 1)
            .relu("h", "g")
            .flatten("i", "h")
            .dense("y", "i", 10, 0.2)
            .output("y");
    assertThat(error(net, bits(12), 20)).isLessThan(0.006);
    assertThat(error(net, bits(8), 20)).isLessThan(0.1);
  }

  /** Kernel axes first, output channels last; a flattened input is read through a table. */
  @Test
  void weightsAreLaidOutForTheProof() throws ModelException {
    Nets net =
        new Nets(5)
            .input("x", 1, 4, 6, 6)
            .conv("a", "x", 8, 3, 1, 0.3)
            .relu("b", "a")
            .flatten("c", "b")
            .dense("y", "c", 10, 0.2)
            .output("y");
    QuantizedModel model = Quantizer.quantize(net.graph(), net.samples(4, 1), bits(8));
    assertThat(model.graph().parameters())
        .extracting(Parameter::shape)
        .containsExactly(List.of(3, 3, 4, 8), List.of(8), List.of(288, 10), List.of(10));
    assertThat(model.graph().tensors()).hasSize(7);
  }

  @Test
  void attention() throws ModelException {
    int t = 6;
    Nets net = new Nets(8).input("x", 1, t, 8).dense("q", "x", 8, 0.5).dense("k", "x", 8, 0.5);
    net.dense("v", "x", 8, 0.5);
    AxisIndex heads2 = new AxisIndex.Strided(List.of(1, 3), List.of(4, 1), 0, 1);
    for (String name : List.of("q", "k", "v")) {
      net.add(
          new FloatNode.Layout(
              name + "h",
              List.of(1, 2, t, 4),
              new View(name, List.of(AxisIndex.along(0), AxisIndex.along(2), heads2))));
    }
    net.add(
        new FloatNode.Contract(
            "scores",
            List.of(1, 2, t, t),
            List.of(4),
            new View("qh", along(0, 1, 2, 4)),
            Optional.of(new View("kh", along(0, 1, 3, 4)))));
    net.add(
        new FloatNode.Combine(
            "scaled",
            List.of(1, 2, t, t),
            List.of(new FloatNode.Combine.Term(1 / Math.sqrt(3), View.identity("scores", 4))),
            0));
    net.add(new FloatNode.Softmax("p", List.of(1, 2, t, t), "scaled", 3));
    net.add(
        new FloatNode.Contract(
            "mixed",
            List.of(1, 2, t, 4),
            List.of(t),
            new View("p", along(0, 1, 2, 4)),
            Optional.of(new View("vh", along(0, 1, 4, 3)))));
    net.add(
        new FloatNode.Layout("swapped", List.of(1, t, 2, 4), new View("mixed", along(0, 2, 1, 3))));
    net.add(
        new FloatNode.Layout(
            "joined",
            List.of(1, t, 8),
            new View(
                "swapped",
                List.of(
                    AxisIndex.along(0),
                    AxisIndex.along(1),
                    new AxisIndex.Table(2, List.of(2), new int[] {0, 1, 2, 3, 4, 5, 6, 7})))));
    net.dense("y", "joined", 8, 0.5).output("y");
    assertThat(error(net, bits(12), 20)).isLessThan(0.01);
  }

  private static List<AxisIndex> along(Integer... axes) {
    return Arrays.stream(axes).map(AxisIndex::along).toList();
  }

  @Test
  void normalisation() throws ModelException {
    Nets net = new Nets(9).input("x", 1, 5, 16).dense("a", "x", 16, 0.5);
    List<Integer> rows = List.of(1, 5, 1);
    View all = new View("a", along(0, 1, 3));
    net.add(new FloatNode.Contract("total", rows, List.of(16), all, Optional.empty()));
    View broadcast =
        new View("total", List.of(AxisIndex.along(0), AxisIndex.along(1), AxisIndex.at(0)));
    net.add(
        new FloatNode.Combine(
            "centred",
            List.of(1, 5, 16),
            List.of(
                new FloatNode.Combine.Term(1, View.identity("a", 3)),
                new FloatNode.Combine.Term(-1.0 / 16, broadcast)),
            0));
    View centred = new View("centred", along(0, 1, 3));
    net.add(new FloatNode.Contract("squares", rows, List.of(16), centred, Optional.of(centred)));
    RealFunction deviation =
        new RealFunction.Binary(
                BinaryOperator.MUL, RealFunction.X, new RealFunction.Constant(1.0 / 16))
            .then(
                new RealFunction.Binary(
                    BinaryOperator.ADD, RealFunction.X, new RealFunction.Constant(1e-5)))
            .then(RealFunction.unary(UnaryOperator.SQRT));
    net.apply("deviation", "squares", deviation);
    View divisor =
        new View("deviation", List.of(AxisIndex.along(0), AxisIndex.along(1), AxisIndex.at(0)));
    net.add(new FloatNode.Divide("n", List.of(1, 5, 16), View.identity("centred", 3), divisor));
    net.constant("gamma", 2, 16);
    net.add(
        new FloatNode.Contract(
            "scaled",
            List.of(1, 5, 16),
            List.of(),
            View.identity("n", 3),
            Optional.of(new View("gamma", along(2)))));
    net.constant("beta", 1, 16).bias("y", "scaled", "beta", 2).output("y");
    assertThat(error(net, bits(12), 40)).isLessThan(0.005);
  }

  @Test
  void embeddings() throws ModelException {
    Nets net = new Nets(2).labels("ids", 1, 7).constant("table", 1, 20, 6);
    net.add(
        new FloatNode.Select(
            "e",
            List.of(1, 7, 6),
            20,
            new View("table", along(3, 2)),
            new View("ids", along(0, 1))));
    net.dense("y", "e", 4, 0.5).output("y");
    List<Map<String, double[]>> samples = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      samples.add(Map.of("ids", net.random.ints(7, 0, 20).asDoubleStream().toArray()));
    }
    QuantizedModel model = Quantizer.quantize(net.graph(), samples, bits(12));
    assertThat(model.graph().tensorsByName().get("ids").format()).isEqualTo(new Format(0, 0, 19));
    assertThat(Comparison.of(net.graph(), model, samples, 0).relative()).isLessThan(0.002);
  }

  /** Whatever nodes are combined, the result is valid and close. */
  @Seeds(150)
  void randomGraphs(long seed) throws ModelException {
    Random random = new Random(seed);
    FloatGraph graph = RandomFloatGraph.of(random, 8);
    boolean discontinuous = graph.nodes().stream().anyMatch(n -> n instanceof FloatNode.Ranking);
    List<Map<String, double[]>> samples = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      samples.add(RandomFloatGraph.input(graph, random));
    }
    QuantizedModel model = Quantizer.quantize(graph, samples, bits(14));
    for (int i = 0; i < graph.outputs().size() && !discontinuous; i++) {
      Comparison c = Comparison.of(graph, model, samples, i);
      assertThat(c.largestError()).isLessThanOrEqualTo(0.02 * (c.largestValue() + 0.05));
    }
  }

  @Seeds(20)
  void quantisationIsDeterministic(long seed) throws ModelException {
    Random random = new Random(seed);
    FloatGraph graph = RandomFloatGraph.of(random, 10);
    List<Map<String, double[]>> samples = List.of(RandomFloatGraph.input(graph, random));
    QuantizedModel model = Quantizer.quantize(graph, samples, bits(10));
    QuantizedModel again = Quantizer.quantize(graph, samples, bits(10));
    assertThat(again.graph()).isEqualTo(model.graph());
    for (Parameter p : model.graph().parameters()) {
      assertThat(again.parameters().get(p.name())).isEqualTo(model.parameters().get(p.name()));
    }
  }

  @Test
  void whatIsPublicDoesNotFollowTheWeights() throws ModelException {
    List<QuantizedModel> models = new ArrayList<>();
    for (double[] weights :
        List.of(
            new double[] {0.1, 0.2, -0.3, 0.9, 0.4, 0, 0, 0.1},
            new double[] {-0.1, 0, 0.33, 0.19, -0.4, -0.77, 0, 0.1})) {
      Nets net = new Nets(1).input("x", 1, 4).dense("y", "x", 2, 1).output("y");
      net.constant("y.w", weights, 4, 2).constant("y.b", new double[] {0.3, -0.7}, 2);
      models.add(
          Quantizer.quantize(
              net.graph(),
              // So little that the ranges of all tensors are those of the biases.
              List.of(Map.of("x", new double[] {1e-9, 1e-9, 1e-9, 1e-9})),
              bits(8).withDomains(Map.of("x", new Domain(-1, 1)))));
    }
    assertThat(models.get(0).graph()).isEqualTo(models.get(1).graph());
    assertThat(models.get(0).parameters().get("y.w"))
        .isNotEqualTo(models.get(1).parameters().get("y.w"));
  }

  @Test
  void widthsAreAsChosen() throws ModelException {
    QuantizerOptions options =
        QuantizerOptions.defaults()
            .withActivationBits(9)
            .withWeightBits(7)
            .withInputBits(10)
            .withOutputBits(11);
    Nets net = net();
    QuantizedModel model = Quantizer.quantize(net.graph(), net.samples(20, 0.9), options);
    Map<String, Tensor> tensors = model.graph().tensorsByName();
    assertThat(tensors.get("x").format()).isEqualTo(Format.signed(9, 10));
    for (String hidden : List.of("b", "d")) {
      Format f = tensors.get(hidden).format();
      assertThat(f).isEqualTo(Format.unsigned(f.fraction(), 9));
    }
    Format y = tensors.get(model.graph().outputs().getFirst().tensor()).format();
    assertThat(y).isEqualTo(Format.signed(y.fraction(), 11));
    Parameter weight = model.graph().parametersByName().get("a.w");
    assertThat(weight.format()).isEqualTo(Format.signed(weight.format().fraction(), 7));
    // The largest weight uses the width: one bit less would not hold it.
    int largest = Arrays.stream(model.parameters().get("a.w")).map(Math::abs).max().orElse(0);
    assertThat(largest).isBetween(31, 63);
  }

  @Test
  void reluNeedsNoArgumentOfItsOwn() throws ModelException {
    Nets net = net();
    QuantizedModel model = Quantizer.quantize(net.graph(), net.samples(20, 1), bits(8));
    Map<String, Tensor> tensors = model.graph().tensorsByName();
    assertThat(model.graph().nodes()).filteredOn(n -> n instanceof Requantize).hasSize(3);
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
      Nets net = net();
      List<Map<String, double[]>> samples = net.samples(50, limit);
      Format f =
          Quantizer.quantize(net.graph(), samples, bits(8))
              .graph()
              .tensorsByName()
              .get("x")
              .format();
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
    assertThat(Quantizer.quantize(net().graph(), samples, bits(8)).graph().tensorsByName().get("x"))
        .isEqualTo(new Tensor("x", List.of(1, 6), Format.unsigned(7, 8)));
  }

  @Test
  void declaredDomainsReplaceTheSamples() throws ModelException {
    QuantizerOptions options = bits(8).withDomains(Map.of("x", new Domain(-1, 5)));
    Nets net = net();
    List<Map<String, double[]>> samples = net.samples(20, 1);
    Format f =
        Quantizer.quantize(net.graph(), samples, options).graph().tensorsByName().get("x").format();
    assertThat(f).isEqualTo(new Format(5, -32, 160));
    QuantizerOptions unknown = bits(8).withDomains(Map.of("z", new Domain(-1, 5)));
    assertThatThrownBy(() -> Quantizer.quantize(net.graph(), samples, unknown))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("z");
    QuantizerOptions wide = bits(8).withDomains(Map.of("x", new Domain(-1e30, 5)));
    assertThatThrownBy(() -> Quantizer.quantize(net.graph(), samples, wide))
        .hasMessageContaining("too wide");
  }

  @Test
  void integerInputsStayIntegers() throws ModelException {
    Nets net = new Nets(4).labels("x", 4).dense("y", "x", 2, 1).output("y");
    List<Map<String, double[]>> samples = List.of(Map.of("x", new double[] {3, 1, 0, 2}));
    assertThat(
            Quantizer.quantize(net.graph(), samples, bits(8))
                .graph()
                .tensorsByName()
                .get("x")
                .format())
        .isEqualTo(Format.unsigned(0, 8));
  }

  @Test
  void biasesThatAreLargeCostPrecision() throws ModelException {
    Nets net = new Nets(6).input("x", 1, 4).dense("y", "x", 2, 1e-6).output("y");
    net.constant("y.b", new double[] {0, 1e6}, 2);
    List<Map<String, double[]>> samples = net.samples(10, 1);
    QuantizedModel model = Quantizer.quantize(net.graph(), samples, bits(16));
    Parameter bias = model.graph().parametersByName().get("y.b/addend");
    assertThat(bias.format()).isEqualTo(Format.signed(bias.format().fraction(), 32));
    assertThat(bias.format().toReal(model.parameters().get("y.b/addend")[1]))
        .isCloseTo(1e6, Offset.offset(1e-2));
    assertThat(Comparison.of(net.graph(), model, samples, 0).relative()).isLessThan(1e-4);
  }

  @Test
  void everyOutputHasATensorOfItsOwn() throws ModelException {
    Nets net = new Nets(3).input("x", 1, 4).dense("y", "x", 2, 1).output("y");
    FloatGraph one = net.graph();
    FloatGraph graph =
        new FloatGraph(
            one.inputs(),
            List.of(
                Nets.port("input", "x", List.of(1, 4), false),
                Nets.port("first", "y", List.of(1, 2), false),
                Nets.port("second", "y", List.of(1, 2), false)),
            one.constants(),
            one.nodes());
    List<Map<String, double[]>> samples = net.samples(30, 1);
    QuantizedModel model = Quantizer.quantize(graph, samples, bits(12));
    GraphLint.check(model.graph(), model.parameters());
    assertThat(model.graph().outputs()).extracting(Port::tensor).doesNotHaveDuplicates();
    for (int i = 0; i < 3; i++) {
      assertThat(Comparison.of(graph, model, samples, i).largestError()).isLessThan(0.005);
    }
  }

  /** Sums of sums, of shared layers, and of more than one contraction. */
  @Test
  void sums() throws ModelException {
    Nets net =
        new Nets(7)
            .input("x", 1, 4)
            .input("z", 1, 4)
            .dense("a", "x", 4, 1)
            .dense("b", "z", 4, 1)
            .sum("c", "a", 1, "b", -1)
            .sum("d", "c", 1, "x", 0.3)
            .relu("e", "d")
            .dense("f", "e", 4, 1)
            .sum("g", "d", -1, "f", 1)
            .sum("y", "g", 1, "a", 2)
            .output("y")
            .output("a");
    assertThat(error(net, bits(14), 60)).isLessThan(0.002);
  }

  /** The number of paths through the sums is 2^60; the work must not be. */
  @Test
  void sumsThatShareOperands() {
    Nets net = new Nets(7).input("x", 1, 4).dense("s0", "x", 4, 0.1);
    for (int i = 0; i < 60; i++) {
      net.sum("d" + i, "s" + i, -1, "x", 1);
      net.sum("s" + (i + 1), "s" + i, 1, "d" + i, 1);
    }
    net.output("s60");
    assertThatCode(() -> Quantizer.quantize(net.graph(), net.samples(3, 1), bits(8)))
        .doesNotThrowAnyException();
  }

  /** Beyond the samples, values saturate at the ends of the declared formats and nowhere else. */
  @Test
  void saturation() throws ModelException {
    Nets net = new Nets(1).input("x", 2).relu("y", "x").output("y");
    QuantizerOptions options = bits(8).withDomains(Map.of("x", new Domain(-4, 4)));
    QuantizedModel model =
        Quantizer.quantize(net.graph(), List.of(Map.of("x", new double[] {0.9, -1})), options);
    Port port = model.graph().outputs().getFirst();
    Format f = model.graph().tensorsByName().get(port.tensor()).format();
    assertThat(f).isEqualTo(Format.unsigned(8, 8));
    List<Map<String, double[]>> beyond = List.of(Map.of("x", new double[] {3.5, -3.5}));
    assertThat(Comparison.of(net.graph(), model, beyond, 0).largestError())
        .isEqualTo(3.5 - 255.0 / 256);
    List<Map<String, double[]>> within = List.of(Map.of("x", new double[] {0.75, 0.5}));
    assertThat(Comparison.of(net.graph(), model, within, 0).largestError()).isZero();
  }

  @Test
  void samplesThatDoNotFitAreRefused() {
    FloatGraph net = net().graph();
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
    Nets net = new Nets(1).input("x", 1, 4).dense("y", "x", 2, 1).output("y");
    net.constants.get("y.w").values()[2] = 1e25;
    List<Map<String, double[]>> zero = List.of(Map.of("x", new double[] {1, 0, 0, 0}));
    assertThatThrownBy(() -> Quantizer.quantize(net.graph(), zero, bits(8)))
        .isInstanceOf(ModelException.class)
        .hasMessage("y.w is too large for fixed-point numbers; scale it down");
    List<Map<String, double[]>> large = List.of(Map.of("x", new double[] {0, 0, 1e100, 0}));
    assertThatThrownBy(() -> Quantizer.quantize(net.graph(), large, bits(8)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is too large");
  }

  @ParameterizedTest
  @CsvSource({"3, 8", "17, 8", "8, 1", "8, 17"})
  void widthsOutsideTheMenuAreRefused(int activation, int weight) {
    assertThatThrownBy(
            () -> QuantizerOptions.defaults().withActivationBits(activation).withWeightBits(weight))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void originsNameTheFloatTensors() throws ModelException {
    Nets net = net();
    List<Map<String, double[]>> samples = net.samples(5, 1);
    QuantizedModel model = Quantizer.quantize(net.graph(), samples, bits(12));
    Map<String, double[]> reals = FloatExecutor.run(net.graph(), samples.getFirst());
    assertThat(model.origins().values()).allMatch(reals::containsKey);
    assertThat(new HashMap<>(model.origins()))
        .containsEntry("x", "x")
        .containsEntry("b", "b")
        .containsEntry("y/stored", "y");
  }
}

package org.probity.model.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Encoding;
import org.probity.graph.Interpolate;
import org.probity.graph.View;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.Mapping;
import org.probity.model.floatgraph.PortType;

/** Missing values that are replaced before a linear model, in one input and in one a column. */
class MissingInputsTest {
  private static final double[] SIZES = {20_000, 1, 40, 0.003};
  private static final double[] REPLACEMENTS = {3271.25, 0.5, -1, 0};
  private static final int COLUMNS = SIZES.length;

  private static AxisIndex at(int place) {
    return new AxisIndex.Strided(List.of(1), List.of(1), place, 1);
  }

  private static Mapping replacing(double value) {
    return Mapping.replacing(new double[] {Double.NaN}, new double[] {value});
  }

  /** {@code w . filled + 1}. */
  private static FloatGraph linear(boolean columns, List<FloatNode> further, String... outputs) {
    List<FloatPort> inputs = new ArrayList<>();
    List<FloatNode> nodes = new ArrayList<>();
    List<Term> parts = new ArrayList<>();
    if (!columns) {
      inputs.add(new FloatPort("x", "x", List.of(1L, (long) COLUMNS), PortType.FLOAT32));
    }
    for (int j = 0; j < COLUMNS; j++) {
      String source = columns ? "x" + j : "x";
      if (columns) {
        inputs.add(new FloatPort(source, source, List.of(1L, 1L), PortType.FLOAT32));
      }
      View column = new View(source, List.of(AxisIndex.along(0), at(columns ? 0 : j)));
      nodes.add(
          new FloatNode.Lookup("filled" + j, List.of(1, 1), column, replacing(REPLACEMENTS[j])));
      parts.add(new Term(1, new View("filled" + j, List.of(AxisIndex.along(0), at(-j)))));
    }
    nodes.add(new FloatNode.Combine("filled", List.of(1, COLUMNS), parts, 0));
    View left = new View("filled", List.of(AxisIndex.along(0), AxisIndex.along(2)));
    View right = new View("w", List.of(AxisIndex.along(2), AxisIndex.along(1)));
    nodes.add(
        new FloatNode.Contract(
            "product", List.of(1, 1), List.of(COLUMNS), left, Optional.of(right)));
    List<Term> whole = List.of(new Term(1, View.identity("product", 2)));
    nodes.add(new FloatNode.Combine("y", List.of(1, 1), whole, 1));
    nodes.addAll(further);
    double[] weights = Arrays.stream(SIZES).map(s -> 1.25 / s).toArray();
    List<FloatPort> ports = new ArrayList<>();
    ports.add(new FloatPort("y", "y", List.of(1L, 1L), PortType.FLOAT32));
    for (String output : outputs) {
      ports.add(new FloatPort(output, output, List.of(1L, (long) COLUMNS), PortType.FLOAT32));
    }
    Constant w = new Constant(List.of(COLUMNS, 1), weights);
    return new FloatGraph(inputs, ports, Map.of("w", w), nodes);
  }

  private static List<Map<String, double[]>> samples(boolean columns, int count, double missing) {
    SplittableRandom random = new SplittableRandom(count);
    List<Map<String, double[]>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, double[]> sample = new HashMap<>();
      double[] x = new double[COLUMNS];
      for (int j = 0; j < COLUMNS; j++) {
        boolean absent = random.nextDouble() < missing;
        x[j] = absent ? Double.NaN : (float) (SIZES[j] * random.nextDouble(-1, 1));
        sample.put("x" + j, new double[] {x[j]});
      }
      samples.add(columns ? sample : Map.of("x", x));
    }
    return samples;
  }

  private static double largestError(FloatGraph graph, QuantizedModel model, boolean columns)
      throws ModelException {
    InputQuantizer inputs = new InputQuantizer(model.graph());
    double worst = 0;
    for (Map<String, double[]> sample : samples(columns, 500, 0.4)) {
      Map<String, double[]> expected = FloatExecutor.run(graph, sample);
      Map<String, long[]> actual =
          IntegerExecutor.run(model.graph(), model.parameters(), inputs.quantize(sample));
      for (int k = 0; k < graph.outputs().size(); k++) {
        double[] reals =
            inputs.toReal(
                model.graph().outputs().get(k),
                actual.get(model.graph().outputs().get(k).tensor()));
        double[] original = expected.get(graph.outputs().get(k).tensor());
        for (int i = 0; i < reals.length; i++) {
          worst = Math.max(worst, Math.abs(reals[i] - original[i]));
        }
      }
    }
    return worst;
  }

  /** Whether or not the samples that calibrate have missing values. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void missingValuesAreReplaced(boolean columns) throws Exception {
    FloatGraph graph = linear(columns, List.of());
    for (double missing : new double[] {0, 0.3}) {
      QuantizedModel model =
          Quantizer.quantize(graph, samples(columns, 100, missing), QuantizerOptions.defaults());
      assertThat(largestError(graph, model, columns)).isLessThan(0x1p-22);
      assertThat(model.graph().inputs())
          .allMatch(p -> ((Encoding.Fixed) p.encoding()).missing().isPresent());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void missingValuesAreReplacedAtFewBits(boolean columns) throws Exception {
    FloatGraph graph = linear(columns, List.of());
    QuantizedModel model =
        Quantizer.quantize(graph, samples(columns, 100, 0.3), QuantizerOptions.uniform(12));
    assertThat(largestError(graph, model, columns)).isLessThan(0x1p-4);
  }

  /** Functions are public, parameters are not. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatReplacesThemIsAParameter(boolean columns) throws Exception {
    FloatGraph graph = linear(columns, List.of());
    QuantizedModel model =
        Quantizer.quantize(graph, samples(columns, 50, 0.3), QuantizerOptions.defaults());
    assertThat(model.graph().nodes()).noneMatch(Interpolate.class::isInstance);
    assertThat(model.graph().toString()).doesNotContain("0.5", "3271").contains("Constant[value=2");
  }

  /** The same columns for a second model, with other replacements; and who is missing. */
  @Test
  void aColumnIsReplacedTwiceAndAsked() throws Exception {
    View whole = View.identity("x", 2);
    Mapping indicator = Mapping.of(new double[] {Double.NaN}, new double[] {1}, 0);
    FloatGraph graph =
        linear(
            false,
            List.of(
                new FloatNode.Lookup("other", List.of(1, COLUMNS), whole, replacing(0.001)),
                new FloatNode.Combine(
                    "z", List.of(1, COLUMNS), List.of(new Term(1, View.identity("other", 2))), 0.5),
                new FloatNode.Lookup("asked", List.of(1, COLUMNS), whole, indicator)),
            "z",
            "asked");
    QuantizedModel model =
        Quantizer.quantize(graph, samples(false, 100, 0.3), QuantizerOptions.defaults());
    // The second copy has the size of the largest column.
    assertThat(largestError(graph, model, false)).isLessThan(0x1p-10);
    InputQuantizer inputs = new InputQuantizer(model.graph());
    double[] x = {Double.NaN, 0.5, Double.NaN, 0};
    long[] asked =
        IntegerExecutor.run(model.graph(), model.parameters(), inputs.quantize(Map.of("x", x)))
            .get(model.graph().outputs().getLast().tensor());
    assertThat(asked).containsExactly(1, 0, 1, 0);
  }

  @Test
  void aNumberThatWouldBeTheCodeIsRefused() throws Exception {
    FloatGraph graph = linear(true, List.of());
    QuantizedModel model =
        Quantizer.quantize(graph, samples(true, 50, 0.3), QuantizerOptions.defaults());
    InputQuantizer inputs = new InputQuantizer(model.graph());
    Map<String, double[]> sample = new HashMap<>(samples(true, 1, 0).getFirst());
    Encoding.Fixed encoding = (Encoding.Fixed) model.graph().inputs().get(2).encoding();
    double code = Math.scalb(2.0, encoding.exponent(0));
    for (double near : new double[] {code, Math.nextUp(code), Math.nextDown(code)}) {
      sample.put("x2", new double[] {near});
      assertThatThrownBy(() -> inputs.quantize(sample))
          .isInstanceOf(ModelException.class)
          .hasMessage("input x2[0, 0] is rounded to the number that stands for a missing value");
    }
    sample.put("x2", new double[] {code * 0.99});
    assertThat(inputs.quantize(sample).get("x2")[0]).isNotEqualTo(encoding.missing().orElseThrow());
    sample.put("x2", new double[] {Double.POSITIVE_INFINITY});
    assertThatThrownBy(() -> inputs.quantize(sample)).hasMessageContaining("is outside");
  }

  /** Where something else computes with an input, a missing value would be a number there. */
  @Test
  void whatComputesWithoutReplacingTakesNoMissingValues() throws Exception {
    View whole = View.identity("x", 2);
    FloatGraph graph =
        linear(
            false,
            List.of(
                new FloatNode.Combine("z", List.of(1, COLUMNS), List.of(new Term(2, whole)), 0)),
            "z");
    assertThatThrownBy(
            () -> Quantizer.quantize(graph, samples(false, 50, 0.3), QuantizerOptions.defaults()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is not a finite number");
    QuantizedModel model =
        Quantizer.quantize(graph, samples(false, 50, 0), QuantizerOptions.defaults());
    InputQuantizer inputs = new InputQuantizer(model.graph());
    assertThatThrownBy(() -> inputs.quantize(samples(false, 1, 1).getFirst()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is outside the declared domain");
  }
}

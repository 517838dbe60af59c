package org.probity.model.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.Port;
import org.probity.graph.Shapes;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.PortType;
import org.probity.model.trees.Ensemble;
import org.probity.model.trees.EnsembleBuilder;
import org.probity.model.trees.Precision;

/** Input ports that take the form of another model's ports. */
class AlikePortsTest {
  private static List<Map<String, double[]>> samples(String input, int size, double... scales) {
    SplittableRandom random = new SplittableRandom(5);
    List<Map<String, double[]>> samples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double[] x = new double[size];
      for (int j = 0; j < size; j++) {
        x[j] = (2 * random.nextDouble() - 1) * (scales.length == 0 ? 1 : scales[j]);
      }
      samples.add(Map.of(input, x));
    }
    return samples;
  }

  private static FloatGraph scorer(Integer... shape) {
    return new Nets(1).input("x", shape).dense("score", "x", 2, 0.5).output("score").graph();
  }

  private static FloatGraph decider(Integer... shape) {
    return new Nets(2)
        .input("rating", shape)
        .dense("h", "rating", 3, 0.7)
        .dense("d", "h", 2, 0.5)
        .output("d")
        .graph();
  }

  private static PortFormat form(QuantizedModel model, String port) {
    return PortFormat.of(model.graph(), port).orElseThrow();
  }

  private static Tensor input(QuantizedModel model) {
    return model.graph().tensorsByName().get(model.graph().inputs().getFirst().tensor());
  }

  /** Coarse and fine widths on either side; the second model's tensor gets the first's shape. */
  @ParameterizedTest
  @CsvSource({"8, 12", "12, 8", "24, 12", "12, 24", "24, 24"})
  void anOutputBecomesAnInput(int firstBits, int secondBits) throws Exception {
    QuantizedModel first =
        Quantizer.quantize(scorer(1, 4), samples("x", 4), QuantizerOptions.uniform(firstBits));
    PortFormat score = form(first, "out score");
    FloatGraph graph = decider(2);
    List<Map<String, double[]>> samples = samples("rating", 2);
    QuantizerOptions options = QuantizerOptions.uniform(secondBits);
    QuantizedModel second =
        Quantizer.quantize(graph, samples, options.withAlike(Map.of("rating", score)));
    assertThat(form(second, "rating")).isEqualTo(score);
    assertThat(input(second).shape()).containsExactly(1, 2);
    Port port = second.graph().inputs().getFirst();
    assertThat(port.shape()).as("of the original model").containsExactly(2L);
    assertSame(graph, second, samples);
  }

  /** Both give about the same. */
  private static void assertSame(
      FloatGraph graph, QuantizedModel model, List<Map<String, double[]>> samples)
      throws ModelException {
    InputQuantizer quantizer = new InputQuantizer(model.graph());
    Port out = model.graph().outputs().getFirst();
    for (Map<String, double[]> sample : samples) {
      double[] real = FloatExecutor.run(graph, sample).get(graph.outputs().getFirst().tensor());
      long[] integers =
          IntegerExecutor.run(model.graph(), model.parameters(), quantizer.quantize(sample))
              .get(out.tensor());
      double[] got = quantizer.toReal(out, integers);
      for (int i = 0; i < real.length; i++) {
        assertThat(got[i]).isCloseTo(real[i], within(0.05));
      }
    }
  }

  /** Exponents of one applicant's columns, for two models. */
  @ParameterizedTest
  @ValueSource(ints = {12, 24})
  void exponentsAreTakenOver(int bits) throws Exception {
    List<Map<String, double[]>> samples = samples("x", 4, 50_000, 1, 0.01, 300);
    QuantizedModel first = Quantizer.quantize(scorer(1, 4), samples, QuantizerOptions.uniform(24));
    PortFormat form = form(first, "x");
    assertThat(form.exponents()).hasSize(4);
    QuantizedModel second =
        Quantizer.quantize(
            new Nets(9).input("x", 1, 4).dense("y", "x", 1, 0.001).output("y").graph(),
            samples("x", 4, 1, 1, 1, 1),
            QuantizerOptions.uniform(bits).withAlike(Map.of("x", form)));
    assertThat(form(second, "x")).isEqualTo(form);
  }

  /** One branch on the first of two features. */
  private static FloatGraph stump() throws ModelException {
    Ensemble ensemble =
        new EnsembleBuilder("stump", 2, 1)
            .tree()
            .branch(0, Precision.FLOAT32.lessOrEqual(0.25), 1, 2)
            .leaf(0, -1)
            .leaf(0, 1)
            .build();
    FloatPort x = new FloatPort("x", "x", List.of(1L, 2L), PortType.FLOAT32);
    FloatPort y = new FloatPort("y", "y", List.of(1L, 1L), PortType.FLOAT32);
    View row = new View("x", List.of(AxisIndex.along(0), AxisIndex.along(2)));
    return new FloatGraph(
        List.of(x),
        List.of(y),
        Map.of(),
        List.of(new FloatNode.Forest("y", List.of(1, 1), List.of(2), List.of(row), ensemble)));
  }

  /** What trees only compare is exact unless it is to be like a number that was rounded. */
  @Test
  void treesCompareWhatWasRounded() throws Exception {
    PortFormat form = new PortFormat(List.of(1, 2), Format.signed(9, 12), Encoding.fixed());
    FloatGraph graph = stump();
    List<Map<String, double[]>> samples = samples("x", 2);
    QuantizedModel exact = Quantizer.quantize(graph, samples, QuantizerOptions.defaults());
    assertThat(exact.graph().inputs().getFirst().encoding()).isInstanceOf(Encoding.Ordered.class);
    QuantizedModel rounded =
        Quantizer.quantize(
            graph, samples, QuantizerOptions.defaults().withAlike(Map.of("x", form)));
    assertThat(form(rounded, "x")).isEqualTo(form);
    assertThat(rounded.notes()).anyMatch(note -> note.contains("as it is rounded"));
    // And the other way round: a sum cannot read codes.
    assertRefused(scorer(1, 2), form(exact, "x"), "codes of float32 values, compared exactly");
  }

  private static void assertRefused(FloatGraph graph, PortFormat form, String reason) {
    int size = Shapes.size(graph.inputs().getFirst().tensorShape());
    QuantizerOptions options = QuantizerOptions.uniform(8).withAlike(Map.of("x", form));
    assertThatThrownBy(() -> Quantizer.quantize(graph, samples("x", size), options))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void whatCannotBeAlikeIsRefused() {
    Format byteFormat = Format.signed(3, 8);
    PortFormat three = new PortFormat(List.of(3), byteFormat, Encoding.fixed());
    assertRefused(scorer(1, 4), three, "input x is of shape [1, 4] and cannot be like a port of");
    PortFormat codes = new PortFormat(List.of(1, 4), byteFormat, new Encoding.Affine(0.1f, 3));
    assertRefused(scorer(1, 4), codes, "codes of a quantised model");
    PortFormat names =
        new PortFormat(
            List.of(1, 4), new Format(0, 0, 1), new Encoding.Category(List.of("a", "b")));
    assertRefused(scorer(1, 4), names, "2 categories");
    assertThatThrownBy(
            () ->
                Quantizer.quantize(
                    scorer(1, 4),
                    samples("x", 4),
                    QuantizerOptions.uniform(8).withAlike(Map.of("y", three))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the model has no input y");
    assertThatThrownBy(
            () ->
                QuantizerOptions.uniform(8)
                    .withDomains(Map.of("x", new Domain(0, 1)))
                    .withAlike(Map.of("x", three)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("declared domain");
  }
}

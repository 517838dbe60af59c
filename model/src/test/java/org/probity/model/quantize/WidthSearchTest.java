package org.probity.model.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.Format;
import org.probity.graph.Tensor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.quantize.calibration.Calibration;
import org.probity.model.quantize.format.Widths;
import org.probity.model.quantize.node.GraphQuantizer;
import org.probity.model.quantize.preparation.Preparation;

class WidthSearchTest {
  private static Nets net() {
    return new Nets(21)
        .input("x", 1, 2, 8, 8)
        .conv("a", "x", 4, 3, 1, 0.5)
        .relu("b", "a")
        .maxPool("c", "b", 2)
        .conv("d", "c", 4, 3, 1, 0.3)
        .relu("e", "d")
        .flatten("f", "e")
        .dense("g", "f", 16, 0.2)
        .relu("h", "g")
        .dense("y", "h", 5, 0.5)
        .output("y");
  }

  private static int widest(QuantizedModel model) {
    return model.graph().tensors().stream()
        .filter(t -> List.of("b", "e", "h").contains(t.name()))
        .map(Tensor::format)
        .mapToInt(WidthSearchTest::bits)
        .max()
        .orElseThrow();
  }

  private static int bits(Format f) {
    return 64 - Long.numberOfLeadingZeros(f.max() - f.min());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.02, 0.003})
  void meetsTheLargestErrorWithAsFewBitsAsItTakes(double error) throws ModelException {
    Nets net = net();
    FloatGraph graph = net.graph();
    List<Map<String, double[]>> samples = net.samples(12, 1);
    QuantizerOptions options = QuantizerOptions.defaults().withTarget(new Target.MaxError(error));
    QuantizedModel model = Quantizer.quantize(graph, samples, options);
    assertThat(Comparison.of(graph, model, samples, 0).largestError()).isLessThanOrEqualTo(error);
    assertThat(model.notes()).anyMatch(n -> n.startsWith("attained on the samples: largest error"));
    // One bit less everywhere would not do.
    int fewer = widest(model) - 1;
    QuantizerOptions less =
        QuantizerOptions.defaults().withActivationBits(fewer).withWeightBits(fewer);
    double worse =
        Comparison.of(graph, Quantizer.quantize(graph, samples, less), samples, 0).largestError();
    assertThat(worse).isGreaterThan(error);
    assertThat(Quantizer.quantize(graph, samples, options).graph()).isEqualTo(model.graph());
  }

  @Test
  void meetsTheFidelity() throws ModelException {
    Nets net = net();
    FloatGraph graph = net.graph();
    List<Map<String, double[]>> samples = net.samples(40, 1);
    QuantizedModel model =
        Quantizer.quantize(
            graph, samples, QuantizerOptions.defaults().withTarget(new Target.Fidelity(1)));
    assertThat(model.notes()).contains("attained on the samples: fidelity 1.0 of 1.0");
    assertThat(widest(model)).isLessThan(12);
  }

  @Test
  void saysWhatIsReachedIfTheTargetIsNot() {
    Nets net = net();
    QuantizerOptions options = QuantizerOptions.defaults().withTarget(new Target.MaxError(1e-9));
    assertThatThrownBy(() -> Quantizer.quantize(net.graph(), net.samples(4, 1), options))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("the target is not reached with 24 bits: largest error ")
        .hasMessageContaining("the most sensitive layer is ");
  }

  @Test
  void sensitivityNamesTheNarrowLayer() throws ModelException {
    Nets net = net();
    List<Map<String, double[]>> samples = net.samples(6, 1);
    Widths widths = new Widths(12, 12, 12, 12, Map.of("e", 4));
    FloatGraph prepared = Preparation.prepare(net.graph());
    QuantizedModel model =
        GraphQuantizer.quantize(
            prepared, Calibration.of(prepared, samples), QuantizerOptions.defaults(), widths);
    List<SensitivityTable.Row> rows = SensitivityTable.measure(net.graph(), model, samples);
    assertThat(rows)
        .extracting(SensitivityTable.Row::tensor)
        .contains("x", "b", "c", "e", "h", "y");
    SensitivityTable.Row narrow =
        rows.stream().filter(r -> r.tensor().equals("e")).findFirst().orElseThrow();
    assertThat(narrow.bits()).isEqualTo(4);
    assertThat(rows)
        .filteredOn(r -> !r.equals(narrow))
        .allMatch(r -> r.error() < narrow.error() / 4);
    List<LayerErrors.Layer> layers = LayerErrors.measure(net.graph(), model, samples);
    double before =
        layers.stream().filter(l -> l.origin().equals("c")).findFirst().orElseThrow().decibels();
    double behind =
        layers.stream().filter(l -> l.origin().equals("e")).findFirst().orElseThrow().decibels();
    assertThat(before).isGreaterThan(50);
    assertThat(behind).isBetween(10.0, 35.0);
  }

  @Test
  void targetsAreChecked() {
    assertThatThrownBy(() -> new Target.Fidelity(1.5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Target.Fidelity(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Target.MaxError(0)).isInstanceOf(IllegalArgumentException.class);
  }
}

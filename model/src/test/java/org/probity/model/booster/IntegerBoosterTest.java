package org.probity.model.booster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.Port;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.model.ModelImporter;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;

/** What is proven of boosters against what their libraries say. */
class IntegerBoosterTest {
  static List<Recorded> recorded() throws Exception {
    // The UBJSON files are read as the JSON ones, which has its own test.
    return Recorded.all().stream().filter(r -> !r.toString().endsWith(".ubj")).toList();
  }

  /** The same label on every row, ties included; other outputs to five digits and more. */
  @ParameterizedTest
  @MethodSource("recorded")
  void integersDecideAsTheLibrary(Recorded recorded) throws Exception {
    FloatGraph graph = ModelImporter.read(recorded.model(), ImportOptions.defaults()).graph();
    List<Map<String, double[]>> samples =
        recorded.rows().stream()
            .map(row -> Map.of(BoosterGraph.INPUT, recorded.entries("x", row)))
            .toList();
    QuantizedModel model = Quantizer.quantize(graph, samples, QuantizerOptions.defaults());
    InputQuantizer inputs = new InputQuantizer(model.graph());
    for (int i = 0; i < samples.size(); i++) {
      double[] row = recorded.rows().get(i);
      Map<String, long[]> tensors =
          IntegerExecutor.run(model.graph(), model.parameters(), inputs.quantize(samples.get(i)));
      for (Port port : model.graph().outputs()) {
        boolean label = port.name().equals("label");
        double[] expected = recorded.entries(label ? "label" : "prediction", row);
        double[] actual = reals(model, port, tensors.get(port.tensor()));
        assertThat(actual).hasSameSizeAs(expected);
        for (int k = 0; k < actual.length; k++) {
          double tolerance = label ? 0 : 1e-5 * Math.max(1, Math.abs(expected[k]));
          assertThat(actual[k])
              .as("%s %d of row %d", port.name(), k, i)
              .isCloseTo(expected[k], within(tolerance));
        }
      }
    }
  }

  private static double[] reals(QuantizedModel model, Port port, long[] integers) {
    int[] words = new int[integers.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = Math.toIntExact(integers[i]);
    }
    int fraction = model.graph().tensorsByName().get(port.tensor()).format().fraction();
    double[] reals = new double[words.length / port.encoding().words()];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = port.encoding().real(words, i, fraction);
    }
    return reals;
  }
}

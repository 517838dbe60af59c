package org.probity.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.probity.model.onnx.OnnxFile.INT64;
import static org.probity.model.onnx.OnnxFile.integersAttribute;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.probity.graph.Encoding;
import org.probity.graph.Port;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;
import org.probity.testing.Seeds;

/** Classifiers as integer graphs against ONNX Runtime: equal labels, draws included; scores. */
class TreeQuantizationTest {
  private static final int ROWS = 16;

  @Seeds(30)
  void labelsAreTheOriginals(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    boolean wide = draw.flag();
    int columns = draw.integer(1, 4);
    RandomTreeFile trees = new RandomTreeFile(draw, columns, wide);
    while (trees.nodeModes.stream().allMatch("LEAF"::equals)) {
      trees = new RandomTreeFile(draw, columns, wide);
    }
    int classes = draw.integer(2, 4);
    boolean single = classes == 2 && draw.flag();
    List<Message> attributes = trees.attributes();
    double from = draw.of(-1.0, 0.125);
    trees.weigh(attributes, "class", classes, single ? draw.integer(0, 1) : -1, from);
    attributes.add(
        integersAttribute("classlabels_int64s", Arrays.copyOf(new long[] {0, 1, 5, 7}, classes)));
    if (draw.flag() && classes > 2) {
      attributes.add(trees.numbers("base_values", trees.leafValues(classes, -1)));
    }
    attributes.add(Attributes.string("post_transform", draw.of("NONE", "LOGISTIC", "SOFTMAX")));
    int type = wide ? RandomTreeFile.DOUBLE : OnnxFile.FLOAT;
    OnnxFile file =
        new OnnxFile(17)
            .domain(RandomTreeFile.DOMAIN, 3)
            .input(OnnxFile.value("x", type, ROWS, columns))
            .output("l", INT64)
            .output("y");
    String features = "x";
    if (!wide && draw.flag()) {
      file.add(
          OnnxFile.node(
                  "Scaler",
                  "x",
                  "f",
                  Attributes.reals("offset", draw.entries(columns)),
                  Attributes.reals("scale", draw.reals(columns, 0.1, 3)))
              .string(7, RandomTreeFile.DOMAIN));
      features = "f";
    }
    file.add(
        OnnxFile.node("TreeEnsembleClassifier", features, "l,y", attributes.toArray(new Message[0]))
            .string(7, RandomTreeFile.DOMAIN));
    byte[] bytes = file.toBytes();
    FloatGraph graph = OnnxImporter.read(bytes);
    QuantizedModel model =
        Quantizer.quantize(
            graph, List.of(Map.of("x", trees.rows(ROWS))), QuantizerOptions.defaults());
    Port input = model.graph().inputs().getFirst();
    assertThat(input.encoding()).isInstanceOf(Encoding.Ordered.class);
    InputQuantizer inputs = new InputQuantizer(model.graph());
    try (OnnxRuntime runtime = OnnxRuntime.open(bytes)) {
      for (int i = 0; i < 4; i++) {
        Map<String, double[]> sample = Map.of("x", trees.rows(ROWS));
        Map<String, OnnxRuntime.Output> expected = runtime.run(graph, sample);
        Map<String, long[]> actual =
            IntegerExecutor.run(model.graph(), model.parameters(), inputs.quantize(sample));
        for (int o = 0; o < 2; o++) {
          FloatPort port = graph.outputs().get(o);
          Port exact = model.graph().outputs().get(o);
          double[] reals = inputs.toReal(exact, actual.get(exact.tensor()));
          double[] wanted = expected.get(port.name()).entries();
          for (int k = 0; k < reals.length; k++) {
            if (o == 0) {
              double label =
                  port.labels().isEmpty()
                      ? reals[k]
                      : Double.parseDouble(port.labels().get((int) reals[k]));
              assertThat(label).as("label %s", k).isEqualTo(wanted[k]);
            } else {
              assertThat(reals[k]).as("score %s", k).isCloseTo(wanted[k], within(2e-6));
            }
          }
        }
      }
    }
  }
}

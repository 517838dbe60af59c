package org.probity.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.model.onnx.OnnxFile.INT64;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** Operators of the domain ai.onnx.ml, against ONNX Runtime. */
class EstimatorTest {
  private static final String DOMAIN = "ai.onnx.ml";
  private static final int STRING = 8;

  private static OnnxFile file() {
    return new OnnxFile(17).domain(DOMAIN, 1);
  }

  private static Message node(
      String operator, String inputs, String outputs, Message... attributes) {
    return OnnxFile.node(operator, inputs, outputs, attributes).string(7, DOMAIN);
  }

  @Seeds(20)
  void linearClassifier(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int features = draw.integer(1, 4);
    int classes = draw.integer(2, 4);
    long[] labels = new long[classes];
    int shift = draw.integer(0, 2);
    Arrays.setAll(labels, i -> i + shift);
    OnnxFile file =
        file()
            .input("x", draw.integer(1, 3), features)
            .add(
                node(
                    "LinearClassifier",
                    "x",
                    "l,y",
                    integersAttribute("classlabels_ints", labels),
                    Attributes.reals("coefficients", draw.entries(classes, features)),
                    Attributes.reals("intercepts", draw.entries(classes)),
                    Attributes.string(
                        "post_transform", draw.of("NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO"))))
            .output("l", INT64)
            .output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(10)
  void linearClassifierWithOneScore(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    OnnxFile file =
        file()
            .input("x", 3, 2)
            .add(
                node(
                    "LinearClassifier",
                    "x",
                    "l,y",
                    integersAttribute("classlabels_ints", 0, 1),
                    Attributes.reals("coefficients", draw.entries(2)),
                    Attributes.reals("intercepts", draw.entries(1)),
                    Attributes.string("post_transform", draw.of("NONE", "LOGISTIC", "SOFTMAX"))))
            .output("l", INT64)
            .output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(10)
  void labelsThatAreTexts(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    boolean single = draw.flag();
    int classes = single ? 2 : draw.integer(2, 4);
    String[] labels = Arrays.copyOf(new String[] {"good", "", "b\u00e4d", "good?"}, classes);
    OnnxFile file =
        file()
            .input("x", 4, 2)
            .add(
                node(
                    "LinearClassifier",
                    "x",
                    "l,y",
                    Attributes.strings("classlabels_strings", labels),
                    Attributes.reals("coefficients", draw.entries(single ? 1 : classes, 2)),
                    Attributes.reals("intercepts", draw.entries(single ? 1 : classes))))
            .output("l", STRING)
            .output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(10)
  void transforms(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int targets = draw.integer(1, 3);
    String transform = draw.of("NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT");
    // Within (0, 1), where the inverse of the normal distribution is defined.
    OnnxFile file =
        file()
            .input("x", 4, 1)
            .add(
                node(
                    "LinearRegressor",
                    "x",
                    "y",
                    integerAttribute("targets", targets),
                    Attributes.reals("coefficients", draw.reals(targets, -0.2, 0.2)),
                    Attributes.reals("intercepts", draw.reals(targets, 0.41, 0.59)),
                    Attributes.string("post_transform", transform)))
            .output("y");
    // Near its zero the runtime takes the root of what float32 leaves of a difference.
    double tolerance = transform.equals("PROBIT") ? 1e-3 : 1e-4;
    Comparison.agree(file.toBytes(), draw, -2, 2, 2, tolerance);
  }

  @Test
  void zeroScoresHaveNoPartInASoftmax() throws ModelException, OrtException {
    OnnxFile file =
        file()
            .input("x", 2, 3)
            .add(
                node(
                    "LinearRegressor",
                    "x",
                    "y",
                    integerAttribute("targets", 3),
                    Attributes.reals("coefficients", 1, 0, 0, 0, 1, 0, 0, 0, 1),
                    Attributes.string("post_transform", "SOFTMAX_ZERO")))
            .output("y");
    double[] x = {0, 1, 2, -1, -0.0, -3};
    Comparison.agree(file.toBytes(), Map.of("x", x), Map.of(), 1e-5);
  }

  @Seeds(10)
  void mapsAreTensors(long seed) throws ModelException {
    Draw draw = new Draw(seed);
    OnnxFile file =
        file()
            .input("x", 1, 3)
            .add(node("ZipMap", "x", "y", integersAttribute("classlabels_int64s", 10, 9, -1)))
            .output("y");
    double[] x = draw.entries(3);
    FloatGraph graph = OnnxImporter.read(file.toBytes());
    String tensor = graph.outputs().getFirst().tensor();
    assertThat(FloatExecutor.run(graph, Map.of("x", x)).get(tensor))
        .containsExactly(x[2], x[1], x[0]);
  }

  @Test
  void normalizerLeavesRowsOfNormZero() throws ModelException, OrtException {
    for (String norm : List.of("MAX", "L1", "L2")) {
      OnnxFile file =
          file()
              .input("x", 4, 3)
              .add(node("Normalizer", "x", "y", Attributes.string("norm", norm)))
              .output("y");
      double[] x = {0, -0.0, 0, -1, -2, 0, 3, -4, 12, -2, -1, -5};
      Comparison.agree(file.toBytes(), Map.of("x", x), Map.of(), 1e-6);
    }
  }

  @Seeds(10)
  void featuresAreCutAndFilled(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    OnnxFile file =
        file()
            .input("a", 2, 3)
            .input("b", 2, 2)
            .add(
                node(
                    "FeatureVectorizer",
                    "a,b",
                    "y",
                    integersAttribute("inputdimensions", draw.integer(1, 5), draw.integer(1, 4))))
            .output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(10)
  void linearRegressor(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int features = draw.integer(1, 4);
    int targets = draw.integer(1, 3);
    OnnxFile file =
        file()
            .input("x", 2, features)
            .add(
                node(
                    "LinearRegressor",
                    "x",
                    "y",
                    integerAttribute("targets", targets),
                    Attributes.reals("coefficients", draw.entries(targets, features)),
                    Attributes.reals("intercepts", draw.entries(targets))))
            .output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(20)
  void preprocessing(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int scales = draw.of(1, 4);
    OnnxFile file =
        file()
            .input("x", 2, 4)
            .longs("i", 2, 0, 2)
            .add(
                node(
                    "Scaler",
                    "x",
                    "a",
                    Attributes.reals("offset", draw.entries(scales)),
                    Attributes.reals("scale", draw.entries(scales))))
            .add(node("Normalizer", "a", "b", Attributes.string("norm", draw.of("L1", "L2"))))
            .add(node("ArrayFeatureExtractor", "b,i", "c"))
            .add(node("Binarizer", "x", "d", realAttribute("threshold", 0.3)))
            .add(node("FeatureVectorizer", "c,d", "y", integersAttribute("inputdimensions", 3, 4)))
            .output("y");
    Comparison.agree(file, draw);
  }

  @Test
  void refusesWhatItDoesNotCompute() {
    Message coefficients = Attributes.reals("coefficients", 1, 2, 3);
    OnnxFile regressor = file().input("x", 1, 2);
    regressor.add(node("LinearRegressor", "x", "y", coefficients)).output("y");
    Comparison.refuses(regressor, "LinearRegressor node \"to y\"", "3 coefficients do not fit 2");
    OnnxFile both = file().input("x", 1, 2);
    both.add(
        node(
            "LinearClassifier",
            "x",
            "l,y",
            Attributes.reals("coefficients", 1, 2, 3, 4),
            integersAttribute("classlabels_ints", 0, 1),
            Attributes.strings("classlabels_strings", "a", "b")));
    Comparison.refuses(both.output("y"), "LinearClassifier node \"to l,y\"", "two kinds");
    OnnxFile transform = file().input("x", 1, 2);
    transform
        .add(
            node(
                "LinearRegressor",
                "x",
                "y",
                Attributes.reals("coefficients", 1, 2),
                Attributes.string("post_transform", "CUBE")))
        .output("y");
    Comparison.refuses(transform, "LinearRegressor node \"to y\"", "CUBE is unknown");
    OnnxFile columns = file().input("x", 1, 2);
    columns
        .add(node("ZipMap", "x", "y", Attributes.strings("classlabels_strings", "a")))
        .output("y");
    Comparison.refuses(columns, "ZipMap node \"to y\"", "1 labels do not fit 2 scores");
    OnnxFile norm = file().input("x", 1, 2);
    norm.add(node("Normalizer", "x", "y", Attributes.string("norm", "L3"))).output("y");
    Comparison.refuses(norm, "Normalizer node \"to y\"", "norm L3");
  }
}

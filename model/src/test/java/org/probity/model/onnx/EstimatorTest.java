package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.INT64;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.probity.model.ModelException;
import org.probity.model.Seeds;
import org.probity.model.onnx.OnnxFile.Message;

/** Operators of the domain ai.onnx.ml, against ONNX Runtime. */
class EstimatorTest {
  private static final String DOMAIN = "ai.onnx.ml";

  private static OnnxFile file() {
    return new OnnxFile(17).domain(DOMAIN, 1);
  }

  private static Message node(
      String operator, String inputs, String outputs, Message... attributes) {
    return OnnxFile.node(operator, inputs, outputs, attributes).string(7, DOMAIN);
  }

  @Seeds(fixed = 20)
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
                    Attributes.string("post_transform", draw.of("NONE", "SOFTMAX", "LOGISTIC"))))
            .output("l", INT64)
            .output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(fixed = 10)
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
                    Attributes.string("post_transform", draw.of("NONE", "LOGISTIC"))))
            .output("l", INT64)
            .output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(fixed = 10)
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

  @Seeds(fixed = 20)
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
    OnnxFile texts = file().input("x", 1, 2);
    texts.add(
        node(
            "LinearClassifier",
            "x",
            "l,y",
            Attributes.reals("coefficients", 1, 2, 3, 4),
            Attributes.strings("classlabels_strings", "a", "b")));
    Comparison.refuses(texts.output("y"), "LinearClassifier node \"to l,y\"", "integer labels");
    OnnxFile norm = file().input("x", 1, 2);
    norm.add(node("Normalizer", "x", "y", Attributes.string("norm", "L3"))).output("y");
    Comparison.refuses(norm, "Normalizer node \"to y\"", "norm L3");
  }
}

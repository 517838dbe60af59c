package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.floatTensor;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.model.ModelException;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** Functions of one tensor, computed and of constants, against ONNX Runtime. */
class FunctionTest {
  /** An operator, its first opset here, the interval of its arguments, and attributes. */
  record Case(
      String domain, String name, int opset, double from, double to, Function<Draw, Message[]> of) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case plain(String name, double from, double to) {
    return new Case("", name, 9, from, to, _ -> new Message[0]);
  }

  private static Case with(String name, int opset, Function<Draw, Message[]> attributes) {
    return new Case("", name, opset, -3, 3, attributes);
  }

  private static Message[] alpha(Draw d) {
    return maybe(d, "alpha", 0.1, 1.4);
  }

  private static Message[] maybe(Draw d, String name, double from, double to) {
    return d.flag() ? new Message[0] : new Message[] {realAttribute(name, d.reals(1, from, to)[0])};
  }

  private static Message[] both(Message[] a, Message[] b) {
    return Stream.of(a, b).flatMap(Stream::of).toArray(Message[]::new);
  }

  static Stream<Case> cases() {
    return Stream.of(
        plain("Abs", -3, 3),
        plain("Acos", -0.95, 0.95),
        plain("Acosh", 1.1, 4),
        plain("Asin", -0.95, 0.95),
        plain("Asinh", -4, 4),
        plain("Atan", -4, 4),
        plain("Atanh", -0.9, 0.9),
        plain("Ceil", -3, 3),
        plain("Cos", -4, 4),
        plain("Cosh", -3, 3),
        plain("Erf", -3, 3),
        plain("Exp", -3, 3),
        plain("Floor", -3, 3),
        plain("Log", 0.1, 5),
        plain("Neg", -3, 3),
        plain("Reciprocal", 0.2, 4),
        plain("Relu", -3, 3),
        plain("Sigmoid", -5, 5),
        plain("Sign", -3, 3),
        plain("Sin", -4, 4),
        plain("Sinh", -3, 3),
        plain("Softplus", -5, 5),
        plain("Softsign", -5, 5),
        plain("Sqrt", 0.01, 4),
        plain("Tan", -1.2, 1.2),
        plain("Tanh", -3, 3),
        with("Round", 11, _ -> new Message[0]),
        with("HardSwish", 14, _ -> new Message[0]),
        with("Mish", 18, _ -> new Message[0]),
        with("Celu", 12, FunctionTest::alpha),
        with("Elu", 9, FunctionTest::alpha),
        with("LeakyRelu", 9, d -> maybe(d, "alpha", -0.5, 2)),
        with("ThresholdedRelu", 10, FunctionTest::alpha),
        with("Selu", 9, d -> both(alpha(d), maybe(d, "gamma", 0.5, 2))),
        with("HardSigmoid", 9, d -> both(maybe(d, "alpha", 0.1, 0.5), maybe(d, "beta", 0, 1))),
        with("Shrink", 9, d -> both(maybe(d, "lambd", 0, 1), maybe(d, "bias", -1, 1))),
        with(
            "Gelu",
            20,
            d ->
                d.flag()
                    ? new Message[0]
                    : new Message[] {Attributes.string("approximate", d.of("tanh", "none"))}),
        new Case("com.microsoft", "Gelu", 13, -3, 3, _ -> new Message[0]),
        new Case("com.microsoft", "QuickGelu", 13, -3, 3, FunctionTest::alpha));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agree(Case c) throws ModelException, OrtException {
    for (long seed = 0; seed < 8; seed++) {
      Draw draw = new Draw(seed);
      long[] shape = draw.integers(draw.integer(0, 3), 1, 3);
      int opset = seed % 2 == 0 ? c.opset : draw.integer(c.opset, 23);
      Message[] attributes = c.of.apply(draw);
      double[] constants = draw.reals(Draw.size(shape), c.from, c.to);
      OnnxFile file =
          new OnnxFile(opset)
              .opset("com.microsoft", 1)
              .input("x", shape)
              .initializer(floatTensor("c", constants, shape))
              .add(OnnxFile.node(c.name, "x", "y", attributes).string(7, c.domain))
              .add(OnnxFile.node(c.name, "c", "z", attributes).string(7, c.domain))
              .output("y")
              .output("z");
      Comparison.agree(file.toBytes(), draw, c.from, c.to, 1, 1e-5);
    }
  }

  @Seeds(20)
  void clip(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = draw.integers(draw.integer(0, 3), 1, 3);
    OnnxFile file =
        draw.flag()
            ? new OnnxFile(draw.of(7, 10))
                .input("x", shape)
                .add("Clip", "x", "y", both(maybe(draw, "min", -1, 0), maybe(draw, "max", 0.1, 1)))
            : new OnnxFile(draw.of(11, 12, 13, 21))
                .input("x", shape)
                .floats("l", new long[0], -0.3)
                .floats("h", new long[0], 0.4)
                .add("Clip", draw.of("x,l,h", "x,,h", "x,l", "x"), "y");
    Comparison.agree(file.output("y"), draw);
  }

  @Test
  void clipByComputedLimits() throws ModelException, OrtException {
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 2, 3)
            .input("l")
            .add("Abs", "l", "h")
            .add("Neg", "h", "g")
            .add("Clip", "x,g,h", "y")
            .output("y");
    Comparison.agree(file, new Draw(1));
  }

  @Seeds(16)
  void pRelu(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] slope =
        draw.of(List.of(new long[] {}, new long[] {1}, new long[] {3, 1}, new long[] {2, 3, 4}));
    OnnxFile file = new OnnxFile(draw.of(9, 16)).input("x", 2, 3, 4);
    if (draw.flag()) {
      file.input("s", slope);
    } else {
      file.floats("s", slope, draw.entries(slope));
    }
    Comparison.agree(file.add("PRelu", "x,s", "y").output("y"), draw);
  }

  @Test
  void biasedGelus() throws ModelException, OrtException {
    for (String name : List.of("BiasGelu", "FastGelu")) {
      OnnxFile file =
          new OnnxFile(13)
              .opset("com.microsoft", 1)
              .input("x", 2, 3)
              .floats("b", new long[] {3}, 0.2, -0.4, 1)
              .add(OnnxFile.node(name, "x,b", "y").string(7, "com.microsoft"))
              .output("y");
      Comparison.agree(file, new Draw(3));
    }
  }

  /** ONNX Runtime has no such operator yet: {@code x * sigmoid(alpha * x)}. */
  @Test
  void swish() throws ModelException, OrtException {
    OnnxFile.Message alpha = realAttribute("alpha", 1.5);
    OnnxFile ours = new OnnxFile(24).input("x", 2, 3).add("Swish", "x", "y", alpha).output("y");
    OnnxFile theirs =
        new OnnxFile(21)
            .input("x", 2, 3)
            .floats("a", new long[0], 1.5)
            .add("Mul", "x,a", "p")
            .add("Sigmoid", "p", "s")
            .add("Mul", "x,s", "y")
            .output("y");
    Comparison.agree(ours.toBytes(), theirs.toBytes(), new Draw(2));
  }

  @Test
  void attributesOfTheWrongKindAreRefused() {
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 2)
            .add("Elu", "x", "y", integerAttribute("alpha", 1))
            .output("y");
    Comparison.refuses(file, "Elu node \"to y\"", "alpha");
    Comparison.refuses(
        new OnnxFile(13)
            .input("x", 2)
            .add("Elu", "x", "y", realAttribute("alpha", Double.NaN))
            .output("y"),
        "not a finite number");
  }
}

package org.probity.operators;

import static org.probity.model.onnx.Attributes.string;
import static org.probity.model.onnx.OnnxFile.realAttribute;
import static org.probity.operators.Models.dims;
import static org.probity.operators.Models.unary;
import static org.probity.operators.Models.weights;
import static org.probity.operators.Sample.since;

import java.util.List;
import org.probity.model.onnx.OnnxFile;
import org.probity.model.onnx.OnnxFile.Message;

/** Functions of one tensor, entry by entry. */
final class FunctionSamples {
  private FunctionSamples() {}

  private static Row function(String operator, int opset, double from, double to, Message... a) {
    return Row.of(operator, since(opset, unary(operator, a)).reals(from, to));
  }

  private static Row function(String operator, int opset, Message... attributes) {
    return function(operator, opset, -4, 4, attributes);
  }

  private static Row contributed(String operator, String inputs, String limits) {
    return Row.of(
            operator,
            limits,
            since(
                13,
                f ->
                    weights(f.input("x", 3, 16), "b", 16)
                        .add(Models.node(Row.MICROSOFT, operator, inputs, "y"))
                        .output("y")))
        .in(Row.MICROSOFT);
  }

  static Family family() {
    return new Family(
        "Functions",
        "Entry by entry, through a table with one row for each value of the input. A chain of them"
            + " is one table.",
        List.of(
            function("Abs", 7),
            function("Acos", 7, -0.99, 0.99),
            function("Acosh", 9, 1.01, 4),
            function("Asin", 7, -0.99, 0.99),
            function("Asinh", 9),
            function("Atan", 7),
            function("Atanh", 9, -0.95, 0.95),
            function("Ceil", 7),
            function("Celu", 12, realAttribute("alpha", 0.5)),
            Row.of(
                "Clip",
                "limits may be computed",
                since(7, unary("Clip", realAttribute("min", -0.3), realAttribute("max", 0.5)))
                    .until(10),
                since(
                    11,
                    f ->
                        f.input("x", 3, 4)
                            .floats("l", dims(), -0.3)
                            .floats("h", dims(), 0.5)
                            .add("Clip", "x,l,h", "y")
                            .output("y")),
                since(
                    13,
                    f ->
                        f.input("x", 3, 4)
                            .input("l")
                            .add("Abs", "l", "h")
                            .add("Neg", "h", "g")
                            .add("Clip", "x,g,h", "y")
                            .output("y"))),
            function("Cos", 7),
            function("Cosh", 9),
            function("Elu", 7, realAttribute("alpha", 0.7)),
            function("Erf", 9),
            function("Exp", 7),
            function("Floor", 7),
            function("Gelu", 20, string("approximate", "tanh")),
            function("HardSigmoid", 7),
            function("HardSwish", 14),
            function("LeakyRelu", 7, realAttribute("alpha", 0.1)),
            function("Log", 7, 0.1, 4),
            function("Mish", 18),
            function("Neg", 7),
            Row.of(
                "PRelu",
                "slopes may be computed",
                since(
                    9,
                    f ->
                        weights(f.input("x", 2, 3, 4), "s", 3, 1)
                            .add("PRelu", "x,s", "y")
                            .output("y"))),
            function("Reciprocal", 7, 0.2, 4),
            function("Relu", 7),
            function("Round", 11),
            function("Selu", 7),
            function("Shrink", 9, realAttribute("lambd", 0.7), realAttribute("bias", 0.2)),
            function("Sigmoid", 7),
            function("Sign", 9),
            function("Sin", 7),
            function("Sinh", 9),
            function("Softplus", 7),
            function("Softsign", 7),
            function("Sqrt", 7, 0.01, 4),
            Row.of(
                "Swish",
                since(24, unary("Swish", realAttribute("alpha", 1.5)))
                    .against(FunctionSamples::swish)),
            function("Tan", 7, -1.2, 1.2),
            function("Tanh", 7),
            function("ThresholdedRelu", 10, realAttribute("alpha", 0.5)),
            contributed("BiasGelu", "x,b", "the exact Gelu"),
            contributed("FastGelu", "x,b", "the approximation by Tanh; the bias may be left out"),
            contributed("Gelu", "x", "the exact one"),
            contributed("QuickGelu", "x", "")));
  }

  /** ONNX Runtime has no such operator yet. */
  private static OnnxFile swish(OnnxFile file) {
    return file.input("x", 3, 16)
        .floats("a", dims(), 1.5)
        .add("Mul", "x,a", "p")
        .add("Sigmoid", "p", "s")
        .add("Mul", "x,s", "y")
        .output("y");
  }
}

package org.probity.operators;

import static org.probity.model.onnx.Attributes.string;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.value;
import static org.probity.operators.Models.BOOL;
import static org.probity.operators.Models.FLOAT;
import static org.probity.operators.Models.INT64;
import static org.probity.operators.Models.UINT8;
import static org.probity.operators.Models.binary;
import static org.probity.operators.Models.byConstant;
import static org.probity.operators.Models.decision;
import static org.probity.operators.Models.dims;
import static org.probity.operators.Models.integers;
import static org.probity.operators.Models.positive;
import static org.probity.operators.Models.weights;
import static org.probity.operators.Sample.since;

import java.util.List;

/** Operators of several tensors, entry by entry, with broadcasting. */
final class ArithmeticSamples {
  private ArithmeticSamples() {}

  private static Row both(String operator) {
    return Row.of(operator, since(7, binary(operator)), since(7, byConstant(operator)));
  }

  private static Row several(String operator) {
    return Row.of(
        operator,
        since(
            8,
            f ->
                weights(f.input("a", 2, 1, 4).input("b", 3, 4), "c", 3, 1)
                    .add(operator, "a,b,c", "y")
                    .output("y")));
  }

  private static Row comparison(String operator, int opset) {
    return Row.of(
        operator, since(opset, decision(operator, FLOAT)), since(opset, decision(operator, INT64)));
  }

  /** Of constants, then added to the input. */
  private static Row bits(String operator) {
    return Row.of(
        operator,
        "of constants",
        since(
            18,
            f ->
                integers(integers(f, "a", INT64, dims(3), 12, 10, 7), "b", INT64, dims(3), 6, 5, 9)
                    .input(value("x", INT64, 2, 3))
                    .add(operator, "a,b", "c")
                    .add("Add", "x,c", "y")
                    .output("y", INT64)));
  }

  static Family family() {
    return new Family(
        "Arithmetic, comparisons and logic",
        "All broadcast, and any operand may be a constant.",
        List.of(
            both("Add"),
            both("Sub"),
            both("Mul"),
            Row.of(
                "Div",
                "by a computed divisor of both signs, a product with its reciprocal",
                since(7, binary("Div")).reals(0.5, 2),
                since(
                    7,
                    f ->
                        positive(f.input("x", 3, 4), "c", 3, 1).add("Div", "x,c", "y").output("y")),
                since(
                        7,
                        f ->
                            integers(f.input(value("x", INT64, 3, 4)), "c", INT64, dims(), 7)
                                .add("Div", "x,c", "y")
                                .output("y", INT64))
                    .integers(0, 100)),
            Row.of(
                "Mod",
                "fmod for real numbers",
                since(
                        10,
                        f ->
                            integers(f.input(value("x", INT64, 3, 4)), "c", INT64, dims(), 7)
                                .add("Mod", "x,c", "y")
                                .output("y", INT64))
                    .integers(0, 100),
                since(
                    10,
                    f ->
                        f.input("x", 3, 4)
                            .floats("c", dims(), 0.75)
                            .add("Mod", "x,c", "y", integerAttribute("fmod", 1))
                            .output("y"))),
            Row.of(
                "Pow",
                "the exponent is one number, or the base one positive number",
                since(
                    7,
                    f ->
                        f.input("x", 3, 4)
                            .floats("p", dims(), 2)
                            .add("Pow", "x,p", "y")
                            .output("y")),
                since(
                        7,
                        f ->
                            f.input("x", 3, 4)
                                .floats("p", dims(), 1.7)
                                .add("Pow", "x,p", "y")
                                .output("y"))
                    .reals(0, 2),
                since(
                    7,
                    f ->
                        f.input("x", 3, 4)
                            .floats("b", dims(), 2)
                            .add("Pow", "b,x", "y")
                            .output("y"))),
            several("Sum"),
            several("Mean"),
            several("Max"),
            several("Min"),
            Row.of(
                "BitShift",
                "by constants",
                since(
                        11,
                        f ->
                            integers(f.input(value("a", UINT8, 2, 3)), "b", UINT8, dims(3), 1, 3, 0)
                                .add("BitShift", "a,b", "p", string("direction", "LEFT"))
                                .add("Cast", "p", "y", integerAttribute("to", INT64))
                                .output("y", INT64))
                    .integers(0, 255)),
            bits("BitwiseAnd"),
            bits("BitwiseOr"),
            bits("BitwiseXor"),
            Row.of(
                "BitwiseNot",
                since(
                    18,
                    f ->
                        f.input(value("x", INT64, 2, 3))
                            .add("BitwiseNot", "x", "y")
                            .output("y", INT64))),
            comparison("Equal", 11),
            comparison("Greater", 9),
            comparison("GreaterOrEqual", 12),
            comparison("Less", 9),
            comparison("LessOrEqual", 12),
            logic("And"),
            logic("Or"),
            logic("Xor"),
            Row.of(
                "Not",
                since(
                        7,
                        f -> f.input(value("x", BOOL, 3, 4)).add("Not", "x", "y").output("y", BOOL))
                    .integers(0, 1)),
            Row.of(
                "Where",
                since(
                        9,
                        f ->
                            f.input(value("c", BOOL, 3, 1))
                                .input("a", 4)
                                .input("b", 3, 4)
                                .add("Where", "c,a,b", "y")
                                .output("y"))
                    .integers(0, 1)),
            constantDecision("IsInf", 10),
            constantDecision("IsNaN", 9),
            Row.of(
                "Cast",
                "to integers: towards zero",
                cast("Cast", 7, INT64),
                since(
                    7,
                    f ->
                        f.input("x", 3, 4)
                            .add("Cast", "x", "p", integerAttribute("to", 11))
                            .add("Cast", "p", "y", integerAttribute("to", FLOAT))
                            .output("y"))),
            Row.of(
                "CastLike",
                "to integers: towards zero",
                since(
                    15,
                    f ->
                        integers(f.input("x", 3, 4), "like", INT64, dims(), 0)
                            .add("CastLike", "x,like", "y")
                            .output("y", INT64)))));
  }

  private static Row logic(String operator) {
    return Row.of(operator, since(7, decision(operator, BOOL)).integers(0, 1));
  }

  private static Sample cast(String operator, int opset, int type) {
    return since(
        opset,
        f ->
            f.input("x", 3, 4)
                .add(operator, "x", "y", integerAttribute("to", type))
                .output("y", type));
  }

  private static Row constantDecision(String operator, int opset) {
    return Row.of(
        operator, since(opset, f -> f.input("x", 3, 4).add(operator, "x", "y").output("y", BOOL)));
  }
}

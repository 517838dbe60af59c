package org.probity.operators;

import static org.probity.model.onnx.Attributes.string;
import static org.probity.model.onnx.OnnxFile.floatTensor;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;
import static org.probity.model.onnx.OnnxFile.tensorAttribute;
import static org.probity.model.onnx.OnnxFile.value;
import static org.probity.operators.Models.BOOL;
import static org.probity.operators.Models.FLOAT;
import static org.probity.operators.Models.INT64;
import static org.probity.operators.Models.dims;
import static org.probity.operators.Models.integer;
import static org.probity.operators.Models.integers;
import static org.probity.operators.Models.weights;
import static org.probity.operators.Sample.since;

import java.util.List;
import org.probity.model.onnx.OnnxFile;
import org.probity.model.onnx.OnnxFile.Message;

/** Operators that move entries, and constants. */
final class LayoutSamples {
  private LayoutSamples() {}

  static Family family() {
    return new Family(
        "Layout",
        "Entries move and stay what they are: most of these cost nothing in a proof. Shapes, axes,"
            + " positions and pads are constants, or computed from shapes.",
        List.of(
            Row.of("Identity", since(7, Models.unary("Identity"))),
            Row.of("Dropout", "inference only", since(7, Models.unary("Dropout"))),
            Row.of(
                "Reshape",
                since(
                    7,
                    f ->
                        f.input("x", 2, 3, 4)
                            .longs("s", 0, -1)
                            .add("Reshape", "x,s", "y")
                            .output("y"))),
            Row.of(
                "Flatten",
                since(
                    7,
                    f ->
                        f.input("x", 2, 3, 4)
                            .add("Flatten", "x", "y", integerAttribute("axis", 2))
                            .output("y"))),
            Row.of(
                "Squeeze",
                since(
                        7,
                        f ->
                            f.input("x", 3, 1, 4)
                                .add("Squeeze", "x", "y", integersAttribute("axes", 1))
                                .output("y"))
                    .until(12),
                since(
                    13,
                    f ->
                        f.input("x", 3, 1, 4)
                            .longs("a", -2)
                            .add("Squeeze", "x,a", "y")
                            .output("y"))),
            Row.of(
                "Unsqueeze",
                since(
                        7,
                        f ->
                            f.input("x", 3, 4)
                                .add("Unsqueeze", "x", "y", integersAttribute("axes", 1))
                                .output("y"))
                    .until(12),
                since(
                    13,
                    f ->
                        f.input("x", 3, 4)
                            .longs("a", -2)
                            .add("Unsqueeze", "x,a", "y")
                            .output("y"))),
            Row.of(
                "Transpose",
                since(
                    7,
                    f ->
                        f.input("x", 2, 3, 4)
                            .add("Transpose", "x", "y", integersAttribute("perm", 1, 2, 0))
                            .output("y"))),
            Row.of(
                "Expand",
                since(
                    8,
                    f ->
                        f.input("x", 3, 1)
                            .longs("s", 2, 1, 4)
                            .add("Expand", "x,s", "y")
                            .output("y"))),
            Row.of(
                "Tile",
                since(
                    7,
                    f -> f.input("x", 3, 2).longs("r", 1, 3).add("Tile", "x,r", "y").output("y"))),
            Row.of(
                "Concat",
                since(
                    7,
                    f ->
                        weights(f.input("a", 2, 3).input("b", 2, 1), "c", 2, 2)
                            .add("Concat", "a,c,b", "y", integerAttribute("axis", 1))
                            .output("y"))),
            Row.of(
                "Split",
                since(
                        7,
                        f ->
                            f.input("x", 5, 2)
                                .add(
                                    "Split",
                                    "x",
                                    "y,z",
                                    integerAttribute("axis", 0),
                                    integersAttribute("split", 2, 3))
                                .output("y")
                                .output("z"))
                    .until(12),
                since(
                    13,
                    f ->
                        f.input("x", 5, 2)
                            .longs("s", 2, 3)
                            .add("Split", "x,s", "y,z", integerAttribute("axis", 0))
                            .output("y")
                            .output("z"))),
            Row.of(
                "Slice",
                "also backwards",
                since(
                        7,
                        f ->
                            f.input("x", 5, 6)
                                .add(
                                    "Slice",
                                    "x",
                                    "y",
                                    integersAttribute("starts", 1, -4),
                                    integersAttribute("ends", 4, 1000))
                                .output("y"))
                    .until(9),
                since(
                    10,
                    f ->
                        f.input("x", 5, 6)
                            .longs("b", 4, 1)
                            .longs("e", 0, 6)
                            .longs("a", 0, 1)
                            .longs("s", -2, 3)
                            .add("Slice", "x,b,e,a,s", "y")
                            .output("y"))),
            Row.of(
                "Pad",
                "constant, reflect, edge, wrap; also negative pads",
                since(
                        7,
                        f ->
                            f.input("x", 3, 4)
                                .add(
                                    "Pad",
                                    "x",
                                    "y",
                                    integersAttribute("pads", 1, 0, 0, 2),
                                    realAttribute("value", 0.5))
                                .output("y"))
                    .until(10),
                since(11, f -> pad(f, "constant")),
                since(11, f -> pad(f, "reflect")),
                since(11, f -> pad(f, "edge")),
                since(19, f -> pad(f, "wrap"))),
            Row.of(
                "Trilu",
                since(
                    14,
                    f ->
                        integer(f.input("x", 2, 4, 4), "k", 1)
                            .add("Trilu", "x,k", "y", integerAttribute("upper", 0))
                            .output("y"))),
            Row.of(
                "DepthToSpace",
                since(
                    7,
                    f ->
                        f.input("x", 1, 8, 2, 3)
                            .add("DepthToSpace", "x", "y", integerAttribute("blocksize", 2))
                            .output("y")),
                since(
                    11,
                    f ->
                        f.input("x", 1, 8, 2, 3)
                            .add(
                                "DepthToSpace",
                                "x",
                                "y",
                                integerAttribute("blocksize", 2),
                                string("mode", "CRD"))
                            .output("y"))),
            Row.of(
                "SpaceToDepth",
                since(
                    7,
                    f ->
                        f.input("x", 1, 2, 4, 6)
                            .add("SpaceToDepth", "x", "y", integerAttribute("blocksize", 2))
                            .output("y"))),
            Row.of(
                "ReverseSequence",
                "constant lengths",
                since(
                    10,
                    f ->
                        f.input("x", 3, 3, 2)
                            .longs("l", 2, 3, 1)
                            .add(
                                "ReverseSequence",
                                "x,l",
                                "y",
                                integerAttribute("time_axis", 1),
                                integerAttribute("batch_axis", 0))
                            .output("y"))),
            Row.of(
                "Compress",
                "constant condition",
                since(
                    9,
                    f ->
                        integers(f.input("x", 2, 4), "c", BOOL, dims(3), 1, 0, 1)
                            .add("Compress", "x,c", "y", integerAttribute("axis", 1))
                            .output("y"))),
            Row.of(
                "Gather",
                "computed indices count from 0",
                since(
                    7,
                    f ->
                        f.input("x", 3, 5)
                            .longs("i", 2, -5, 4)
                            .add("Gather", "x,i", "y", integerAttribute("axis", 1))
                            .output("y")),
                since(
                        7,
                        f ->
                            weights(f.input(value("i", INT64, 2, 3)), "x", 5, 4)
                                .add("Gather", "x,i", "y")
                                .output("y"))
                    .integers(0, 4)),
            Row.of(
                "GatherElements",
                "computed indices count from 0",
                since(
                    11,
                    f ->
                        integers(f.input("x", 3, 3), "i", INT64, dims(2, 3), 0, -1, 2, 1, 1, 0)
                            .add("GatherElements", "x,i", "y")
                            .output("y")),
                since(
                    11,
                    f ->
                        f.input("x", 3, 3)
                            .input(value("i", INT64, 2, 3))
                            .add("GatherElements", "x,i", "y")
                            .output("y"))),
            Row.of(
                "GatherND",
                "computed indices count from 0",
                since(
                    11,
                    f ->
                        integers(f.input("x", 3, 3, 2), "i", INT64, dims(2, 2), 0, -1, 2, 1)
                            .add("GatherND", "x,i", "y")
                            .output("y")),
                since(
                    11,
                    f ->
                        f.input("x", 3, 3, 2)
                            .input(value("i", INT64, 2, 2))
                            .add("GatherND", "x,i", "y")
                            .output("y"))),
            Row.of("Scatter", "constant indices", scatter("Scatter", 9).until(10)),
            Row.of(
                "ScatterElements",
                "constant indices; none, add, mul, max, min",
                scatter("ScatterElements", 11),
                scatter("ScatterElements", 18, string("reduction", "max"))),
            Row.of(
                "ScatterND",
                "constant indices; none, add, mul, max, min",
                scatterNd(11),
                scatterNd(18, string("reduction", "mul"))),
            Row.of(
                "OneHot",
                "computed indices count from 0",
                since(
                        9,
                        f ->
                            integer(f.input(value("i", INT64, 2, 3)), "d", 4)
                                .floats("v", dims(2), -0.5, 1)
                                .add("OneHot", "i,d,v", "y", integerAttribute("axis", 1))
                                .output("y"))
                    .integers(0, 3)),
            Row.of("Shape", "", sized("Shape", 7)),
            Row.of("Size", "", sized("Size", 7)),
            Row.of(
                "Constant",
                since(
                    7,
                    f ->
                        f.input("x", 3, 4)
                            .add(
                                "Constant",
                                "",
                                "c",
                                tensorAttribute(
                                    "value", floatTensor("", new double[] {0.5, -1, 2, 1}, 4)))
                            .add("Add", "x,c", "y")
                            .output("y"))),
            Row.of(
                "ConstantOfShape",
                since(
                    9,
                    f ->
                        f.input("x", 3, 4)
                            .longs("s", 4)
                            .add(
                                "ConstantOfShape",
                                "s",
                                "c",
                                tensorAttribute("value", floatTensor("", new double[] {0.25}, 1)))
                            .add("Add", "x,c", "y")
                            .output("y"))),
            Row.of(
                "EyeLike",
                since(
                    9,
                    f ->
                        f.input("x", 3, 4)
                            .add("EyeLike", "x", "c", integerAttribute("k", 1))
                            .add("Add", "x,c", "y")
                            .output("y"))),
            Row.of(
                "NonZero",
                "of constants",
                since(
                    9,
                    f ->
                        f.input("x", 2, 3)
                            .floats("c", dims(2, 3), 0, 1, 0, 2, 0, 3)
                            .add("NonZero", "c", "n")
                            .add("Transpose", "n", "i")
                            .add("Cast", "i", "j", integerAttribute("to", FLOAT))
                            .add("MatMul", "j,x", "y")
                            .output("y"))),
            Row.of(
                "Range",
                "of constants",
                since(
                    11,
                    f ->
                        integer(integer(integer(f.input("x", 3, 4), "a", 1), "b", 9), "s", 2)
                            .add("Range", "a,b,s", "r")
                            .add("Cast", "r", "c", integerAttribute("to", FLOAT))
                            .add("Add", "x,c", "y")
                            .output("y"))),
            sequence("SequenceConstruct", "constant positions"),
            sequence("SequenceInsert", "constant positions"),
            sequence("SequenceErase", "constant positions"),
            sequence("SequenceAt", "constant positions"),
            sequence("SequenceLength", ""),
            sequence("SequenceEmpty", ""),
            sequence("SplitToSequence", ""),
            sequence("ConcatFromSequence", "")));
  }

  private static OnnxFile pad(OnnxFile file, String mode) {
    return file.input("x", 3, 4)
        .longs("p", 1, 0, 0, 2)
        .add("Pad", "x,p", "y", string("mode", mode))
        .output("y");
  }

  private static Sample scatter(String operator, int opset, Message... attributes) {
    return since(
        opset,
        f ->
            integers(f.input("x", 3, 3).input("u", 2, 3), "i", INT64, dims(2, 3), 0, 1, 2, 2, 0, 1)
                .add(operator, "x,i,u", "y", attributes)
                .output("y"));
  }

  private static Sample scatterNd(int opset, Message... attributes) {
    return since(
        opset,
        f ->
            integers(f.input("x", 3, 2).input("u", 2, 2), "i", INT64, dims(2, 1), 2, 0)
                .add("ScatterND", "x,i,u", "y", attributes)
                .output("y"));
  }

  private static Sample sized(String operator, int opset) {
    return since(
        opset,
        f ->
            f.input("x", 3, 4)
                .add(operator, "x", "s")
                .add("ReduceMax", "s", "m", integerAttribute("keepdims", 0))
                .add("Cast", "m", "c", integerAttribute("to", FLOAT))
                .add("Add", "x,c", "y")
                .output("y"));
  }

  /** All operators on sequences at once. */
  private static Row sequence(String operator, String limits) {
    return Row.of(operator, limits, since(11, LayoutSamples::sequences));
  }

  private static OnnxFile sequences(OnnxFile file) {
    return integer(file.input("x", 4, 3).input("z", 2, 3), "one", 1)
        .longs("parts", 1, 3)
        .add("SequenceConstruct", "x,z", "s")
        .add("SequenceInsert", "s,z,one", "u")
        .add("SequenceErase", "u,one", "v")
        .add("SequenceAt", "v,one", "y")
        .add("SplitToSequence", "x,parts", "q")
        .add("ConcatFromSequence", "q", "r", integerAttribute("axis", 0))
        .add("SequenceEmpty", "", "e")
        .add("SequenceInsert", "e,x", "t")
        .add("SequenceLength", "t", "n")
        .add("Cast", "n", "m", integerAttribute("to", FLOAT))
        .add("Add", "r,m", "w")
        .output("y")
        .output("w");
  }
}

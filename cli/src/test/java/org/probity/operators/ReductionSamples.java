package org.probity.operators;

import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;
import static org.probity.operators.Models.INT64;
import static org.probity.operators.Models.dims;
import static org.probity.operators.Models.integer;
import static org.probity.operators.Models.positive;
import static org.probity.operators.Models.unary;
import static org.probity.operators.Models.weights;
import static org.probity.operators.Sample.since;

import java.util.List;
import java.util.stream.Stream;
import org.probity.model.onnx.OnnxFile.Message;

/** Pools, reductions, rankings and normalisations. */
final class ReductionSamples {
  private ReductionSamples() {}

  private static Row reduction(String operator, String limits, double from, double to) {
    int change = operator.equals("ReduceSum") ? 13 : 18;
    return Row.of(
        operator,
        limits,
        since(7, unary(operator, integersAttribute("axes", 1))).until(change - 1).reals(from, to),
        since(
                change,
                f ->
                    f.input("x", 4, 3, 4)
                        .longs("a", 0, -1)
                        .add(operator, "x,a", "y", integerAttribute("keepdims", 0))
                        .output("y"))
            .reals(from, to));
  }

  private static Row reduction(String operator) {
    return reduction(operator, "", -2, 2);
  }

  private static Row pool(String operator, String limits, Message... attributes) {
    return Row.of(
        operator,
        limits,
        since(
            7,
            f ->
                f.input("x", 1, 2, 6, 5)
                    .add(
                        operator,
                        "x",
                        "y",
                        Stream.concat(
                                Stream.of(attributes),
                                Stream.of(
                                    integersAttribute("kernel_shape", 3, 2),
                                    integersAttribute("strides", 2, 1),
                                    integersAttribute("pads", 1, 0, 1, 1)))
                            .toArray(Message[]::new))
                    .output("y")));
  }

  private static Row global(String operator) {
    return Row.of(
        operator, since(7, f -> f.input("x", 1, 3, 4, 5).add(operator, "x", "y").output("y")));
  }

  static Family pools() {
    return new Family(
        "Pooling and reductions",
        "",
        List.of(
            pool("MaxPool", "no output of indices"),
            pool("AveragePool", "", integerAttribute("count_include_pad", 1)),
            pool("LpPool", "p from 1 to 16", integerAttribute("p", 2)),
            global("GlobalMaxPool"),
            global("GlobalAveragePool"),
            global("GlobalLpPool"),
            reduction("ReduceSum"),
            reduction("ReduceMean", "not of integers", -2, 2),
            reduction("ReduceMax"),
            reduction("ReduceMin"),
            reduction("ReduceSumSquare"),
            reduction("ReduceL1"),
            reduction("ReduceL2"),
            reduction("ReduceLogSum", "", 0.25, 2),
            reduction("ReduceLogSumExp"),
            reduction("ReduceProd", "up to 64 factors", 0.5, 1.5),
            Row.of(
                "CumSum",
                "constant axis",
                since(
                    11,
                    f ->
                        integer(f.input("x", 3, 5), "a", -1)
                            .add(
                                "CumSum",
                                "x,a",
                                "y",
                                integerAttribute("exclusive", 1),
                                integerAttribute("reverse", 1))
                            .output("y")))));
  }

  private static Row arg(String operator) {
    return Row.of(
        operator,
        since(
            7,
            f ->
                f.input("x", 3, 8)
                    .add(operator, "x", "y", integerAttribute("axis", 1))
                    .output("y", INT64)),
        since(
            12,
            f ->
                f.input("x", 3, 8)
                    .add(
                        operator,
                        "x",
                        "y",
                        integerAttribute("axis", 1),
                        integerAttribute("select_last_index", 1))
                    .output("y", INT64)));
  }

  private static Row rows(String operator) {
    return Row.of(
        operator,
        since(
            7,
            f ->
                f.input("x", 3, 8)
                    .add(operator, "x", "y", integerAttribute("axis", 1))
                    .output("y")));
  }

  static Family decisions() {
    return new Family(
        "Decisions",
        "Along any axis, anywhere in the graph.",
        List.of(
            arg("ArgMax"),
            arg("ArgMin"),
            Row.of(
                "TopK",
                "constant k",
                since(
                        7,
                        f ->
                            f.input("x", 3, 8)
                                .add("TopK", "x", "y,i", integerAttribute("k", 3))
                                .output("y")
                                .output("i", INT64))
                    .until(9),
                since(
                    10,
                    f ->
                        f.input("x", 3, 8)
                            .longs("k", 3)
                            .add("TopK", "x,k", "y,i")
                            .output("y")
                            .output("i", INT64))),
            rows("Hardmax"),
            rows("Softmax"),
            rows("LogSoftmax")));
  }

  private static Sample affine(String operator, int opset, long[] parameters, Message... a) {
    return since(
        opset,
        f ->
            weights(positive(f.input("x", 2, 4, 3, 2), "s", parameters), "b", parameters)
                .add(operator, "x,s,b", "y", a)
                .output("y"));
  }

  private static Row skip(String operator, String inputs) {
    return Row.of(
            operator,
            since(
                17,
                f ->
                    weights(
                            weights(
                                positive(f.input("x", 2, 3, 8).input("z", 2, 3, 8), "s", 8),
                                "b",
                                8),
                            "c",
                            8)
                        .add(Models.node(Row.MICROSOFT, operator, inputs, "y,,,t"))
                        .output("y")
                        .output("t")))
        .in(Row.MICROSOFT);
  }

  private static Sample rootMeanSquare(String operator, int opset) {
    return since(
        opset, f -> positive(f.input("x", 2, 3, 8), "s", 8).add(operator, "x,s", "y").output("y"));
  }

  static Family normalizations() {
    return new Family(
        "Normalisations",
        "",
        List.of(
            Row.of(
                "BatchNormalization",
                "inference only; constant parameters",
                since(
                    7,
                    f ->
                        positive(
                                weights(
                                    weights(positive(f.input("x", 2, 4, 3), "s", 4), "b", 4),
                                    "m",
                                    4),
                                "v",
                                4)
                            .add("BatchNormalization", "x,s,b,m,v", "y")
                            .output("y"))),
            Row.of("InstanceNormalization", affine("InstanceNormalization", 7, dims(4))),
            Row.of(
                "LayerNormalization",
                affine("LayerNormalization", 17, dims(3, 2), integerAttribute("axis", 2))),
            Row.of(
                "GroupNormalization",
                affine("GroupNormalization", 18, dims(2), integerAttribute("num_groups", 2))
                    .until(20),
                affine("GroupNormalization", 21, dims(4), integerAttribute("num_groups", 2))),
            Row.of("RMSNormalization", rootMeanSquare("RMSNormalization", 23)),
            Row.of(
                "SimplifiedLayerNormalization",
                "of ONNX Runtime's optimiser",
                rootMeanSquare("SimplifiedLayerNormalization", 13)),
            skip("SkipLayerNormalization", "x,z,s,b,c"),
            skip("SkipSimplifiedLayerNormalization", "x,z,s,c"),
            Row.of(
                "MeanVarianceNormalization",
                since(
                    9,
                    f ->
                        f.input("x", 2, 3, 4, 2)
                            .add("MeanVarianceNormalization", "x", "y")
                            .output("y"))),
            Row.of(
                "LpNormalization",
                "p 1 or 2",
                since(7, unary("LpNormalization")),
                since(7, unary("LpNormalization", integerAttribute("p", 1)))),
            Row.of(
                "LRN",
                since(
                    7,
                    f ->
                        f.input("x", 1, 6, 2, 3)
                            .add(
                                "LRN",
                                "x",
                                "y",
                                integerAttribute("size", 3),
                                realAttribute("alpha", 0.3),
                                realAttribute("beta", 0.6))
                            .output("y")))));
  }
}

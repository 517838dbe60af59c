package org.probity.operators;

import static org.probity.model.onnx.Attributes.reals;
import static org.probity.model.onnx.Attributes.string;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;
import static org.probity.operators.Models.weights;
import static org.probity.operators.Sample.since;

import java.util.List;
import org.probity.model.onnx.OnnxFile;

/** Products, convolutions, attention and resampling. */
final class LinearSamples {
  private LinearSamples() {}

  private static Sample einsum(String equation, boolean variable) {
    return since(
        12,
        f -> {
          f.input("x", 2, 3, 4);
          OnnxFile both = variable ? f.input("w", 2, 4, 5) : weights(f, "w", 2, 4, 5);
          return both.add("Einsum", "x,w", "y", string("equation", equation)).output("y");
        });
  }

  static Family family() {
    return new Family(
        "Products and convolutions",
        "Both operands may be computed, unless said otherwise.",
        List.of(
            Row.of(
                "Gemm",
                since(
                    7,
                    f ->
                        weights(weights(f.input("x", 3, 8), "w", 4, 8), "b", 4)
                            .add("Gemm", "x,w,b", "y", integerAttribute("transB", 1))
                            .output("y")),
                since(
                    7,
                    f ->
                        f.input("x", 3, 8)
                            .input("w", 8, 4)
                            .input("c", 4)
                            .add("Gemm", "x,w,c", "y", realAttribute("alpha", 0.5))
                            .output("y"))),
            Row.of(
                "MatMul",
                "stacks of matrices broadcast",
                since(
                    7,
                    f ->
                        weights(f.input("x", 3, 8), "w", 8, 4)
                            .add("MatMul", "x,w", "y")
                            .output("y")),
                since(
                    7,
                    f ->
                        f.input("x", 2, 3, 4)
                            .input("w", 4, 3)
                            .add("MatMul", "x,w", "y")
                            .output("y"))),
            Row.of(
                    "FusedMatMul",
                    "no transBatchA, transBatchB",
                    since(
                        13,
                        f ->
                            f.input("x", 3, 8)
                                .input("w", 4, 8)
                                .add(
                                    Models.node(
                                        Row.MICROSOFT,
                                        "FusedMatMul",
                                        "x,w",
                                        "y",
                                        integerAttribute("transB", 1),
                                        realAttribute("alpha", 0.35)))
                                .output("y")))
                .in(Row.MICROSOFT),
            Row.of("Einsum", einsum("bij,bjk->bik", true), einsum("bij,bjk->ki", false)),
            Row.of(
                "Conv",
                "one to three spatial axes",
                since(
                    7,
                    f ->
                        weights(weights(f.input("x", 1, 4, 6, 5), "w", 6, 2, 3, 3), "b", 6)
                            .add(
                                "Conv",
                                "x,w,b",
                                "y",
                                integerAttribute("group", 2),
                                integersAttribute("strides", 2, 1),
                                integersAttribute("pads", 1, 0, 1, 2))
                            .output("y")),
                since(
                    7,
                    f ->
                        weights(f.input("x", 1, 2, 9), "w", 3, 2, 3)
                            .add(
                                "Conv",
                                "x,w",
                                "y",
                                integersAttribute("strides", 2),
                                string("auto_pad", "SAME_UPPER"))
                            .output("y"))),
            Row.of(
                "ConvTranspose",
                "one to three spatial axes",
                since(
                    7,
                    f ->
                        weights(weights(f.input("x", 1, 4, 3, 4), "w", 4, 3, 3, 2), "b", 3)
                            .add(
                                "ConvTranspose",
                                "x,w,b",
                                "y",
                                integersAttribute("strides", 2, 2),
                                integersAttribute("pads", 1, 0, 1, 0),
                                integersAttribute("output_padding", 1, 0))
                            .output("y"))),
            Row.of(
                "Attention",
                "masks, is_causal, grouped heads; no past keys and values, softcap or second"
                    + " output",
                since(
                        23,
                        f ->
                            f.input("q", 1, 4, 3, 4)
                                .input("k", 1, 2, 3, 4)
                                .input("v", 1, 2, 3, 4)
                                .add("Attention", "q,k,v", "y", integerAttribute("is_causal", 1))
                                .output("y"))
                    .reals(-1, 1)),
            Row.of(
                "Resize",
                "nearest, linear, cubic; constant scales or sizes",
                since(10, f -> resize(f, "Resize", "x,s", "nearest")).until(10),
                since(11, f -> resize(f, "Resize", "x,r,s", "nearest")),
                since(11, f -> resize(f, "Resize", "x,r,s", "linear")),
                since(11, f -> resize(f, "Resize", "x,r,s", "cubic"))),
            Row.of(
                "Upsample",
                "nearest, linear",
                since(
                        7,
                        f ->
                            f.input("x", 1, 2, 3, 3)
                                .add("Upsample", "x", "y", reals("scales", 1, 1, 2, 2))
                                .output("y"))
                    .until(8),
                since(9, f -> resize(f, "Upsample", "x,s", "linear")).until(9))));
  }

  private static OnnxFile resize(OnnxFile file, String operator, String inputs, String mode) {
    return file.input("x", 1, 2, 3, 3)
        .floats("s", Models.dims(4), 1, 1, 2, 1.5)
        .floats("r", Models.dims(0))
        .add(operator, inputs, "y", string("mode", mode))
        .output("y");
  }
}

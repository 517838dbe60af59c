package org.probity.operators;

import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;
import static org.probity.model.onnx.OnnxFile.value;
import static org.probity.operators.Models.BOOL;
import static org.probity.operators.Models.FLOAT;
import static org.probity.operators.Models.INT32;
import static org.probity.operators.Models.INT8;
import static org.probity.operators.Models.UINT8;
import static org.probity.operators.Models.codes;
import static org.probity.operators.Models.dims;
import static org.probity.operators.Models.integers;
import static org.probity.operators.Sample.since;

import java.util.List;
import java.util.function.UnaryOperator;
import org.probity.model.onnx.OnnxFile;
import org.probity.model.onnx.OnnxFile.Message;

/** Operators of models that come with integers. */
final class QuantizedSamples {
  private QuantizedSamples() {}

  /** A scale {@code name + "s"} and a zero point {@code name + "z"}. */
  private static OnnxFile scale(OnnxFile file, String name, int type, double scale, long zero) {
    return integers(file.floats(name + "s", dims(), scale), name + "z", type, dims(), zero);
  }

  /** Scales of an operand and of a result. */
  private static OnnxFile scales(OnnxFile file) {
    return scale(scale(file, "x", UINT8, 0.02, 117), "y", UINT8, 0.031, 130);
  }

  private static Sample of(UnaryOperator<OnnxFile> graph) {
    return since(10, graph).integers(0, 255);
  }

  private static Row element(String operator, Message... attributes) {
    return Row.of(
            operator,
            of(
                f ->
                    scales(f.input(value("x", UINT8, 3, 16)))
                        .add(Models.node(Row.MICROSOFT, operator, "x,xs,xz,ys,yz", "y", attributes))
                        .output("y", UINT8)))
        .in(Row.MICROSOFT);
  }

  private static Row pair(String operator) {
    return Row.of(
            operator,
            of(
                f ->
                    scale(
                            scales(f.input(value("x", UINT8, 3, 16)).input(value("w", UINT8, 16))),
                            "w",
                            UINT8,
                            0.015,
                            140)
                        .add(Models.node(Row.MICROSOFT, operator, "x,xs,xz,w,ws,wz,ys,yz", "y"))
                        .output("y", UINT8)))
        .in(Row.MICROSOFT);
  }

  private static Row pool(String operator, Message... attributes) {
    return Row.of(
            operator,
            "no channels_last",
            of(
                f ->
                    scales(f.input(value("x", UINT8, 1, 2, 5, 6)))
                        .add(Models.node(Row.MICROSOFT, operator, "x,xs,xz,ys,yz", "y", attributes))
                        .output("y", UINT8)))
        .in(Row.MICROSOFT);
  }

  static Family family() {
    return new Family(
        "Quantised operators",
        "The arithmetic of ONNX Runtime's CPU provider, bit for bit: what is proven is what the"
            + " quantised model computes. Scales and zero points are constants; types are uint8 and"
            + " int8. Sums are exact: on x86 processors without VNNI, ONNX Runtime's kernel for"
            + " uint8 inputs with int8 weights beyond 64 saturates while it sums, unless its"
            + " session is told session.x64quantprecision=1.",
        List.of(
            Row.of(
                "QuantizeLinear",
                "one scale for a tensor",
                since(
                        10,
                        f ->
                            scales(f.input(value("x", UINT8, 3, 16)))
                                .add("DequantizeLinear", "x,xs,xz", "r")
                                .add("QuantizeLinear", "r,ys,yz", "y")
                                .output("y", UINT8))
                    .integers(0, 255),
                since(
                    10,
                    f ->
                        scales(f.input("x", 3, 16))
                            .add("QuantizeLinear", "x,xs,xz", "y")
                            .output("y", UINT8))),
            Row.of(
                "DequantizeLinear",
                "also one scale for each channel",
                since(
                        10,
                        f ->
                            scales(f.input(value("x", UINT8, 3, 16)))
                                .add("DequantizeLinear", "x,xs,xz", "y")
                                .output("y"))
                    .integers(0, 255)),
            Row.of(
                "QLinearConv",
                "weights also with one scale for each channel",
                of(
                    f ->
                        codes(
                                codes(
                                    integers(
                                        scales(f.input(value("x", UINT8, 1, 2, 6, 5)))
                                            .floats("ws", dims(3), 0.011, 0.007, 0.013),
                                        "wz",
                                        INT8,
                                        dims(3),
                                        0,
                                        0,
                                        0),
                                    "w",
                                    INT8,
                                    -64,
                                    64,
                                    3,
                                    2,
                                    3,
                                    3),
                                "b",
                                INT32,
                                -2000,
                                2000,
                                3)
                            .add(
                                "QLinearConv",
                                "x,xs,xz,w,ws,wz,ys,yz,b",
                                "y",
                                integersAttribute("pads", 1, 1, 1, 1))
                            .output("y", UINT8))),
            Row.of(
                "QLinearMatMul",
                "weights also with one scale for each column",
                of(
                    f ->
                        codes(
                                scale(scales(f.input(value("x", UINT8, 3, 8))), "w", INT8, 0.01, 0),
                                "w",
                                INT8,
                                -64,
                                64,
                                8,
                                4)
                            .add("QLinearMatMul", "x,xs,xz,w,ws,wz,ys,yz", "y")
                            .output("y", UINT8))),
            Row.of(
                    "QGemm",
                    "without a scale of its result, that is real numbers, rounded",
                    of(
                        f ->
                            codes(
                                    codes(
                                        scale(
                                            scales(f.input(value("x", UINT8, 3, 8))),
                                            "w",
                                            INT8,
                                            0.01,
                                            0),
                                        "w",
                                        INT8,
                                        -64,
                                        64,
                                        4,
                                        8),
                                    "b",
                                    INT32,
                                    -2000,
                                    2000,
                                    4)
                                .add(
                                    Models.node(
                                        Row.MICROSOFT,
                                        "QGemm",
                                        "x,xs,xz,w,ws,wz,b,ys,yz",
                                        "y",
                                        integerAttribute("transB", 1)))
                                .output("y", UINT8)))
                .in(Row.MICROSOFT),
            Row.of(
                "MatMulInteger",
                "sums of 32 bits",
                of(
                    f ->
                        codes(
                                scale(scales(f.input(value("x", UINT8, 3, 8))), "w", INT8, 0.01, 0),
                                "w",
                                INT8,
                                -7,
                                7,
                                8,
                                4)
                            .add("MatMulInteger", "x,w,xz,wz", "p")
                            .add("Cast", "p", "q", integerAttribute("to", FLOAT))
                            .add("Mul", "q,xs", "y")
                            .output("y"))),
            Row.of(
                "ConvInteger",
                "sums of 32 bits",
                of(
                    f ->
                        codes(
                                scales(f.input(value("x", UINT8, 1, 2, 5, 4))),
                                "w",
                                UINT8,
                                0,
                                7,
                                3,
                                2,
                                2,
                                2)
                            .add("ConvInteger", "x,w,xz", "p")
                            .add("Cast", "p", "q", integerAttribute("to", FLOAT))
                            .add("Mul", "q,xs", "y")
                            .output("y"))),
            pair("QLinearAdd"),
            pair("QLinearMul"),
            element("QLinearSigmoid"),
            element("QLinearLeakyRelu", realAttribute("alpha", 0.1)),
            Row.of(
                    "QLinearConcat",
                    of(
                        f ->
                            scale(
                                    scales(
                                        f.input(value("x", UINT8, 3, 8))
                                            .input(value("w", UINT8, 3, 4))),
                                    "w",
                                    UINT8,
                                    0.015,
                                    140)
                                .add(
                                    Models.node(
                                        Row.MICROSOFT,
                                        "QLinearConcat",
                                        "ys,yz,x,xs,xz,w,ws,wz",
                                        "y",
                                        integerAttribute("axis", 1)))
                                .output("y", UINT8)))
                .in(Row.MICROSOFT),
            Row.of(
                    "QLinearWhere",
                    "constant condition, or one of real numbers",
                    of(
                        f ->
                            scale(
                                    scales(
                                        integers(f, "c", BOOL, dims(3, 1), 1, 0, 1)
                                            .input(value("x", UINT8, 3, 8))
                                            .input(value("w", UINT8, 3, 8))),
                                    "w",
                                    UINT8,
                                    0.015,
                                    140)
                                .add(
                                    Models.node(
                                        Row.MICROSOFT,
                                        "QLinearWhere",
                                        "c,x,xs,xz,w,ws,wz,ys,yz",
                                        "y"))
                                .output("y", UINT8)))
                .in(Row.MICROSOFT),
            pool(
                "QLinearAveragePool",
                integersAttribute("kernel_shape", 2, 3),
                integersAttribute("strides", 1, 2)),
            pool("QLinearGlobalAveragePool"),
            Row.refused(
                    "QLinearSoftmax",
                    "leave Softmax out of the quantised operators",
                    of(
                        f ->
                            scales(f.input(value("x", UINT8, 3, 16)))
                                .add(
                                    Models.node(
                                        Row.MICROSOFT,
                                        "QLinearSoftmax",
                                        "x,xs,xz,ys,yz",
                                        "y",
                                        integerAttribute("opset", 13)))
                                .output("y", UINT8)))
                .in(Row.MICROSOFT),
            Row.of(
                "DynamicQuantizeLinear",
                "without its rounding",
                since(
                    11,
                    f ->
                        f.input("x", 3, 4)
                            .add("DynamicQuantizeLinear", "x", "q,s,z")
                            .add("DequantizeLinear", "q,s,z", "y")
                            .output("y"))),
            Row.of(
                    "DynamicQuantizeMatMul",
                    "without its rounding",
                    since(
                        11,
                        f ->
                            codes(f.input("x", 3, 4), "w", INT8, -64, 64, 4, 2)
                                .floats("ws", dims(), 0.01)
                                .add(
                                    Models.node(
                                        Row.MICROSOFT, "DynamicQuantizeMatMul", "x,w,ws", "y"))
                                .output("y")))
                .in(Row.MICROSOFT)));
  }
}

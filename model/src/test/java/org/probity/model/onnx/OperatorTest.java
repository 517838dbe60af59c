package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.FLOAT;
import static org.probity.model.onnx.OnnxFile.INT64;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.model.ModelException;

/** Every operator, imported, against ONNX Runtime on random inputs. */
class OperatorTest {
  private static final int SAMPLES = 5;
  private static final Random RANDOM = new Random(20260);

  /** A model to compare on, in each of the given opsets. */
  record Case(String name, int[] opsets, UnaryOperator<OnnxFile> build) {
    Stream<Arguments> all() {
      return Arrays.stream(opsets).mapToObj(o -> new Arguments(name, o, build));
    }
  }

  record Arguments(String name, int opset, UnaryOperator<OnnxFile> build) {
    @Override
    public String toString() {
      return name + ", opset " + opset;
    }
  }

  private static Case of(String name, int[] opsets, UnaryOperator<OnnxFile> build) {
    return new Case(name, opsets, build);
  }

  private static double[] random(int n) {
    return RANDOM.doubles(n, -1, 1).toArray();
  }

  private static double[] positive(int n) {
    return RANDOM.doubles(n, 0.3, 2).toArray();
  }

  private static long[] dims(long... d) {
    return d;
  }

  private static final int[] EACH = {
    7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23
  };
  private static final int[] OLD = {9, 12};
  private static final int[] NEW = {13, 17, 21};
  private static final int[] BOTH = {9, 13, 21};

  static Stream<Arguments> cases() {
    return Stream.of(products(), arithmetic(), functions(), shapes(), decisions(), constants())
        .flatMap(List::stream)
        .flatMap(Case::all);
  }

  static List<Case> products() {
    return List.of(
        of(
            "Gemm",
            EACH,
            f ->
                f.input("x", 1, 5)
                    .floats("w", dims(5, 3), random(15))
                    .floats("b", dims(3), random(3))
                    .add("Gemm", "x,w,b", "y")),
        of(
            "Gemm with alpha, beta, transB and a scalar C",
            BOTH,
            f ->
                f.input("x", -1, 5)
                    .floats("w", dims(3, 5), random(15))
                    .floats("b", dims(1, 1), random(1))
                    .add(
                        "Gemm",
                        "x,w,b",
                        "y",
                        integerAttribute("transB", 1),
                        realAttribute("alpha", 0.7),
                        realAttribute("beta", -1.5))),
        of(
            "Gemm without C and a transposed row",
            new int[] {11, 21},
            f ->
                f.input("x", 5, 1)
                    .floats("w", dims(5, 3), random(15))
                    .add("Gemm", "x,w", "y", integerAttribute("transA", 1))),
        of(
            "Gemm with the constant on the left",
            BOTH,
            f ->
                f.input("x", 5, 1)
                    .floats("w", dims(5, 3), random(15))
                    .floats("b", dims(3, 1), random(3))
                    .add("Gemm", "w,x,b", "y", integerAttribute("transA", 1))),
        of(
            "Gemm with a computed C",
            BOTH,
            f -> f.input("x", 1, 4).floats("w", dims(4, 4), random(16)).add("Gemm", "x,w,x", "y")),
        of(
            "MatMul, bias, second MatMul",
            EACH,
            f ->
                f.input("x", -1, 6)
                    .floats("w", dims(6, 4), random(24))
                    .floats("b", dims(4), random(4))
                    .floats("v", dims(4, 2), random(8))
                    .add("MatMul", "x,w", "p")
                    .add("Add", "b,p", "q")
                    .add("Relu", "q", "r")
                    .add("MatMul", "r,v", "y")),
        of(
            "MatMul of a vector and a vector",
            BOTH,
            f -> f.input("x", 1, 6).floats("w", dims(6), random(6)).add("MatMul", "x,w", "y")),
        of(
            "MatMul of a stack of one",
            BOTH,
            f ->
                f.input("x", 1, 1, 6)
                    .floats("w", dims(1, 1, 6, 2), random(12))
                    .add("MatMul", "x,w", "y")),
        of(
            "MatMul with the constant on the left",
            BOTH,
            f -> f.input("x", 6, 1).floats("w", dims(4, 6), random(24)).add("MatMul", "w,x", "y")),
        of(
            "MatMul of constants",
            BOTH,
            f ->
                f.input("x", 1, 3)
                    .floats("v", dims(3, 4), random(12))
                    .floats("w", dims(4, 2), random(8))
                    .add("MatMul", "v,w", "c")
                    .add("MatMul", "x,c", "y")),
        of(
            "dense layers without activation between",
            new int[] {11, 21},
            f ->
                f.input("x", 1, 6)
                    .floats("v", dims(6, 5), random(30))
                    .floats("b", dims(5), random(5))
                    .floats("w", dims(5, 2), random(10))
                    .add("Gemm", "x,v,b", "p")
                    .add("Gemm", "p,w", "y")));
  }

  static List<Case> arithmetic() {
    return List.of(
        of(
            "Add of a scalar",
            EACH,
            f -> f.input("x", 1, 5).floats("c", dims(), 0.4).add("Add", "x,c", "y")),
        of(
            "Add with leading ones",
            BOTH,
            f -> f.input("x", 5).floats("c", dims(1, 1, 5), random(5)).add("Add", "x,c", "y")),
        of(
            "Add of rows and columns",
            BOTH,
            f -> f.input("x", 1, 2, 3).floats("c", dims(2, 1), random(2)).add("Add", "c,x", "y")),
        of(
            "Sub of a constant",
            BOTH,
            f -> f.input("x", 1, 5).floats("c", dims(5), random(5)).add("Sub", "x,c", "y")),
        of(
            "Sub from a constant",
            BOTH,
            f -> f.input("x", 1, 5).floats("c", dims(5), random(5)).add("Sub", "c,x", "y")),
        of(
            "Mul",
            BOTH,
            f -> f.input("x", 1, 5).floats("c", dims(1, 5), random(5)).add("Mul", "x,c", "y")),
        of(
            "Div",
            BOTH,
            f -> f.input("x", 1, 5).floats("c", dims(5), positive(5)).add("Div", "x,c", "y")),
        of("x + x", BOTH, f -> f.input("x", 1, 5).add("Add", "x,x", "y")),
        of("two inputs", BOTH, f -> f.input("x", 1, 5).input("z", 5).add("Sub", "x,z", "y")),
        of(
            "standardised input",
            BOTH,
            f ->
                f.input("x", 1, 5)
                    .floats("m", dims(5), random(5))
                    .floats("s", dims(5), positive(5))
                    .floats("w", dims(5, 3), random(15))
                    .add("Sub", "x,m", "p")
                    .add("Div", "p,s", "q")
                    .add("MatMul", "q,w", "y")),
        of(
            "residual",
            BOTH,
            f ->
                f.input("x", 1, 5)
                    .floats("w", dims(5, 5), random(25))
                    .add("MatMul", "x,w", "p")
                    .add("Relu", "p", "q")
                    .add("MatMul", "q,w", "r")
                    .add("Add", "r,x", "s")
                    .add("Sub", "s,p", "t")
                    .add("Relu", "t", "y")),
        of(
            "BatchNormalization between layers",
            new int[] {9, 14, 15, 21},
            f ->
                f.input("x", 1, 5)
                    .floats("w", dims(5, 3), random(15))
                    .floats("g", dims(3), positive(3))
                    .floats("b", dims(3), random(3))
                    .floats("m", dims(3), random(3))
                    .floats("v", dims(3), positive(3))
                    .add("MatMul", "x,w", "p")
                    .add("BatchNormalization", "p,g,b,m,v", "q", realAttribute("epsilon", 0.01))
                    .add("Relu", "q", "y")),
        of(
            "BatchNormalization of channels with two entries",
            BOTH,
            f ->
                f.input("x", 1, 3, 2)
                    .floats("g", dims(3), positive(3))
                    .floats("b", dims(3), random(3))
                    .floats("m", dims(3), random(3))
                    .floats("v", dims(3), positive(3))
                    .add("BatchNormalization", "x,g,b,m,v", "y")));
  }

  static List<Case> functions() {
    return List.of(
        of("Relu", EACH, f -> f.input("x", 1, 5).add("Relu", "x", "y")),
        of(
            "LeakyRelu",
            BOTH,
            f -> f.input("x", 1, 5).add("LeakyRelu", "x", "y", realAttribute("alpha", 0.3))),
        of("LeakyRelu by default", BOTH, f -> f.input("x", 1, 5).add("LeakyRelu", "x", "y")),
        of("Sigmoid", BOTH, f -> f.input("x", 1, 5).add("Sigmoid", "x", "y")),
        of("Tanh", BOTH, f -> f.input("x", 1, 5).add("Tanh", "x", "y")),
        of(
            "Clip by attributes",
            new int[] {9, 10},
            f ->
                f.input("x", 1, 5)
                    .add("Clip", "x", "y", realAttribute("min", -0.3), realAttribute("max", 0.5))),
        of(
            "Clip by inputs",
            new int[] {11, 21},
            f ->
                f.input("x", 1, 5)
                    .floats("l", dims(), -0.3)
                    .floats("h", dims(), 0.5)
                    .add("Clip", "x,l,h", "y")),
        of(
            "Clip from above",
            new int[] {11, 21},
            f -> f.input("x", 1, 5).floats("h", dims(), 0.5).add("Clip", "x,,h", "y")),
        of(
            "activations between layers",
            BOTH,
            f ->
                f.input("x", 1, 4)
                    .floats("w", dims(4, 4), random(16))
                    .add("MatMul", "x,w", "a")
                    .add("Tanh", "a", "b")
                    .add("MatMul", "b,w", "c")
                    .add("Sigmoid", "c", "d")
                    .add("MatMul", "d,w", "e")
                    .add("LeakyRelu", "e", "y")));
  }

  static List<Case> shapes() {
    return List.of(
        of(
            "Identity",
            BOTH,
            f -> f.input("x", 1, 5).add("Identity", "x", "p").add("Identity", "p", "y")),
        of("Dropout", new int[] {9, 12, 21}, f -> f.input("x", 1, 5).add("Dropout", "x", "y")),
        of(
            "Cast",
            BOTH,
            f ->
                f.input("x", 1, 5)
                    .add("Cast", "x", "p", integerAttribute("to", 11))
                    .add("Cast", "p", "y", integerAttribute("to", 1))),
        of(
            "integers",
            BOTH,
            f ->
                f.input(OnnxFile.value("x", INT64, 1, 5))
                    .floats("w", dims(5, 2), random(10))
                    .add("Cast", "x", "p", integerAttribute("to", 1))
                    .add("MatMul", "p,w", "y")),
        of("Flatten", BOTH, f -> f.input("x", 1, 2, 3).add("Flatten", "x", "y")),
        of(
            "Flatten axis 0",
            BOTH,
            f -> f.input("x", 1, 2, 3).add("Flatten", "x", "y", integerAttribute("axis", 0))),
        of(
            "Flatten from the end",
            new int[] {11, 21},
            f -> f.input("x", 1, 2, 3).add("Flatten", "x", "y", integerAttribute("axis", -1))),
        of(
            "Reshape",
            BOTH,
            f -> f.input("x", -1, 2, 3).longs("s", 0, -1).add("Reshape", "x,s", "y")),
        of(
            "Squeeze old",
            new int[] {9, 11},
            f -> f.input("x", 1, 1, 3).add("Squeeze", "x", "y", integersAttribute("axes", 1))),
        of(
            "Squeeze new",
            NEW,
            f -> f.input("x", 1, 1, 3).longs("a", -2).add("Squeeze", "x,a", "y")),
        of("Squeeze all", BOTH, f -> f.input("x", 1, 1, 3).add("Squeeze", "x", "y")),
        of(
            "Unsqueeze old",
            new int[] {9, 11},
            f -> f.input("x", 1, 3).add("Unsqueeze", "x", "y", integersAttribute("axes", 0, 3))),
        of(
            "Unsqueeze new",
            NEW,
            f -> f.input("x", 1, 3).longs("a", -1, 0).add("Unsqueeze", "x,a", "y")),
        of("Transpose of one row", BOTH, f -> f.input("x", 1, 4).add("Transpose", "x", "y")),
        of(
            "Expand to more axes",
            BOTH,
            f -> f.input("x", 4).longs("s", 1, 4).add("Expand", "x,s", "y")),
        of("Tile once", BOTH, f -> f.input("x", 1, 4).longs("s", 1, 1).add("Tile", "x,s", "y")),
        of(
            "Shape, Gather, Unsqueeze, Concat, Reshape",
            OLD,
            f ->
                f.input("x", -1, 2, 3)
                    .longs("minus", -1)
                    .initializer(OnnxFile.longTensor("zero", new long[1]))
                    .add("Shape", "x", "s")
                    .add("Gather", "s,zero", "n")
                    .add("Unsqueeze", "n", "u", integersAttribute("axes", 0))
                    .add("Concat", "u,minus", "t", integerAttribute("axis", 0))
                    .add("Reshape", "x,t", "y")));
  }

  static List<Case> decisions() {
    return List.of(
        of(
            "Softmax",
            EACH,
            f -> f.input("x", 1, 5).add("Softmax", "x", "y", integerAttribute("axis", 1))),
        of("Softmax by default", BOTH, f -> f.input("x", 1, 5).add("Softmax", "x", "y")),
        of("Softmax of several axes", OLD, f -> f.input("x", 1, 5, 2).add("Softmax", "x", "y")),
        of(
            "Softmax of a layer, and its logits",
            BOTH,
            f ->
                f.input("x", 1, 5)
                    .floats("w", dims(5, 4), random(20))
                    .add("MatMul", "x,w", "z")
                    .add("Softmax", "z", "y")
                    .output("z")),
        of(
            "ArgMax",
            EACH,
            f ->
                f.input("x", 1, 5)
                    .add("ArgMax", "x", "label", integerAttribute("axis", 1))
                    .output("label", INT64)
                    .add("Identity", "x", "y")),
        of(
            "ArgMax of Softmax without the axis",
            BOTH,
            f ->
                f.input("x", 1, 5)
                    .add("Softmax", "x", "y")
                    .add(
                        "ArgMax",
                        "y",
                        "label",
                        integerAttribute("axis", 1),
                        integerAttribute("keepdims", 0))
                    .output("label", INT64)),
        of(
            "ArgMax, last of equals",
            NEW,
            f ->
                f.input("x", 1, 5)
                    .add("Clip", "x,,high", "y")
                    .floats("high", dims(), 0)
                    .add(
                        "ArgMax",
                        "y",
                        "label",
                        integerAttribute("axis", 1),
                        integerAttribute("select_last_index", 1))
                    .output("label", INT64)));
  }

  static List<Case> constants() {
    return List.of(
        of(
            "Constant and element-wise functions",
            BOTH,
            f ->
                f.input("x", 1, 4)
                    .add(
                        "Constant",
                        "",
                        "c",
                        OnnxFile.tensorAttribute("value", OnnxFile.floatTensor("", positive(4), 4)))
                    .add("Sqrt", "c", "c1")
                    .add("Exp", "c1", "c2")
                    .add("Log", "c2", "c3")
                    .add("Neg", "c3", "c4")
                    .add("Abs", "c4", "c5")
                    .add("Reciprocal", "c5", "c6")
                    .add("Pow", "c6,c", "c7")
                    .add("Tanh", "c7", "c8")
                    .add("Relu", "c8", "c9")
                    .add("Sigmoid", "c9", "c10")
                    .add("Mul", "x,c10", "y")),
        of(
            "Transpose of weights",
            BOTH,
            f ->
                f.input("x", 1, 4)
                    .floats("w", dims(3, 4), random(12))
                    .add("Transpose", "w", "v")
                    .add("MatMul", "x,v", "y")),
        of(
            "Transpose of three axes",
            BOTH,
            f ->
                f.input("x", 3, 4, 2)
                    .floats("w", dims(2, 3, 4), random(24))
                    .add("Transpose", "w", "v", integersAttribute("perm", 1, 2, 0))
                    .add("Add", "x,v", "y")),
        of(
            "Tile and Expand of weights",
            BOTH,
            f ->
                f.input("x", 2, 4)
                    .floats("w", dims(1, 2), random(2))
                    .longs("r", 1, 2)
                    .longs("s", 2, 4)
                    .add("Tile", "w,r", "v")
                    .add("Expand", "v,s", "u")
                    .add("Add", "x,u", "y")),
        of(
            "ConstantOfShape",
            BOTH,
            f ->
                f.input("x", 1, 4)
                    .longs("s", 4)
                    .add(
                        "ConstantOfShape",
                        "s",
                        "c",
                        OnnxFile.tensorAttribute(
                            "value", OnnxFile.floatTensor("", new double[] {0.25}, 1)))
                    .add("Add", "x,c", "y")),
        of(
            "Size of the input",
            BOTH,
            f ->
                f.input("x", 1, 4)
                    .add("Size", "x", "n")
                    .add("Cast", "n", "c", integerAttribute("to", FLOAT))
                    .add("Div", "x,c", "y")),
        of(
            "integer arithmetic of constants",
            BOTH,
            f ->
                f.input("x", 1, 4)
                    .longs("a", 7, -7, 7, 9)
                    .longs("b", 2, 2, -2, 3)
                    .add("Div", "a,b", "c")
                    .add("Cast", "c", "d", integerAttribute("to", FLOAT))
                    .add("Add", "x,d", "y")),
        of(
            "Gather and Concat of weights",
            BOTH,
            f ->
                f.input("x", 1, 4)
                    .floats("w", dims(4, 3), random(12))
                    .longs("i", 2, -3)
                    .add("Gather", "w,i", "v", integerAttribute("axis", 1))
                    .add("Concat", "v,w", "u", integerAttribute("axis", 1))
                    .add("MatMul", "x,u", "y")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithOnnxRuntime(Arguments c) throws ModelException, OrtException {
    byte[] file = c.build().apply(new OnnxFile(c.opset())).output("y").toBytes();
    for (int i = 0; i < SAMPLES; i++) {
      Comparison.agree(file, new Draw(RANDOM.nextLong()), -2, 2, 10, 1e-5);
    }
  }
}

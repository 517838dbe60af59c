package org.probity.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.probity.model.onnx.OnnxFile.floatTensor;
import static org.probity.model.onnx.OnnxFile.header;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;
import static org.probity.model.onnx.OnnxFile.tensorAttribute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.model.ModelException;

/** Malformed and hostile files end in one clear line, and in nothing else. */
class HostileFileTest {
  private static final double[] W = {1, -2, 3, 0.5, 0.25, 2};

  /** A small model with most kinds of fields. */
  private static byte[] model() {
    return new OnnxFile(13)
        .input("x", -1, 3)
        .initializer(floatTensor("w", W, 3, 2))
        .initializer(header("b", 1, 2).real(4, 1f).real(4, 2f))
        .longs("s", 1, 2)
        .add("Gemm", "x,w,b", "p", realAttribute("alpha", 2))
        .add("LeakyRelu", "p", "q", realAttribute("alpha", 0.1))
        .add("Constant", "", "c", tensorAttribute("value", floatTensor("", W, 6)))
        .add("Gather", "c,s", "d", integerAttribute("axis", 0))
        .add("Mul", "q,d", "r")
        .add("Reshape", "r,s", "t")
        .add("Softmax", "t", "y")
        .output("y")
        .toBytes();
  }

  /** Reads the file; whatever is wrong with it, only a one-line ModelException may come out. */
  private static void read(byte[] file) {
    try {
      assertThat(OnnxImporter.read(file).outputs()).isNotEmpty();
    } catch (ModelException e) {
      assertThat(e.getMessage()).isNotBlank().hasLineCount(1).hasSizeLessThan(500);
    }
  }

  @Test
  void theModelItselfIsFine() throws ModelException {
    assertThat(OnnxImporter.read(model()).outputs()).hasSize(1);
  }

  @Test
  void everyTruncation() {
    byte[] file = model();
    for (int length = 0; length < file.length; length++) {
      read(Arrays.copyOf(file, length));
    }
  }

  @Test
  void everyBitFlip() {
    byte[] file = model();
    for (int bit = 0; bit < 8 * file.length; bit++) {
      file[bit / 8] ^= (byte) (1 << bit % 8);
      read(file);
      file[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void randomBytesAndRandomDamage() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] file = model();
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = file.clone();
      for (int n = random.nextInt(1, 6); n > 0; n--) {
        damaged[random.nextInt(file.length)] = (byte) random.nextInt();
      }
      try {
        read(damaged);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", file " + i, e);
      }
    }
  }

  /** A file with something wrong, and what the message must say. */
  record Case(String message, UnaryOperator<OnnxFile> build, int opset) {
    Case(String message, UnaryOperator<OnnxFile> build) {
      this(message, build, 13);
    }

    @Override
    public String toString() {
      return message;
    }
  }

  private static OnnxFile dense(OnnxFile file, OnnxFile.Message weight) {
    return file.input("x", 1, 3).initializer(weight).add("MatMul", "x,w", "y");
  }

  static Stream<Case> cases() {
    return Stream.of(values(), graphs(), unsupported()).flatMap(s -> s);
  }

  private static Stream<Case> values() {
    double[] nan = {1, 2, Double.NaN, 4, 5, 6};
    double[] infinite = {1, 2, Double.NEGATIVE_INFINITY, 4, 5, 6};
    return Stream.of(
        new Case(
            "MatMul node \"to y\": a constant is NaN", f -> dense(f, floatTensor("w", nan, 3, 2))),
        new Case("a constant is NaN or infinite", f -> dense(f, floatTensor("w", infinite, 3, 2))),
        new Case(
            "a constant is NaN",
            f -> f.input("x", 1, 6).initializer(floatTensor("w", nan, 6)).add("Add", "x,w", "y")),
        new Case(
            "a constant is NaN",
            f ->
                f.input("x", 1, 6)
                    .floats("w", new long[] {6}, new double[6])
                    .add("Div", "x,w", "y")),
        new Case(
            "\"w\" lies in another file",
            f ->
                dense(
                    f,
                    header("w", 1, 3, 2)
                        .varint(14, 1)
                        .message(
                            13,
                            new OnnxFile.Message()
                                .string(1, "location")
                                .string(2, "/etc/passwd")))),
        new Case(
            "too large", f -> dense(f, header("w", 1, 1L << 31, 1L << 31).bytes(9, new byte[4]))),
        new Case("too large", f -> dense(f, header("w", 1, 1 << 20, 1 << 20))),
        new Case("too large", f -> dense(f, header("w", 1, Long.MAX_VALUE, 0))),
        new Case("negative dimension", f -> dense(f, header("w", 1, -1, 2).bytes(9, new byte[8]))),
        new Case("do not fill", f -> dense(f, header("w", 1, 3, 2).bytes(9, new byte[20]))),
        new Case("do not fill", f -> dense(f, header("w", 1, 3, 2))),
        new Case("do not fill", f -> dense(f, header("w", 1, 3, 2).real(4, 1f))),
        new Case("unsupported type 8", f -> dense(f, header("w", 8, 1).string(6, "text"))),
        new Case("unsupported type 99", f -> dense(f, header("w", 99, 1).bytes(9, new byte[4]))),
        new Case("dimensions", f -> dense(f, header("w", 1, new long[40]))));
  }

  private static Stream<Case> graphs() {
    return Stream.of(
        new Case(
            "\"w\" is not defined: a missing initialiser",
            f -> f.input("x", 1, 3).add("MatMul", "x,w", "y")),
        new Case(
            "a cycle",
            f ->
                f.input("x", 1, 3)
                    .add("Add", "x,q", "p")
                    .add("Relu", "p", "q")
                    .add("Relu", "q", "y")),
        new Case("a cycle", f -> f.input("x", 1, 3).add("Add", "x,y", "y")),
        new Case(
            "out of order", f -> f.input("x", 1, 3).add("Relu", "p", "y").add("Relu", "x", "p")),
        new Case(
            "output of two nodes",
            f -> f.input("x", 1, 3).add("Relu", "x", "y").add("Tanh", "x", "y")),
        new Case(
            "\"x\" is defined twice",
            f -> f.input("x", 1, 3).add("Relu", "x", "x").add("Relu", "x", "y")),
        new Case(
            "\"x\" is defined twice",
            f -> f.input("x", 1, 3).input("x", 1, 3).add("Relu", "x", "y")),
        new Case("output \"y\" is not defined", f -> f.input("x", 1, 3).add("Relu", "x", "z")),
        new Case("no input", f -> f.longs("x", 1).add("Relu", "x", "y")),
        new Case("does not depend", f -> f.input("x", 1, 3).longs("c", 1).add("Relu", "c", "y")),
        new Case("dimension 1 is dynamic", f -> f.input("x", -1, -1).add("Relu", "x", "y")),
        new Case("is empty", f -> f.input("x", 1, 0).add("Relu", "x", "y")),
        new Case("too large", f -> f.input("x", 1, 1L << 60).add("Relu", "x", "y")),
        new Case("too large", f -> f.input("x", 1, 1L << 25).add("Relu", "x", "y")),
        new Case(
            "not a tensor of numbers",
            f -> f.input(OnnxFile.value("x", 8, 1, 3)).add("Relu", "x", "y")),
        new Case(
            "no declared shape",
            f ->
                f.input(
                        new OnnxFile.Message()
                            .string(1, "x")
                            .message(
                                2,
                                new OnnxFile.Message()
                                    .message(1, new OnnxFile.Message().varint(1, 1))))
                    .add("Relu", "x", "y")),
        new Case("opset 8 is not supported", f -> f.input("x", 1, 3).add("Relu", "x", "y"), 8),
        new Case("opset 22 is not supported", f -> f.input("x", 1, 3).add("Relu", "x", "y"), 22),
        new Case("input 1 is missing", f -> f.input("x", 1, 3).add("Add", "x", "y")),
        new Case("input 0 is missing", f -> f.input("x", 1, 3).add("Relu", "", "y")),
        new Case(
            "has an attribute twice",
            f ->
                f.input("x", 1, 3)
                    .add(
                        "Softmax",
                        "x",
                        "y",
                        integerAttribute("axis", 1),
                        integerAttribute("axis", 1))));
  }

  private static Stream<Case> unsupported() {
    long[] wide = {1 << 13};
    return Stream.of(
        new Case(
            "Conv node \"to y\": the operator is not supported; supported are",
            f -> f.input("x", 1, 3).add("Conv", "x", "y")),
        new Case(
            "domain ai.onnx.ml are not supported",
            f -> f.input("x", 1, 3).add(OnnxFile.node("Scaler", "x", "y").string(7, "ai.onnx.ml"))),
        new Case(
            "QuantizeLinear node",
            f ->
                f.input("x", 1, 3)
                    .floats("s", new long[0], 0.1)
                    .add("QuantizeLinear", "x,s", "q")
                    .add("DequantizeLinear", "q,s", "y")),
        new Case(
            "shapes [1, 3] and [2, 2] do not fit",
            f ->
                f.input("x", 1, 3)
                    .floats("w", new long[] {2, 2}, 1, 2, 3, 4)
                    .add("MatMul", "x,w", "y")),
        new Case(
            "more than one row",
            f -> f.input("x", 2, 3).floats("w", new long[] {3, 2}, W).add("MatMul", "x,w", "y")),
        new Case(
            "product of two computed tensors",
            f -> f.input("x", 1, 3).input("z", 3, 1).add("MatMul", "x,z", "y")),
        new Case("one must be a constant", f -> f.input("x", 1, 3).add("Mul", "x,x", "y")),
        new Case(
            "division by a computed",
            f -> f.input("x", 1, 3).floats("c", new long[0], 1).add("Div", "c,x", "y")),
        new Case(
            "integer division",
            f -> f.input(OnnxFile.value("x", 7, 1, 3)).longs("c", 2).add("Div", "x,c", "y")),
        new Case(
            "division by zero",
            f ->
                f.input("x", 1)
                    .longs("c", 2)
                    .longs("d", 0)
                    .add("Div", "c,d", "e")
                    .add("Add", "x,e", "y")),
        new Case(
            "broadcasting a computed",
            f -> f.input("x", 1, 3).floats("c", new long[] {2, 1}, 1, 2).add("Add", "x,c", "y")),
        new Case("permuting", f -> f.input("x", 1, 3, 2).add("Transpose", "x", "y")),
        new Case(
            "not a permutation",
            f -> f.input("x", 1, 3).add("Transpose", "x", "y", integersAttribute("perm", 0, 0))),
        new Case(
            "to integers is not supported",
            f -> f.input("x", 1, 3).add("Cast", "x", "y", integerAttribute("to", 7))),
        new Case(
            "cannot reshape", f -> f.input("x", 1, 3).longs("s", 2, -1).add("Reshape", "x,s", "y")),
        new Case(
            "cannot reshape",
            f -> f.input("x", 1, 3).longs("s", 1L << 40, 1L << 40).add("Reshape", "x,s", "y")),
        new Case(
            "cannot reshape",
            f -> f.input("x", 1, 3).longs("s", -1, -1).add("Reshape", "x,s", "y")),
        new Case(
            "axis 7 outside",
            f -> f.input("x", 1, 3).add("Softmax", "x", "y", integerAttribute("axis", 7))),
        new Case("all entries", f -> f.input("x", 2, 3).add("Softmax", "x", "y")),
        new Case(
            "last step only",
            f -> f.input("x", 1, 3).add("Softmax", "x", "p").add("Relu", "p", "y")),
        new Case(
            "result of an ArgMax",
            f ->
                f.input("x", 1, 3)
                    .add("ArgMax", "x", "p", integerAttribute("axis", 1))
                    .add("ArgMax", "p", "y", integerAttribute("axis", 1))),
        new Case(
            "training mode",
            f ->
                f.input("x", 1, 1)
                    .floats("c", new long[] {1}, 1)
                    .add(
                        "BatchNormalization",
                        "x,c,c,c,c",
                        "y",
                        integerAttribute("training_mode", 1)),
            15),
        new Case(
            "one entry per channel",
            f ->
                f.input("x", 1, 2)
                    .floats("c", new long[] {1}, 1)
                    .add("BatchNormalization", "x,c,c,c,c", "y")),
        new Case(
            "alpha outside",
            f -> f.input("x", 1, 3).add("LeakyRelu", "x", "y", realAttribute("alpha", -1))),
        new Case(
            "min is not at most max",
            f ->
                f.input("x", 1, 3)
                    .floats("a", new long[0], 1)
                    .floats("b", new long[0], 0)
                    .add("Clip", "x,a,b", "y")),
        new Case("constants only", f -> f.input("x", 1, 3).add("Sqrt", "x", "y")),
        new Case(
            "is too large",
            f ->
                f.input("x", 1)
                    .longs("s", 1 << 13, 1 << 13)
                    .add("ConstantOfShape", "s", "c")
                    .add("Add", "x,c", "y")),
        new Case(
            "is too large",
            f ->
                f.input("x", 1)
                    .longs("s", 1L << 62)
                    .add("ConstantOfShape", "s", "c")
                    .add("Add", "x,c", "y")),
        new Case(
            "is too large",
            f ->
                f.input("x", 1)
                    .floats("a", wide, new double[1 << 13])
                    .longs("n", 1, 1 << 13)
                    .longs("m", 1 << 13, 1)
                    .add("Reshape", "a,n", "b")
                    .add("Reshape", "a,m", "c")
                    .add("Add", "b,c", "d")
                    .add("Add", "x,d", "y")),
        new Case(
            "product of constants is too large",
            f ->
                f.input("x", 1)
                    .floats("a", wide, new double[1 << 13])
                    .longs("n", 1, 1 << 13)
                    .longs("m", 1 << 13, 1)
                    .add("Reshape", "a,n", "b")
                    .add("Reshape", "a,m", "c")
                    .add("MatMul", "c,b", "d")
                    .add("Add", "x,d", "y")),
        new Case(
            "its result is empty",
            f ->
                f.input("x", 1, 3)
                    .floats("w", new long[] {3, 0})
                    .add("MatMul", "x,w", "p")
                    .floats("c", new long[] {0})
                    .add("BatchNormalization", "p,c,c,c,c", "y")),
        new Case(
            "do not fit",
            f ->
                f.input("x", 1, 3)
                    .floats("a", new long[] {0, 2})
                    .add("Concat", "a,a", "b", integerAttribute("axis", 1))
                    .add("Add", "x,b", "y")),
        new Case(
            "cannot reshape",
            f ->
                f.input("x", 1, 3)
                    .longs("none")
                    .floats("flag", new long[] {0})
                    .add("Dropout", "x,,flag", "p")
                    .add("Reshape", "p,none", "y")),
        new Case("more than 2^26 entries", HostileFileTest::manyConstants));
  }

  /** Each constant is moderate, all together are not. */
  private static OnnxFile manyConstants(OnnxFile file) {
    file.input("x", 1).longs("s", 1 << 23).longs("first", 0);
    String sum = "x";
    for (int i = 0; i < 20; i++) {
      file.add("ConstantOfShape", "s", "c" + i).add("Gather", "c" + i + ",first", "d" + i);
      sum = "e" + i;
      file.add("Add", (i == 0 ? "x" : "e" + (i - 1)) + ",d" + i, sum);
    }
    return file.add("Relu", sum, "y");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefusedWithAReason(Case c) {
    byte[] file = c.build().apply(new OnnxFile(c.opset())).output("y").toBytes();
    assertThatThrownBy(() -> OnnxImporter.read(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(c.message())
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  @Test
  void messagesQuoteNamesWithoutControlCharacters() {
    byte[] file =
        new OnnxFile(13).input("x", 1, 3).add("Evil\nop\u001b[2J", "x", "y").output("y").toBytes();
    assertThatThrownBy(() -> OnnxImporter.read(file)).hasMessageStartingWith("Evil?op?[2J node");
  }

  @Test
  void whatIsNotAnOnnxFileIsRefused(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("model.onnx"), "this is not a model");
    for (Path path : Stream.of(text, folder, folder.resolve("absent.onnx")).toList()) {
      assertThatThrownBy(() -> OnnxImporter.read(path)).isInstanceOf(ModelException.class);
    }
    assertThatThrownBy(() -> OnnxImporter.read(new byte[0])).hasMessageContaining("no graph");
  }

  @Test
  void nodesThatNothingNeedsAreNotRead() throws ModelException {
    byte[] file =
        new OnnxFile(13)
            .input("x", 1, 3)
            .add("Relu", "x", "y")
            .add("Conv", "x", "z")
            .output("y")
            .toBytes();
    assertThat(OnnxImporter.read(file).nodes()).hasSize(1);
  }
}

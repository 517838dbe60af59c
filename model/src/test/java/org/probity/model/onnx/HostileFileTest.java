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
import org.probity.testing.Seeds;

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

  /** Found by coverage-guided fuzzing ({@code OnnxFuzzer}). */
  @Test
  void aReaderOfAnInputWithoutOutput() {
    read(
        new OnnxFile(13)
            .input("x", 2, 3)
            .add(new OnnxFile.Message().string(1, "x").string(1, "s").string(4, "Reshape"))
            .add("Relu", "x", "y")
            .output("y")
            .toBytes());
  }

  /** Hundreds of layouts that read what they write: as many paths as their number to the 64th. */
  @Test
  void layoutsInACircle() {
    OnnxFile file = new OnnxFile(13).input("x", 2, 3);
    for (int i = 0; i < 300; i++) {
      file.add("Identity", "x", "x");
    }
    read(file.add("Relu", "x", "y").output("y").toBytes());
  }

  @Seeds(20)
  void randomBytesAndRandomDamage(long seed) {
    Random random = new Random(seed);
    byte[] file = model();
    for (int i = 0; i < 1_000; i++) {
      byte[] damaged = file.clone();
      for (int n = random.nextInt(1, 6); n > 0; n--) {
        damaged[random.nextInt(file.length)] = (byte) random.nextInt();
      }
      try {
        read(damaged);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("file " + i, e);
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
        new Case("unsupported type 14", f -> dense(f, header("w", 14, 1).bytes(9, new byte[8]))),
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
        new Case("\"y\" is empty", f -> f.input("x", 1, 3).longs("c").add("Relu", "c", "y")),
        new Case(
            "dimension 1 (\"n1\") is dynamic", f -> f.input("x", -1, -1).add("Relu", "x", "y")),
        new Case("dimension 1 is dynamic", f -> f.input("x", 1, 0).add("Relu", "x", "y")),
        new Case("too large", f -> f.input("x", 1, 1L << 60).add("Relu", "x", "y")),
        new Case("too large", f -> f.input("x", 1, 1L << 25).add("Relu", "x", "y")),
        new Case(
            "not a tensor of numbers",
            f -> f.input(OnnxFile.value("x", 14, 1, 3)).add("Relu", "x", "y")),
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
        new Case("opset 6 is not supported", f -> f.input("x", 1, 3).add("Relu", "x", "y"), 6),
        new Case("opset 25 is not supported", f -> f.input("x", 1, 3).add("Relu", "x", "y"), 25),
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
            "Convolve node \"to y\": the operator is not supported",
            f -> f.input("x", 1, 3).add("Convolve", "x", "y")),
        new Case("(the closest name there is Conv", f -> f.input("x", 1, 3).add("Convo", "x", "y")),
        new Case(
            "operators of domain acme are not supported",
            f -> f.input("x", 1, 3).add(OnnxFile.node("Relu", "x", "y").string(7, "acme"))),
        new Case(
            "shapes [1, 3] and [2, 2] do not fit",
            f ->
                f.input("x", 1, 3)
                    .floats("w", new long[] {2, 2}, 1, 2, 3, 4)
                    .add("MatMul", "x,w", "y")),
        new Case(
            "shapes [1, 3] and [2] do not fit",
            f -> f.input("x", 1, 3).floats("w", new long[] {2}, 1, 2).add("Add", "x,w", "y")),
        new Case(
            "division by zero",
            f -> f.input(OnnxFile.value("x", 7, 1, 3)).longs("c", 0).add("Div", "x,c", "y")),
        new Case(
            "division by zero",
            f ->
                f.input("x", 1)
                    .longs("c", 2)
                    .longs("d", 0)
                    .add("Div", "c,d", "e")
                    .add("Add", "x,e", "y")),
        new Case(
            "not a permutation",
            f -> f.input("x", 1, 3).add("Transpose", "x", "y", integersAttribute("perm", 0, 0))),
        new Case(
            "element type 14 is not supported",
            f -> f.input("x", 1, 3).add("Cast", "x", "y", integerAttribute("to", 14))),
        new Case("attribute to is missing", f -> f.input("x", 1, 3).add("Cast", "x", "y")),
        new Case(
            "cannot reshape", f -> f.input("x", 1, 3).longs("s", 2, -1).add("Reshape", "x,s", "y")),
        new Case(
            "cannot reshape",
            f -> f.input("x", 1, 3).longs("s", 1L << 40, 1L << 40).add("Reshape", "x,s", "y")),
        new Case(
            "cannot reshape",
            f -> f.input("x", 1, 3).longs("s", -1, -1).add("Reshape", "x,s", "y")),
        new Case(
            "input 1 must be a constant",
            f -> f.input("x", 1, 3).input(OnnxFile.value("s", 7, 2)).add("Reshape", "x,s", "y")),
        new Case(
            "axis 7 outside",
            f -> f.input("x", 1, 3).add("Softmax", "x", "y", integerAttribute("axis", 7))),
        new Case(
            "axis -1 appears twice",
            f ->
                f.input("x", 1, 3)
                    .longs("b", 0, 0)
                    .longs("e", 1, 1)
                    .longs("a", 1, -1)
                    .add("Slice", "x,b,e,a", "y")),
        new Case(
            "a step is 0",
            f ->
                f.input("x", 1, 3)
                    .longs("b", 0)
                    .longs("e", 1)
                    .longs("s", 0)
                    .add("Slice", "x,b,e,,s", "y")),
        new Case(
            "the parts do not add up",
            f -> f.input("x", 4).longs("s", 1, 2).add("Split", "x,s", "y,z")),
        new Case(
            "mode mirror is unknown",
            f ->
                f.input("x", 4)
                    .longs("p", 1, 1)
                    .add("Pad", "x,p", "y", Attributes.string("mode", "mirror"))),
        new Case(
            "a pad is too large",
            f -> f.input("x", 4).longs("p", 1L << 40, 1).add("Pad", "x,p", "y")),
        new Case(
            "has a negative dimension",
            f -> f.input("x", 4).longs("p", -3, -3).add("Pad", "x,p", "y")),
        new Case(
            "a repeat is negative", f -> f.input("x", 4).longs("r", -1).add("Tile", "x,r", "y")),
        new Case("too large", f -> f.input("x", 4).longs("r", 1L << 26).add("Tile", "x,r", "y")),
        new Case("by a table", f -> f.input("x", 4).longs("r", 1L << 23).add("Tile", "x,r", "y")),
        new Case("more than 2^30 entries", HostileFileTest::manyTensors),
        new Case(
            "more than 12 dimensions",
            f ->
                f.input("x", 4)
                    .longs("a", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
                    .add("Unsqueeze", "x,a", "y")),
        new Case(
            "min is not a single number",
            f -> f.input("x", 1, 3).floats("a", new long[] {2}, 1, 2).add("Clip", "x,a", "y")),
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
            "too many entries",
            f ->
                f.input("x", 1)
                    .initializer(OnnxFile.longTensor("b", new long[] {0}))
                    .initializer(OnnxFile.longTensor("e", new long[] {1L << 40}))
                    .initializer(OnnxFile.longTensor("s", new long[] {1}))
                    .add("Range", "b,e,s", "c")
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
            "is too large",
            f ->
                f.input("x", 1)
                    .floats("a", wide, new double[1 << 13])
                    .longs("n", 1, 1 << 13)
                    .longs("m", 1 << 13, 1)
                    .add("Reshape", "a,n", "b")
                    .add("Reshape", "a,m", "c")
                    .add("MatMul", "c,b", "d")
                    .add("Add", "x,d", "y")),
        new Case("takes too long", HostileFileTest::manyProducts),
        new Case(
            "output \"y\" is empty",
            f -> f.input("x", 1, 3).floats("w", new long[] {3, 0}).add("MatMul", "x,w", "y")),
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

  /** Each tensor is moderate, all together are not. */
  private static OnnxFile manyTensors(OnnxFile file) {
    file.input("x", 1 << 23, 1).longs("s", 1, 16).longs("b", 0, 0).longs("e", 1, 1);
    String last = "x";
    for (int i = 0; i < 20; i++) {
      file.add("Expand", last + ",s", "a" + i).add("Slice", "a" + i + ",b,e", "b" + i);
      last = "b" + i;
      file.add("Add", "x," + last, "c" + i);
      last = "c" + i;
    }
    return file.add("Relu", last, "y");
  }

  /** Each product of constants is moderate, all together are not. */
  private static OnnxFile manyProducts(OnnxFile file) {
    file.input("x", 1).longs("s", 512, 512).add("ConstantOfShape", "s", "c0");
    for (int i = 0; i < 20; i++) {
      file.add("MatMul", "c" + i + ",c" + i, "c" + (i + 1));
    }
    return file.add("Add", "x,c20", "y");
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

  /** Subgraphs in subgraphs, as deep as a file likes. */
  @Test
  void deepNestingIsRefused() {
    OnnxFile.Message graph = new OnnxFile(13).add("Relu", "x", "r").output("r").toGraph();
    for (int i = 0; i < 5000; i++) {
      graph =
          new OnnxFile.Message()
              .message(
                  1, OnnxFile.node("If", "c", "r", OnnxFile.graphAttribute("then_branch", graph)))
              .message(12, OnnxFile.value("r", 1, 1));
      if (i == 20 || i == 4999) {
        byte[] file =
            new OnnxFile(13)
                .input("x", 1)
                .initializer(header("c", 9).varint(5, 1))
                .add("If", "c", "y", OnnxFile.graphAttribute("then_branch", graph))
                .output("y")
                .toBytes();
        if (i == 20) {
          read(file);
        } else {
          assertThatThrownBy(() -> OnnxImporter.read(file)).hasMessageContaining("nested");
        }
      }
    }
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
            .add("Convolve", "x", "z")
            .output("y")
            .toBytes();
    assertThat(OnnxImporter.read(file).nodes()).hasSize(1);
  }
}

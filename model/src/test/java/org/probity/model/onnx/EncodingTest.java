package org.probity.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.probity.model.onnx.OnnxFile.header;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.little;

import ai.onnxruntime.OrtException;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;

/** Constants in every element type and encoding, with ONNX Runtime as oracle. */
class EncodingTest {
  private static final double[] ZEROS = new double[6];

  /** {@code y = x + float(c)} for a constant of six elements. */
  private static byte[] model(OnnxFile.Message constant) {
    return new OnnxFile(21)
        .input("x", 6)
        .initializer(constant)
        .add("Cast", "c", "f", integerAttribute("to", OnnxFile.FLOAT))
        .add("Add", "x,f", "y")
        .output("y")
        .toBytes();
  }

  private static void assertSameAsRuntime(byte[] file) throws ModelException, OrtException {
    FloatGraph graph = OnnxImporter.read(file);
    try (OnnxRuntime runtime = OnnxRuntime.open(file)) {
      double[] expected = runtime.run(graph, Map.of("x", ZEROS)).get("y").entries();
      assertThat(FloatExecutor.run(graph, Map.of("x", ZEROS)).get("y")).isEqualTo(expected);
    }
  }

  static Stream<Arguments> integerTypes() {
    // Type, bytes of an element in raw data, field of the typed data, elements.
    return Stream.of(
        Arguments.of(2, 1, 5, new long[] {0, 1, 127, 128, 200, 255}),
        Arguments.of(3, 1, 5, new long[] {0, 1, 127, -128, -1, 5}),
        Arguments.of(4, 2, 5, new long[] {0, 1, 32767, 32768, 65535, 9}),
        Arguments.of(5, 2, 5, new long[] {0, 1, 32767, -32768, -1, 9}),
        Arguments.of(6, 4, 5, new long[] {0, 1, 8388607, -8388608, -1, 9}),
        Arguments.of(7, 8, 7, new long[] {0, 1, 8388607, -8388608, -1, 9}),
        Arguments.of(9, 1, 5, new long[] {0, 1, 1, 0, 1, 0}),
        Arguments.of(12, 4, 11, new long[] {0, 1, 1 << 24, 4294967040L, 2, 9}),
        Arguments.of(13, 8, 11, new long[] {0, 1, 1 << 24, 4294967040L, 2, 9}),
        // Bit patterns of small floats: zeros, subnormals, ordinary ones of both signs.
        Arguments.of(10, 2, 5, new long[] {0, 0x8001, 0x3c00, 0xc500, 0x7bff, 0x0400}),
        Arguments.of(16, 2, 5, new long[] {0, 0x8001, 0x3f80, 0xc000, 0x7f7f, 0x0080}),
        Arguments.of(17, 1, 5, new long[] {0, 0x01, 0x38, 0xbf, 0x7e, 0x08}),
        Arguments.of(18, 1, 5, new long[] {0, 0x01, 0x40, 0xbf, 0x7f, 0x08}),
        Arguments.of(19, 1, 5, new long[] {0, 0x01, 0x3c, 0xbf, 0x7b, 0x04}),
        Arguments.of(20, 1, 5, new long[] {0, 0x01, 0x40, 0xbf, 0x7f, 0x04}));
  }

  @ParameterizedTest
  @MethodSource("integerTypes")
  void rawAndTypedElements(int type, int width, int field, long[] elements)
      throws ModelException, OrtException {
    OnnxFile.Message raw = new OnnxFile.Message();
    for (long e : elements) {
      raw.append(little(e, width));
    }
    assertSameAsRuntime(model(header("c", type, 6).bytes(9, raw.toBytes())));
    OnnxFile.Message packed = new OnnxFile.Message();
    LongStream.of(elements).forEach(packed::rawVarint);
    assertSameAsRuntime(model(header("c", type, 6).message(field, packed)));
    OnnxFile.Message single = header("c", type, 6);
    LongStream.of(elements).forEach(e -> single.varint(field, e));
    assertSameAsRuntime(model(single));
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 22})
  void nibbles(int type) throws ModelException, OrtException {
    byte[] packed = {(byte) 0x80, 0x7f, (byte) 0xa1};
    assertSameAsRuntime(model(header("c", type, 6).bytes(9, packed)));
    OnnxFile.Message typed = header("c", type, 6);
    IntStream.range(0, 3).forEach(i -> typed.varint(5, packed[i] & 0xff));
    assertSameAsRuntime(model(typed));
  }

  @Test
  void floatsAndDoubles() throws ModelException, OrtException {
    double[] values = {0, -1.5, 3e8, 0x1p-30, 2.25, -7};
    OnnxFile.Message floats = header("c", 1, 6);
    OnnxFile.Message doubles = new OnnxFile.Message();
    for (double v : values) {
      floats.real(4, (float) v);
      doubles.append(little(Double.doubleToLongBits(v), 8));
    }
    assertSameAsRuntime(model(floats));
    assertSameAsRuntime(model(header("c", 11, 6).message(10, doubles)));
    assertSameAsRuntime(model(header("c", 11, 6).bytes(9, doubles.toBytes())));
  }

  private static OnnxFile.Message sparse(OnnxFile.Message indices, long... dims) {
    OnnxFile.Message tensor =
        new OnnxFile.Message()
            .message(1, OnnxFile.floatTensor("c", new double[] {2.5, -1}, 2))
            .message(2, indices);
    LongStream.of(dims).forEach(d -> tensor.varint(3, d));
    return tensor;
  }

  private static byte[] sparseModel(OnnxFile.Message tensor) {
    return new OnnxFile(21)
        .input("x", 2, 3)
        .sparseInitializer(tensor)
        .add("Add", "x,c", "y")
        .output("y")
        .toBytes();
  }

  @Test
  void sparseTensors() throws ModelException, OrtException {
    double[] expected = {0, 2.5, 0, 0, 0, -1};
    for (OnnxFile.Message indices :
        Stream.of(
                OnnxFile.longTensor("", new long[] {1, 5}, 2),
                OnnxFile.longTensor("", new long[] {0, 1, 1, 2}, 2, 2))
            .toList()) {
      FloatGraph graph = OnnxImporter.read(sparseModel(sparse(indices, 2, 3)));
      assertThat(FloatExecutor.run(graph, Map.of("x", ZEROS)).get("y")).isEqualTo(expected);
    }
  }

  @Test
  void malformedSparseTensorsAreRefused() {
    for (OnnxFile.Message tensor :
        Stream.of(
                sparse(OnnxFile.longTensor("", new long[] {1, 6}, 2), 2, 3),
                sparse(OnnxFile.longTensor("", new long[] {1, -1}, 2), 2, 3),
                sparse(OnnxFile.longTensor("", new long[] {1}, 1), 2, 3),
                sparse(OnnxFile.longTensor("", new long[] {0, 3, 1, 2}, 2, 2), 2, 3),
                sparse(OnnxFile.longTensor("", new long[] {1, 5}, 2), 1 << 20, 1 << 20),
                sparse(OnnxFile.longTensor("", new long[] {1, 5}, 2), 1 << 25))
            .toList()) {
      assertThatThrownBy(() -> OnnxImporter.read(sparseModel(tensor)))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("sparse");
    }
  }

  @Test
  void constantNodesInAllForms() throws ModelException, OrtException {
    OnnxFile.Message floats = new OnnxFile.Message().string(1, "value_floats");
    IntStream.range(0, 6).forEach(i -> floats.real(7, i));
    OnnxFile.Message one = new OnnxFile.Message().string(1, "value_float").real(2, 0.5f);
    byte[] file =
        new OnnxFile(13)
            .input("x", 6)
            .add("Constant", "", "a", floats.varint(20, 6))
            .add("Constant", "", "b", one.varint(20, 1))
            .add("Constant", "", "i", integerAttribute("value_int", 3))
            .add("Constant", "", "s", OnnxFile.integersAttribute("value_ints", 6))
            .add("Reshape", "x,s", "z")
            .add("Cast", "i", "j", integerAttribute("to", OnnxFile.FLOAT))
            .add("Mul", "a,b", "c")
            .add("Add", "c,j", "d")
            .add("Add", "z,d", "y")
            .output("y")
            .toBytes();
    assertSameAsRuntime(file);
  }
}

package org.probity.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.probity.model.onnx.OnnxFile.FLOAT;
import static org.probity.model.onnx.OnnxFile.floatTensor;
import static org.probity.model.onnx.OnnxFile.header;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.Simplified;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.model.onnx.operator.Operators;
import org.probity.model.onnx.operator.Support;

/** What a file may leave open: dimensions, data in other files, inputs with defaults. */
class ModelFileTest {
  @TempDir Path folder;

  private static Message input(String name, Object... dims) {
    Message shape = new Message();
    for (Object d : dims) {
      shape.message(
          1, d instanceof String s ? new Message().string(2, s) : new Message().varint(1, (int) d));
    }
    Message tensor = new Message().varint(1, FLOAT).message(2, shape);
    return new Message().string(1, name).message(2, new Message().message(1, tensor));
  }

  private static OnnxFile dynamic() {
    return new OnnxFile(13).input(input("x", "n", 3, "h", "w")).add("Relu", "x", "y").output("y");
  }

  private static List<Long> shape(ImportOptions options) throws ModelException {
    return OnnxImporter.read(dynamic().toBytes(), options).inputs().getFirst().shape();
  }

  private static ImportOptions shape(long... dims) {
    return new ImportOptions(Map.of("x", dims), Map.of());
  }

  @Test
  void dynamicDimensionsTakeGivenValues() throws ModelException {
    assertThat(shape(shape(2, 3, 8, 6))).containsExactly(2L, 3L, 8L, 6L);
    assertThat(shape(new ImportOptions(Map.of(), Map.of("h", 8L, "w", 6L))))
        .containsExactly(1L, 3L, 8L, 6L);
    assertThat(shape(new ImportOptions(Map.of(), Map.of("n", 5L, "h", 8L, "w", 6L))))
        .containsExactly(5L, 3L, 8L, 6L);
  }

  /** As the state of a recurrent layer has it in the middle. */
  @Test
  void theBatchIsOneWhereverItOccurs() throws ModelException {
    OnnxFile file =
        new OnnxFile(13)
            .input(input("x", "n", 3))
            .input(input("h", 2, "n", 3))
            .add("Add", "x,h", "y")
            .output("y");
    assertThat(OnnxImporter.read(file.toBytes()).inputs().get(1).shape())
        .containsExactly(2L, 1L, 3L);
  }

  @Test
  void aDimensionWithoutValueIsNamedWithTheRemedy() {
    Comparison.refuses(
        dynamic(), "input \"x\": dimension 2 (\"h\") is dynamic", "--shape x=1,3,16,16");
  }

  @Test
  void shapesThatContradictTheFileAreRefused() {
    refuses(shape(1, 4, 8, 8), "dimension 1 is 3 in the file, but given as 4");
    refuses(shape(1, 3, 8), "has 4 dimensions, but its given shape has 3");
    refuses(shape(1, 3, 0, 8), "is empty");
    refuses(shape(1, 3, -8, 8), "negative dimension");
    refuses(
        new ImportOptions(Map.of("z", new long[] {1}), Map.of()),
        "no input or dynamic dimension is named \"z\"; inputs are x");
    refuses(new ImportOptions(Map.of(), Map.of("k", 3L)), "is named \"k\"");
  }

  private static void refuses(ImportOptions options, String message) {
    assertThatThrownBy(() -> OnnxImporter.read(dynamic().toBytes(), options))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anInputWithoutShapeTakesTheGivenOne() throws ModelException {
    Message untyped =
        new Message()
            .string(1, "x")
            .message(2, new Message().message(1, new Message().varint(1, FLOAT)));
    OnnxFile file = new OnnxFile(13).input(untyped).add("Relu", "x", "y").output("y");
    Comparison.refuses(file, "no declared shape", "--shape x=");
    assertThat(OnnxImporter.read(file.toBytes(), shape(2, 5)).outputs().getFirst().shape())
        .containsExactly(2L, 5L);
  }

  /** Up to IR version 3, initialisers are inputs, too. */
  @Test
  void inputsWithDefaultsAreConstants() throws ModelException {
    OnnxFile file =
        new OnnxFile(9)
            .input("x", 2)
            .input("w", 2)
            .floats("w", new long[] {2}, 2, 3)
            .add("Mul", "x,w", "y")
            .output("y");
    FloatGraph graph = OnnxImporter.read(file.toBytes());
    assertThat(graph.inputs()).extracting(FloatPort::name).containsExactly("x");
    assertThat(FloatExecutor.run(graph, Map.of("x", new double[] {1, 1})).get("y"))
        .containsExactly(2, 3);
  }

  private static Message external(String location, long offset, long length) {
    return header("w", FLOAT, 3)
        .varint(14, 1)
        .message(13, entry("location", location))
        .message(13, entry("offset", Long.toString(offset)))
        .message(13, entry("length", Long.toString(length)));
  }

  private static Message entry(String key, String value) {
    return new Message().string(1, key).string(2, value);
  }

  private Path model(Message weights) throws IOException {
    byte[] file =
        new OnnxFile(13)
            .input("x", 3)
            .initializer(weights)
            .add("Mul", "x,w", "y")
            .output("y")
            .toBytes();
    return Files.write(folder.resolve("model.onnx"), file);
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float v : values) {
      bytes.putFloat(v);
    }
    return bytes.array();
  }

  @Test
  void dataBesideTheModelAreRead() throws IOException, ModelException {
    Files.createDirectory(folder.resolve("data"));
    Files.write(folder.resolve("data/weights.bin"), floats(9, 1, 2, 3));
    FloatGraph graph = OnnxImporter.read(model(external("data/weights.bin", 4, 12)));
    assertThat(FloatExecutor.run(graph, Map.of("x", new double[] {1, 1, 1})).get("y"))
        .containsExactly(1, 2, 3);
  }

  @Test
  void dataOutsideOfTheFolderAreNotRead(@TempDir Path elsewhere) throws IOException {
    Path secret = Files.write(elsewhere.resolve("secret.bin"), floats(1, 2, 3));
    Files.createSymbolicLink(folder.resolve("link.bin"), secret);
    Files.write(folder.resolve("short.bin"), floats(1));
    for (String location :
        List.of(
            secret.toString(),
            folder.toRealPath().relativize(secret.toRealPath()).toString(),
            "link.bin",
            ".",
            "")) {
      refuses(external(location, 0, 12), "outside of the model's folder");
    }
    refuses(external("absent.bin", 0, 12), "cannot read its data from absent.bin");
    refuses(external("nul\0.bin", 0, 12), "cannot read its data");
    refuses(external("short.bin", 0, 12), "too short");
    refuses(external("short.bin", Long.MAX_VALUE, 12), "too short");
    refuses(external("short.bin", -1, 12), "is not a number");
    refuses(external("short.bin", 0, 4), "do not fill");
  }

  private void refuses(Message weights, String message) throws IOException {
    Path file = model(weights);
    assertThatThrownBy(() -> OnnxImporter.read(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  @Test
  void dataOfAModelInMemoryAreElsewhere() {
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 3)
            .initializer(external("weights.bin", 0, 12))
            .add("Mul", "x,w", "y")
            .output("y");
    Comparison.refuses(file, "constant \"w\" lies in another file");
  }

  @Test
  void changesAreNoted() throws IOException, ModelException {
    byte[] file =
        new OnnxFile(13)
            .input("x", 2)
            .initializer(floatTensor("m", new double[] {0, Double.NEGATIVE_INFINITY}, 2))
            .add("Add", "x,m", "p")
            .add("Softmax", "p", "y")
            .output("y")
            .toBytes();
    Simplified read =
        OnnxImporter.readNoted(
            Files.write(folder.resolve("m.onnx"), file), ImportOptions.defaults());
    assertThat(read.notes()).anyMatch(n -> n.contains("masks") && n.contains("p"));
  }

  /** Names of tensors are those of the file, whatever the import adds. */
  @Test
  void tensorsKeepTheirNames() throws ModelException {
    FloatGraph graph =
        OnnxImporter.read(
            new OnnxFile(13)
                .input("x", 2)
                .floats("w", new long[] {2}, 2, 3)
                .add("Mul", "x,w", "y/product")
                .add("Tanh", "y/product", "y")
                .output("y")
                .output("y/product")
                .toBytes());
    assertThat(graph.shapes()).containsOnlyKeys("x", "y/product", "y");
    assertThat(graph.constants()).containsOnlyKeys("w");
  }

  @Test
  void theTableOfOperatorsIsComplete() {
    List<Support> supported = Operators.supported();
    assertThat(supported).extracting(Support::operator).contains("Add", "Loop", "Reshape", "Where");
    assertThat(supported).allSatisfy(s -> assertThat(s.how()).isNotBlank());
  }
}

package org.probity.model.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.graph.OrderedCode;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.onnx.Attributes;
import org.probity.model.onnx.OnnxFile;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.model.onnx.OnnxImporter;

class OnnxRuntimeReferenceTest {
  private static final int STRING = 8;

  /** A model that gives its input back. */
  private static byte[] identity(int type, long... shape) {
    return new OnnxFile(17)
        .input(OnnxFile.value("x", type, shape))
        .add("Identity", "x", "y")
        .output("y", type)
        .toBytes();
  }

  private static double[] run(byte[] model, double... x) throws ModelException {
    return run(model, Map.of(), x);
  }

  private static double[] run(byte[] model, Map<String, List<Long>> shapes, double... x)
      throws ModelException {
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(model, shapes)) {
      return reference.run(Map.of("x", x)).get("y");
    }
  }

  /** ONNX's numbers of element types: extremes pass, and what lies beyond is refused. */
  @ParameterizedTest
  @CsvSource({
    "float, 1, 0.1, 0.1, ",
    "uint8, 2, 0, 255, 256",
    "int8, 3, -128, 127, -129",
    "int16, 5, -32768, 32767, 32768",
    "int32, 6, -2147483648, 2147483647, 2147483648",
    "int64, 7, -9007199254740992, 9007199254740992, 0.5",
    "bool, 9, 0, 1, 2",
    "float16, 10, -65504, 0.5, ",
    "double, 11, 0.1, 1e300, ",
    "bfloat16, 16, -2, 1.5, "
  })
  void everyElementType(String name, int type, double low, double high, Double refused)
      throws ModelException {
    byte[] model = identity(type, 1, 2);
    double[] expected =
        type == 1 ? new double[] {(float) low, (float) high} : new double[] {low, high};
    assertThat(run(model, low, high)).as(name).containsExactly(expected);
    if (refused != null) {
      assertThatThrownBy(() -> run(model, low, refused))
          .isInstanceOf(ModelException.class)
          .hasMessage("input x: entry 1 is no integer of the original's element type");
      assertThatThrownBy(() -> run(model, Double.NaN, low)).isInstanceOf(ModelException.class);
    }
  }

  @Test
  void halvesAreRoundedToEven() throws ModelException {
    // One and a half units of the last of eight bits above one, and half a unit.
    assertThat(run(identity(16, 2), 1 + 3.0 / 256, 1 + 1.0 / 256))
        .containsExactly(1 + 4.0 / 256, 1);
    assertThat(run(identity(10, 1), 1 + 1.0 / 2048)).containsExactly(1);
  }

  private static double[] runTexts(byte[] model, OriginalPorts ports, String... x)
      throws IOException, ModelException {
    Path file = Files.write(Files.createTempFile("model", ".onnx"), model);
    double[] numbers = Arrays.stream(x).mapToDouble(OrderedCode::ofText).toArray();
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(file, ports)) {
      return reference.run(Map.of("x", numbers)).get("y");
    } finally {
      Files.delete(file);
    }
  }

  private static OriginalPorts ports(List<String> labels, String... known) throws ModelException {
    Texts texts = new Texts();
    texts.add(List.of(known));
    return new OriginalPorts(Map.of(), Map.of("y", labels), texts);
  }

  @Test
  void textsAreTheirNumbers() throws Exception {
    byte[] model = identity(STRING, 2, 2);
    OriginalPorts ports = ports(List.of(), "a", "", "grün");
    assertThat(runTexts(model, ports, "a", "", "grün", "a"))
        .containsExactly(
            OrderedCode.ofText("a"),
            OrderedCode.ofText(""),
            OrderedCode.ofText("grün"),
            OrderedCode.ofText("a"));
    assertThatThrownBy(() -> runTexts(model, ports, "a", "a", "b", "a"))
        .isInstanceOf(ModelException.class)
        .hasMessage("input x: entry 2 stands for no known text");
  }

  @Test
  void labelsAreTheIndicesOfTheirNames() throws Exception {
    OriginalPorts texts = ports(List.of("no", "yes"), "no", "yes", "maybe");
    assertThat(runTexts(identity(STRING, 3), texts, "yes", "maybe", "no"))
        .containsExactly(1, -1, 0);
    OriginalPorts integers = ports(List.of("10", "-3"));
    Path file = Files.write(Files.createTempFile("model", ".onnx"), identity(7, 3));
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(file, integers)) {
      assertThat(reference.run(Map.of("x", new double[] {-3, 10, 0})).get("y"))
          .containsExactly(1, 0, -1);
    } finally {
      Files.delete(file);
    }
  }

  /** A row of scores for each map, in the order of the classes. */
  @Test
  void mapsAreRowsOfScores() throws ModelException {
    Message texts = Attributes.strings("classlabels_strings", "b", "c", "a");
    assertThat(run(zipMap(STRING, texts), 1, 2, 3, 4, 5, 6)).containsExactly(3, 1, 2, 6, 4, 5);
    Message integers = OnnxFile.integersAttribute("classlabels_int64s", 10, 2, -3);
    assertThat(run(zipMap(7, integers), 1, 2, 3, 4, 5, 6)).containsExactly(3, 2, 1, 6, 5, 4);
  }

  private static byte[] zipMap(int keys, Message labels) {
    Message real = new Message().message(1, new Message().varint(1, 1));
    Message map = new Message().message(5, new Message().varint(1, keys).message(2, real));
    Message sequence = new Message().message(4, new Message().message(1, map));
    return new OnnxFile(17)
        .opset("ai.onnx.ml", 3)
        .input("x", 2, 3)
        .add(OnnxFile.node("ZipMap", "x", "y", labels).string(7, "ai.onnx.ml"))
        .output(new Message().string(1, "y").message(2, sequence))
        .toBytes();
  }

  @Test
  void anyRank() throws ModelException {
    assertThat(run(identity(1), 3)).containsExactly(3);
    assertThat(run(identity(1, 1, 2, 1, 2, 1), 1, 2, 3, 4)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void dynamicDimensions() throws ModelException {
    assertThat(run(identity(1, -1, 2), 1, 2, 3, 4)).containsExactly(1, 2, 3, 4);
    assertThat(run(identity(1, -1, 2, -1), 1, 2)).containsExactly(1, 2);
    Map<String, List<Long>> shapes = Map.of("x", List.of(1L, 2L, 3L));
    assertThat(run(identity(1, -1, 2, -1), shapes, 1, 2, 3, 4, 5, 6)).hasSize(6);
    assertThatThrownBy(() -> run(identity(1, -1, 2, -1), 1, 2, 3, 4, 5, 6))
        .hasMessage(
            "input x: 6 entries do not fill the shape [?, 2, ?] of the original; give a shape for"
                + " its dynamic dimensions");
    for (byte[] other : List.of(identity(1, -1, 3, -1), identity(1, -1, 2))) {
      assertThatThrownBy(() -> run(other, shapes, 1, 2, 3, 4, 5, 6))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("do not fill the shape [?, ");
    }
    assertThatThrownBy(() -> run(identity(1, 2, 2), 1, 2, 3)).isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> run(identity(1, -1, 2), 1, 2, 3)).isInstanceOf(ModelException.class);
  }

  /** Two inputs of different types and three outputs, one of which is a text. */
  @Test
  void severalInputsAndOutputs() throws ModelException {
    byte[] model =
        new OnnxFile(17)
            .input(OnnxFile.value("x", 1, 1, 2, 2))
            .input(OnnxFile.value("i", 7, 1))
            .add("Gather", "x,i", "y", OnnxFile.integerAttribute("axis", 1))
            .add("Greater", "x,y", "larger")
            .add("Cast", "i", "text", OnnxFile.integerAttribute("to", STRING))
            .output("y")
            .output("larger", 9)
            .output("text", STRING)
            .toBytes();
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(model)) {
      Map<String, double[]> outputs =
          reference.run(Map.of("x", new double[] {1, 2, 3, 0}, "i", new double[] {1}));
      assertThat(outputs).containsOnlyKeys("y", "larger", "text");
      assertThat(outputs.get("text")).containsExactly(OrderedCode.ofText("1"));
      assertThat(outputs.get("y")).containsExactly(3, 0);
      assertThat(outputs.get("larger")).containsExactly(0, 1, 0, 0);
      assertThat(reference.isLabel("larger")).isTrue();
      assertThat(reference.isLabel("y")).isFalse();
      assertThatThrownBy(() -> reference.run(Map.of("x", new double[4])))
          .hasMessage("input i is missing");
      assertThatThrownBy(() -> reference.run(Map.of("x", new double[4], "i", new double[] {5})))
          .isInstanceOf(ModelException.class)
          .hasMessageStartingWith("ONNX Runtime cannot run the model")
          .hasMessageEndingWith("Name:'to y'");
    }
  }

  @Test
  void fromAFile(@TempDir Path folder) throws IOException, ModelException {
    Path file = Files.write(folder.resolve("m.onnx"), identity(1, 2));
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(file, Map.of())) {
      assertThat(reference.name()).startsWith("ONNX Runtime ");
      assertThat(reference.run(Map.of("x", new double[] {1, 2})).get("y")).containsExactly(1, 2);
    }
    assertThatThrownBy(() -> OnnxRuntimeReference.open(folder.resolve("none"), Map.of()))
        .isInstanceOf(ModelException.class);
  }

  /** What ONNX Runtime does not know, the importer may. */
  @Test
  void anotherReferenceWhereThereIsNone(@TempDir Path folder) throws IOException, ModelException {
    FloatGraph graph = OnnxImporter.read(identity(1, 1, 2));
    Path known = Files.write(folder.resolve("known.onnx"), identity(1, 1, 2));
    byte[] unknownType =
        new OnnxFile(17).input("x", 1, 2).add("No", "x", "y").output("y").toBytes();
    Path unknown = Files.write(folder.resolve("unknown.onnx"), unknownType);
    try (Reference first = Reference.open(known, graph);
        Reference second = Reference.open(unknown, graph)) {
      assertThat(first.name()).startsWith("ONNX Runtime ");
      assertThat(second.name())
          .isEqualTo("Probity in double precision (ONNX Runtime refuses the model)");
      assertThat(second.run(Map.of("x", new double[] {1, 2})).get("y")).containsExactly(1, 2);
    }
  }

  @Test
  void refusesWhatIsNoModel() {
    assertThatThrownBy(() -> OnnxRuntimeReference.open(new byte[] {1, 2, 3}))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("ONNX Runtime cannot open the model");
  }
}

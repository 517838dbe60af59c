package org.probity.model.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.probity.model.onnx.OnnxFile.integerAttribute;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Junction;
import org.probity.model.Cut;
import org.probity.model.ModelDigest;
import org.probity.model.ModelException;
import org.probity.model.fidelity.FidelityOptions;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.ImportNote;
import org.probity.model.fidelity.OutputFidelity;
import org.probity.model.fidelity.Texts;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.onnx.OnnxFile;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.model.quantize.PortFormat;
import org.probity.model.quantize.QuantizerOptions;
import org.probity.model.quantize.Target;

/** Parts of a file in integers: what they compute together, and what is said of how close it is. */
class PartTest {
  @TempDir Path folder;

  private Path file;

  private static double[] draw(long seed, int count) {
    return new SplittableRandom(seed).doubles(count, -1, 1).toArray();
  }

  /** Three layers, the second with a connection past it. */
  private static OnnxFile net() {
    return new OnnxFile(13)
        .input("x", -1, 8)
        .floats("w1", new long[] {8, 8}, draw(1, 64))
        .floats("w2", new long[] {8, 8}, draw(2, 64))
        .floats("w3", new long[] {8, 3}, draw(3, 24))
        .add("MatMul", "x,w1", "a")
        .add("Relu", "a", "first")
        .add("MatMul", "first,w2", "b")
        .add("Relu", "b", "c")
        .add("Add", "c,first", "second")
        .add("MatMul", "second,w3", "d")
        .add("Softmax", "d", "y", integerAttribute("axis", 1))
        .output("y");
  }

  @BeforeEach
  void write() throws IOException {
    file = Files.write(folder.resolve("net.onnx"), net().toBytes());
  }

  private static List<Map<String, double[]>> samples(int count, long seed, double size) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Map<String, double[]>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(Map.of("x", random.doubles(8, -size, size).toArray()));
    }
    return samples;
  }

  private static ImportOptions cut(String from, String to) {
    return ImportOptions.defaults().withCut(new Cut(names(from), names(to)));
  }

  private static List<String> names(String list) {
    return list == null ? List.of() : List.of(list.split(","));
  }

  private QuantizedPart quantize(String from, String to, Before before) throws ModelException {
    return ImportedPart.read(file, cut(from, to), before)
        .quantize(samples(64, 4, 1), QuantizerOptions.defaults());
  }

  private FidelityReport report(QuantizedPart part, List<Map<String, double[]>> samples)
      throws ModelException {
    return part.fidelity(
        file, samples, new Texts(), FidelityOptions.defaults().withCalibration(false));
  }

  /** Against ONNX Runtime on the whole file, whatever is cut. */
  @ParameterizedTest
  @CsvSource({
    "PUBLIC, first, ", "PUBLIC, second, ", "PUBLIC, d, ", "PUBLIC, first, second",
    "UNPROVEN, first, ", "UNPROVEN, second, 'd,y'", "UNPROVEN, , second", "UNPROVEN, , "
  })
  void partsAreCloseToTheFile(Before before, String from, String to) throws ModelException {
    QuantizedPart part = quantize(from, to, before);
    IntegerGraph graph = part.model().graph();
    assertThat(part.prefix().isPresent()).isEqualTo(before == Before.PUBLIC);
    FidelityReport report = report(part, samples(50, 5, 0.9));
    assertThat(report.reference()).startsWith("ONNX Runtime 1");
    assertThat(report.samples()).isEqualTo(50);
    List<String> results = to == null ? List.of("y") : names(to);
    assertThat(report.outputs().stream().map(OutputFidelity::name).toList()).isEqualTo(results);
    assertThat(report.outputs())
        .allSatisfy(o -> assertThat(o.largestError()).isLessThan(0.005 * o.largestValue() + 0.005));
    assertThat(graph.outputs()).hasSize(results.size());
    List<String> notes = report.notes().stream().map(ImportNote::text).toList();
    if (from != null) {
      assertThat(notes).anyMatch(n -> n.startsWith("proven from " + from + " on"));
    }
    assertThat(notes.stream().anyMatch(n -> n.startsWith("proven up to"))).isEqualTo(to != null);
  }

  @ParameterizedTest
  @CsvSource({"first", "second", "d"})
  void theFormatAtTheCutIsThePrefixs(String from) throws ModelException {
    QuantizedPart part = quantize(from, null, Before.PUBLIC);
    IntegerGraph prefix = part.prefix().orElseThrow().graph();
    assertThat(Junction.fault(prefix, part.model().graph())).isEmpty();
    assertThat(PortFormat.of(part.model().graph(), from)).isEqualTo(PortFormat.of(prefix, from));
  }

  /** They cannot be proven, and are counted. */
  @Test
  void samplesThatThePrefixDoesNotTake() throws ModelException {
    QuantizedPart part = quantize("first", null, Before.PUBLIC);
    List<Map<String, double[]>> samples = new ArrayList<>(samples(20, 6, 0.9));
    samples.add(3, Map.of("x", new double[] {0, 0, 0, 0, 0, 0, 0, 1000}));
    FidelityReport report = report(part, samples);
    assertThat(report.samples()).isEqualTo(20);
    assertThat(report.refused()).isEqualTo(1);
    assertThatThrownBy(() -> report(part, samples.subList(3, 4)))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("none of the samples can be proven: input x[0, 7] is outside");
  }

  /** The part alone would reach it: its own error begins at the rounded port. */
  @Test
  void aTargetIsOneOfTheWhole() throws ModelException {
    QuantizerOptions options =
        new QuantizerOptions(12, 12, 5, 12, Map.of()).withTarget(new Target.MaxError(0.004));
    ImportedPart imported = ImportedPart.read(file, cut("second", null), Before.PUBLIC);
    assertThatThrownBy(() -> imported.quantize(samples(64, 4, 1), options))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("the target is not reached with the public prefix: largest error");
    ImportedPart unproven = ImportedPart.read(file, cut("second", null), Before.UNPROVEN);
    assertThat(
            unproven
                .quantize(
                    samples(64, 4, 1),
                    QuantizerOptions.defaults().withTarget(new Target.MaxError(0.01)))
                .prefix())
        .isEmpty();
  }

  /** A model that ONNX Runtime refuses is compared with its import, over both parts. */
  @Test
  void whatOnnxRuntimeRefuses() throws Exception {
    Files.write(file, net().add("NoSuchThing", "second", "end").output("end").toBytes());
    FidelityReport report = report(quantize("first", "second", Before.PUBLIC), samples(20, 7, 0.9));
    assertThat(report.reference()).contains("ONNX Runtime refuses the model");
    assertThat(report.outputs().getFirst().largestError()).isLessThan(0.02);
  }

  // ---- quantised files

  /** The codes of a quantiser between two layers. */
  private static OnnxFile quantised() {
    return new OnnxFile(13)
        .input("x", 1, 8)
        .floats("w1", new long[] {8, 8}, draw(1, 64))
        .floats("w2", new long[] {8, 3}, draw(3, 24))
        .floats("s", new long[0], 0.02)
        .initializer(OnnxFile.header("z", 2).bytes(9, new byte[] {(byte) 100}))
        .add("MatMul", "x,w1", "a")
        .add("QuantizeLinear", "a,s,z", "codes")
        .add("DequantizeLinear", "codes,s,z", "b")
        .add("MatMul", "b,w2", "y")
        .output("y");
  }

  @Test
  void codesOfAQuantiserAtTheCut() throws Exception {
    Files.write(file, quantised().toBytes());
    QuantizedPart part = quantize("codes", null, Before.PUBLIC);
    FidelityReport report = report(part, samples(20, 8, 0.9));
    assertThat(report.outputs().getFirst().largestError()).isLessThan(0.1);
  }

  @Test
  void aCutWhereNumbersAreReadAsCodesIsRefused() throws Exception {
    Files.write(file, quantised().toBytes());
    assertThatThrownBy(() -> quantize("a", null, Before.PUBLIC))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(
            "a public prefix cannot end there, for a holds integers that stand for something else",
            "at the result of a QuantizeLinear");
  }

  // ---- files

  @Test
  void boostersHaveNoTensors() {
    Path booster = Path.of("../examples/lending/boosters/xgboost.json");
    assertThatThrownBy(() -> ImportedPart.read(booster, cut("x", null), Before.PUBLIC))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("holds trees and no tensors, so that it cannot be cut");
  }

  private static byte[] sha256(byte[]... parts) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    for (byte[] part : parts) {
      sha.update(part);
    }
    return sha.digest();
  }

  @Test
  void theDigestOfAFileIsThatOfItsBytes() throws Exception {
    assertThat(ModelDigest.of(file)).isEqualTo(sha256(net().toBytes()));
  }

  private static Message elsewhere(String location) {
    Message tensor = OnnxFile.header("w1", OnnxFile.FLOAT, 8, 8);
    tensor.message(13, new Message().string(1, "location").string(2, location));
    return tensor.varint(14, 1);
  }

  private static byte[] withExternal(String location) {
    return new OnnxFile(13)
        .input("x", 1, 8)
        .initializer(elsewhere(location))
        .add("MatMul", "x,w1", "m")
        .add("Relu", "m", "y")
        .output("y")
        .toBytes();
  }

  /** Else weights could be exchanged without anybody noticing. */
  @Test
  void weightsInOtherFilesAreCommittedToAsWell() throws Exception {
    ByteBuffer weights = ByteBuffer.allocate(4 * 64).order(ByteOrder.LITTLE_ENDIAN);
    for (double w : draw(1, 64)) {
      weights.putFloat((float) w);
    }
    Path data = Files.write(folder.resolve("w.bin"), weights.array());
    Files.write(file, withExternal("w.bin"));
    byte[] digest = ModelDigest.of(file);
    assertThat(digest)
        .isEqualTo(
            sha256(
                "probity external data\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                sha256(Files.readAllBytes(file)),
                new byte[] {0, 0, 0, 5, 'w', '.', 'b', 'i', 'n'},
                sha256(weights.array())));
    // The comparison finds them too where further tensors are shown.
    QuantizedPart part = quantize(null, "m", Before.UNPROVEN);
    FidelityReport report = report(part, samples(10, 9, 0.9));
    assertThat(report.reference()).startsWith("ONNX Runtime 1");
    assertThat(report.outputs().getFirst().largestError()).isLessThan(0.01);
    weights.put(0, (byte) 1);
    Files.write(data, weights.array());
    assertThat(ModelDigest.of(file)).isNotEqualTo(digest);
    Path other = Files.createDirectory(folder.resolve("other")).resolve("net.onnx");
    Files.write(other, withExternal("../w.bin"));
    assertThatThrownBy(() -> ModelDigest.of(other))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("outside of the model's folder");
  }
}

package org.probity.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.probity.model.onnx.OnnxFile.header;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.node;
import static org.probity.model.onnx.OnnxFile.realAttribute;
import static org.probity.model.onnx.OnnxFile.value;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.Port;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.model.ModelException;
import org.probity.model.fidelity.OnnxRuntimeReference;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.Simplified;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;

/**
 * Networks that are quantised already give, bit for bit, what ONNX Runtime gives, on random inputs.
 * Where activations are unsigned and weights signed, weights have 7 bits: with 8, processors
 * without VNNI saturate the sums of ONNX Runtime.
 */
class QuantizedModelTest {
  private static final String MICROSOFT = "com.microsoft";
  private static final int SAMPLES = 1500;
  private static final int UINT8 = 2;
  private static final int INT8 = 3;
  private static final int INT32 = 6;

  /** A model under construction, with scales, zero points and weights that are drawn. */
  private static final class Net {
    final OnnxFile file;
    final Random random;

    Net(int seed) {
      file = new OnnxFile(17).domain(MICROSOFT, 1);
      random = new Random(seed);
    }

    /** Scale and zero point of this name; the names of both, for a list of inputs. */
    String scale(String name, int type, double scale, int zero) {
      file.floats(name + ".s", new long[0], scale);
      file.initializer(header(name + ".z", type).bytes(9, new byte[] {(byte) zero}));
      return name + ".s," + name + ".z";
    }

    /** Random integers of the given magnitude around a centre. */
    void weights(String name, int type, int centre, int magnitude, long... dims) {
      byte[] raw = new byte[(int) Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < raw.length; i++) {
        raw[i] = (byte) (centre + random.nextInt(2 * magnitude + 1) - magnitude);
      }
      file.initializer(header(name, type, dims).bytes(9, raw));
    }

    void bias(String name, int magnitude, int count) {
      byte[] raw = new byte[4 * count];
      for (int i = 0; i < count; i++) {
        int b = random.nextInt(2 * magnitude + 1) - magnitude;
        for (int k = 0; k < 4; k++) {
          raw[4 * i + k] = (byte) (b >> (8 * k));
        }
      }
      file.initializer(header(name, INT32, count).bytes(9, raw));
    }

    /** Scales of channels and their zero points, which are 0. */
    String channels(String name, int count) {
      double[] scales = random.doubles(count, 0.002, 0.02).toArray();
      file.floats(name + ".s", new long[] {count}, scales);
      file.floats(
          name + ".b",
          new long[] {count},
          Arrays.stream(scales).map(s -> (float) 0.02 * (float) s).toArray());
      file.initializer(header(name + ".z", INT8, count).bytes(9, new byte[count]));
      return name + ".s," + name + ".z";
    }

    Net add(String operator, String inputs, String output, Message... attributes) {
      file.add(operator, inputs, output, attributes);
      return this;
    }

    Net microsoft(String operator, String inputs, String output, Message... attributes) {
      file.add(node(operator, inputs, output, attributes).string(7, MICROSOFT));
      return this;
    }

    /** QuantizeLinear and DequantizeLinear with one scale. */
    void quantized(String from, String to, String scale) {
      add("QuantizeLinear", from + "," + scale, to + ".q");
      add("DequantizeLinear", to + ".q," + scale, to);
    }
  }

  /** Residual, per channel, with pools; Relu and Clip that rounding makes redundant or not. */
  private static byte[] residual(int seed) {
    Net net = new Net(seed);
    net.file.input("x", 1, 2, 6, 6);
    net.quantized("x", "xq", net.scale("x", UINT8, 0.02, 117));
    net.weights("w", INT8, 0, 64, 4, 2, 3, 3);
    net.bias("b", 2000, 4);
    String w = net.channels("ws", 4);
    net.add("DequantizeLinear", "w," + w, "wd", integerAttribute("axis", 0));
    net.add("DequantizeLinear", "b,ws.b", "bd", integerAttribute("axis", 0));
    net.add("Conv", "xq,wd,bd", "c1", integersAttribute("pads", 1, 1, 1, 1));
    net.add("Relu", "c1", "r1");
    net.quantized("r1", "r1q", net.scale("r1", UINT8, 0.013, 0));
    net.add(
        "MaxPool",
        "r1q",
        "m",
        integersAttribute("kernel_shape", 2, 2),
        integersAttribute("strides", 2, 2));
    net.quantized("m", "mq", "r1.s,r1.z");
    net.weights("v", UINT8, 131, 100, 4, 4, 3, 3);
    net.add("DequantizeLinear", "v," + net.scale("v", UINT8, 0.004, 128), "vd");
    net.add("Conv", "mq,vd", "c2", integersAttribute("pads", 1, 1, 1, 1));
    net.quantized("c2", "c2q", net.scale("c2", UINT8, 0.02, 120));
    net.add("Add", "mq,c2q", "a");
    net.quantized("a", "aq", net.scale("a", UINT8, 0.021, 90));
    net.file.floats("low", new long[0], 0);
    net.file.floats("high", new long[0], 2);
    net.add("Clip", "aq,low,high", "cl");
    net.quantized("cl", "clq", net.scale("cl", UINT8, 0.01, 3));
    net.add("GlobalAveragePool", "clq", "g");
    net.quantized("g", "gq", net.scale("g", UINT8, 0.006, 10));
    net.add("Flatten", "gq", "f");
    net.quantized("f", "fq", "g.s,g.z");
    net.weights("u", UINT8, 128, 127, 3, 4);
    net.add("DequantizeLinear", "u," + net.scale("u", UINT8, 0.01, 125), "ud");
    net.add("Gemm", "fq,ud", "y1", integerAttribute("transB", 1));
    net.quantized("y1", "y", net.scale("y", UINT8, 0.02, 128));
    return net.file.output("y").toBytes();
  }

  /** Operators of 8-bit integers: groups, strides, uneven pads, tables of one and two operands. */
  private static byte[] operators(int seed) {
    Net net = new Net(seed);
    net.file.input(value("x", UINT8, 1, 4, 6, 5));
    String x = net.scale("x", UINT8, 0.03, 101);
    String y = net.scale("y", UINT8, 0.017, 77);
    net.weights("w", INT8, 0, 64, 6, 2, 3, 2);
    net.bias("b", 3000, 6);
    net.add(
        "QLinearConv",
        "x," + x + ",w," + net.channels("ws", 6) + "," + y + ",b",
        "c",
        integerAttribute("group", 2),
        integersAttribute("strides", 2, 1),
        integersAttribute("pads", 1, 0, 2, 1),
        integersAttribute("dilations", 1, 2));
    String l = net.scale("l", UINT8, 0.011, 50);
    net.microsoft("QLinearLeakyRelu", "c," + y + "," + l, "lr", realAttribute("alpha", 0.3));
    String s = net.scale("sg", UINT8, 1 / 256.0, 0);
    net.microsoft("QLinearSigmoid", "c," + y + "," + s, "sig");
    String p = net.scale("p", UINT8, 0.012, 60);
    net.microsoft("QLinearMul", "lr," + l + ",sig," + s + "," + p, "mul");
    String k = net.scale("k", UINT8, 0.013, 70);
    net.microsoft("QLinearConcat", k + ",mul," + p + ",c," + y, "cat", integerAttribute("axis", 1));
    // Decimal scales have means that lie on a half.
    String a = net.scale("a", UINT8, 0.0137 + 0.001 * net.random.nextDouble(), 66);
    net.microsoft(
        "QLinearAveragePool",
        "cat," + k + "," + a,
        "pool",
        integersAttribute("kernel_shape", 2, 2));
    net.weights("d", UINT8, 128, 120, 12, 1, 1);
    String d = net.scale("d", UINT8, 0.01, 120);
    String o = net.scale("o", UINT8, 0.018, 99);
    net.microsoft("QLinearAdd", "pool," + a + ",d," + d + "," + o, "out");
    return net.file.output("out", UINT8).toBytes();
  }

  /** Signed activations: products of two variables, functions between the quantisers. */
  private static byte[] signed(int seed) {
    Net net = new Net(seed);
    net.file.input("x", 1, 3, 4).input("u", 1, 4, 3);
    String x = net.scale("x", INT8, 0.02, 5);
    String u = net.scale("u", INT8, 0.03, -7);
    net.add("QuantizeLinear", "x," + x, "xq");
    net.add("QuantizeLinear", "u," + u, "uq");
    String m = net.scale("m", INT8, 0.037, 3);
    net.add("QLinearMatMul", "xq," + x + ",uq," + u + "," + m, "mm");
    net.add("DequantizeLinear", "mm," + m, "md");
    net.add("Tanh", "md", "t");
    net.add("HardSigmoid", "t", "h", realAttribute("alpha", 0.4));
    net.add("Transpose", "h", "tr", integersAttribute("perm", 0, 2, 1));
    String t = net.scale("t", INT8, 0.007, -20);
    net.add("QuantizeLinear", "tr," + t, "tq");
    net.weights("w", INT8, 3, 120, 3, 5);
    net.file.floats("ws.s", new long[] {5}, net.random.doubles(5, 0.005, 0.02).toArray());
    net.file.initializer(header("ws.z", INT8, 5).bytes(9, new byte[5]));
    String y = net.scale("y", INT8, 0.015, 11);
    net.add("QLinearMatMul", "tq," + t + ",w,ws.s,ws.z," + y, "yq");
    net.add("DequantizeLinear", "yq," + y, "y");
    return net.file.output("y").toBytes();
  }

  static Stream<Named<byte[]>> models() {
    List<Named<byte[]>> models = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      models.add(Named.of("residual " + seed, residual(seed)));
      models.add(Named.of("operators " + seed, operators(seed)));
      models.add(Named.of("signed " + seed, signed(seed)));
    }
    return models.stream();
  }

  private static Map<String, double[]> sample(FloatGraph graph, Random random) {
    Map<String, double[]> sample = new HashMap<>();
    graph
        .inputs()
        .forEach(
            port -> {
              double[] entries =
                  new double
                      [port.shape().stream().mapToInt(Long::intValue).reduce(1, (a, b) -> a * b)];
              double width = random.nextDouble() * 3;
              Arrays.setAll(
                  entries,
                  i ->
                      port.integer()
                          ? random.nextInt(256)
                          : (float) (width * random.nextGaussian()));
              sample.put(port.name(), entries);
            });
    return sample;
  }

  @ParameterizedTest
  @MethodSource("models")
  void outputsAreThoseOfTheRuntime(byte[] model) throws Exception {
    FloatGraph graph = OnnxImporter.read(model);
    Random random = new Random(9);
    QuantizedModel quantized =
        Quantizer.quantize(graph, List.of(sample(graph, random)), QuantizerOptions.defaults());
    InputQuantizer inputs = new InputQuantizer(quantized.graph());
    Port port = quantized.graph().outputs().getFirst();
    int different = 0;
    Map<Double, Integer> seen = new HashMap<>();
    try (OnnxRuntimeReference runtime = OnnxRuntimeReference.open(model)) {
      for (int i = 0; i < SAMPLES; i++) {
        Map<String, double[]> sample = sample(graph, random);
        double[] expected = runtime.run(sample).get(port.name());
        Map<String, long[]> proven =
            IntegerExecutor.run(quantized.graph(), quantized.parameters(), inputs.quantize(sample));
        double[] actual = inputs.toReal(port, proven.get(port.tensor()));
        for (int j = 0; j < expected.length; j++) {
          different += expected[j] == actual[j] ? 0 : 1;
          seen.merge(expected[j], 1, Integer::sum);
        }
      }
    }
    assertThat(different).isZero();
    // The test would say little about a network whose outputs are nearly all the same.
    assertThat(seen).hasSizeGreaterThan(30);
  }

  @Test
  void inputsSaturateAsTheModelSays() throws Exception {
    Net net = new Net(1);
    net.file.input("x", 1, 3);
    net.quantized("x", "y", net.scale("x", UINT8, 0.5, 10));
    byte[] model = net.file.output("y").toBytes();
    FloatGraph graph = OnnxImporter.read(model);
    Map<String, double[]> sample = Map.of("x", new double[] {-1000, 0.25, 1e9});
    QuantizedModel quantized =
        Quantizer.quantize(graph, List.of(sample), QuantizerOptions.defaults());
    InputQuantizer inputs = new InputQuantizer(quantized.graph());
    assertThat(inputs.quantize(sample).get("x")).containsExactly(-10, 0, 245);
    assertThatThrownBy(() -> inputs.quantize(Map.of("x", new double[] {0, Double.NaN, 0})))
        .isInstanceOf(ModelException.class)
        .hasMessage("input x[0, 1] is not a number");
  }

  private static void assertRefused(Net net, String message) {
    assertThatThrownBy(() -> OnnxImporter.read(net.file.output("y").toBytes()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  /** What has no exact form is imported without its quantisers, which a note says. */
  private static FloatGraph assertNoted(byte[] model, String reason) throws Exception {
    Path file = Files.createTempFile("model", ".onnx");
    try {
      Files.write(file, model);
      Simplified imported = OnnxImporter.readNoted(file, ImportOptions.defaults());
      assertThat(imported.notes()).anyMatch(note -> note.contains(reason));
      return imported.graph();
    } finally {
      Files.delete(file);
    }
  }

  /** And gives what ONNX Runtime gives, but for its rounding. */
  private static void assertLeftOut(Net net, String reason, double most) throws Exception {
    byte[] model = net.file.output("y").toBytes();
    FloatGraph graph = assertNoted(model, reason);
    Random random = new Random(3);
    try (OnnxRuntimeReference runtime = OnnxRuntimeReference.open(model)) {
      for (int i = 0; i < 20; i++) {
        Map<String, double[]> sample = new HashMap<>();
        for (var port : graph.inputs()) {
          int size = port.shape().stream().mapToInt(Long::intValue).reduce(1, (x, y) -> x * y);
          sample.put(
              port.name(), random.ints(size, 0, 2048).mapToDouble(v -> v / 1024.0).toArray());
        }
        double[] expected = runtime.run(sample).get("y");
        String output = graph.outputs().getFirst().tensor();
        double[] actual = FloatExecutor.run(graph, sample).get(output);
        for (int j = 0; j < expected.length; j++) {
          assertThat(actual[j]).isCloseTo(expected[j], within(most));
        }
      }
    }
  }

  @Test
  void whatHasNoExactFormIsComputedInRealNumbers() throws Exception {
    Net dynamic = new Net(1);
    dynamic.file.input("x", 1, 3);
    dynamic.add("DynamicQuantizeLinear", "x", "q,s,z");
    dynamic.add("DequantizeLinear", "q,s,z", "y");
    assertLeftOut(dynamic, "dynamic quantisation left out", 0.6);

    Net floats = new Net(1);
    floats.file.input("x", 1, 3);
    floats.quantized("x", "xq", floats.scale("x", UINT8, 0.5, 10));
    floats.file.floats("w", new long[] {3}, 0.3, 0.4, 0.5);
    floats.add("Mul", "xq,w", "m");
    floats.quantized("m", "y", floats.scale("m", UINT8, 0.5, 10));
    assertLeftOut(floats, "its input is computed in float32", 0.6);

    Net halves = new Net(1);
    halves.file.input("x", 1, 1, 4, 4);
    halves.quantized("x", "xq", halves.scale("x", UINT8, 0.03, 0));
    halves.add("AveragePool", "xq", "a", integersAttribute("kernel_shape", 2, 2));
    halves.quantized("a", "y", "x.s,x.z");
    assertLeftOut(halves, "on a half", 0.6);

    Net wide = new Net(1);
    wide.file.input("x", 1, 3);
    wide.file.floats("s", new long[0], 0.01);
    wide.file.initializer(header("z", 4).bytes(9, new byte[2]));
    wide.quantized("x", "xq", "s,z");
    wide.add("Add", "xq,xq", "a");
    wide.quantized("a", "y", "s,z");
    // ONNX Runtime knows 16 bits from opset 21 on.
    assertNoted(wide.file.output("y").toBytes(), "UINT16");

    Net bias = new Net(1);
    bias.file.input("x", 1, 3);
    bias.quantized("x", "xq", bias.scale("x", UINT8, 0.5, 10));
    bias.weights("w", UINT8, 128, 100, 3, 2);
    bias.add("DequantizeLinear", "w," + bias.scale("w", UINT8, 0.5, 128), "wd");
    bias.bias("b", 100, 2);
    bias.file.floats("bs", new long[0], 0.5);
    bias.add("DequantizeLinear", "b,bs", "bd");
    bias.add("Gemm", "xq,wd,bd", "g");
    bias.quantized("g", "y", "x.s,x.z");
    // The inputs are rounded to halves, and the weights have up to 64.
    assertLeftOut(bias, "the scale of its bias is not the product", 64);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Net blocks = new Net(1);
    blocks.file.input("x", 1, 3);
    blocks.file.floats("s", new long[0], -0.01);
    blocks.file.initializer(header("z", UINT8).bytes(9, new byte[1]));
    blocks.quantized("x", "y", "s,z");
    assertRefused(blocks, "a scale is not a positive number");
  }
}

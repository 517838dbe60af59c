package org.probity.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.graph.OrderedCode;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.PortType;

/** A file, imported and executed in real numbers, against ONNX Runtime: shapes and entries. */
public final class Comparison {
  private Comparison() {}

  /** Compares on one input with entries in [-2, 2]; integers in [0, 2]. */
  public static void agree(OnnxFile file, Draw draw) throws ModelException, OrtException {
    agree(file.toBytes(), draw, -2, 2, 2, 2e-5);
  }

  /**
   * Compares on one random input.
   *
   * @param from smallest entry
   * @param to largest entry
   * @param integers largest integer; the smallest is 0
   * @param tolerance relative to one plus the entry's magnitude
   */
  public static void agree(
      byte[] file, Draw draw, double from, double to, int integers, double tolerance)
      throws ModelException, OrtException {
    agree(OnnxImporter.read(file), file, draw, from, to, integers, tolerance);
  }

  /** Compares one file with another that ONNX Runtime runs in its place. */
  public static void agree(byte[] file, byte[] reference, Draw draw)
      throws ModelException, OrtException {
    agree(OnnxImporter.read(file), reference, draw, -2, 2, 2, 2e-5);
  }

  /** Compares an imported graph with a file on one random input. */
  static void agree(
      FloatGraph graph,
      byte[] file,
      Draw draw,
      double from,
      double to,
      int integers,
      double tolerance)
      throws OrtException {
    Map<String, double[]> sample = new HashMap<>();
    for (FloatPort port : graph.inputs()) {
      int size = Math.toIntExact(Draw.size(shape(port)));
      sample.put(
          port.name(),
          port.integer()
              ? Arrays.stream(draw.integers(size, 0, integers)).asDoubleStream().toArray()
              : rounded(draw.reals(size, from, to)));
    }
    Map<String, double[]> actual = FloatExecutor.run(graph, sample);
    try (OnnxRuntime runtime = OnnxRuntime.open(file)) {
      Map<String, OnnxRuntime.Output> expected = runtime.run(graph, sample);
      for (FloatPort port : graph.outputs()) {
        compare(port, actual.get(port.tensor()), expected.get(port.name()), tolerance);
      }
    }
  }

  /**
   * Compares on given inputs of numbers and texts, the latter given as their numbers, too.
   *
   * @param tolerance relative to one plus the entry's magnitude
   */
  static void agree(
      byte[] file, Map<String, double[]> numbers, Map<String, String[]> texts, double tolerance)
      throws ModelException, OrtException {
    FloatGraph graph = OnnxImporter.read(file);
    Map<String, double[]> inputs = new HashMap<>(numbers);
    texts.forEach(
        (name, list) ->
            inputs.put(name, Arrays.stream(list).mapToDouble(OrderedCode::ofText).toArray()));
    Map<String, double[]> actual = FloatExecutor.run(graph, inputs);
    try (OnnxRuntime runtime = OnnxRuntime.open(file)) {
      Map<String, OnnxRuntime.Output> expected = runtime.run(graph, numbers, texts);
      for (FloatPort port : graph.outputs()) {
        compare(port, actual.get(port.tensor()), expected.get(port.name()), tolerance);
      }
    }
  }

  private static void compare(
      FloatPort port, double[] actual, OnnxRuntime.Output expected, double tolerance) {
    assertThat(shape(port)).as("shape of %s", port.name()).isEqualTo(expected.shape());
    if (!port.labels().isEmpty()) {
      List<String> labels =
          Arrays.stream(actual).mapToObj(i -> port.labels().get((int) i)).toList();
      List<String> given =
          port.type() == PortType.TEXT
              ? List.of(expected.texts())
              : Arrays.stream(expected.entries()).mapToObj(v -> Long.toString((long) v)).toList();
      assertThat(labels).as(port.name()).isEqualTo(given);
      return;
    }
    double[] entries = expected.entries();
    assertThat(actual).hasSameSizeAs(entries);
    for (int i = 0; i < entries.length; i++) {
      if (Double.isNaN(entries[i]) || Double.isInfinite(entries[i])) {
        assertThat(actual[i]).as("%s[%s]", port.name(), i).isEqualTo((Double) entries[i]);
        continue;
      }
      assertThat(actual[i])
          .as("%s[%s]", port.name(), i)
          .isCloseTo(entries[i], within(tolerance * (1 + Math.abs(entries[i]))));
    }
  }

  private static long[] shape(FloatPort port) {
    return port.shape().stream().mapToLong(Long::longValue).toArray();
  }

  /** Numbers that a float holds, so that both sides start from the same. */
  private static double[] rounded(double[] x) {
    return Arrays.stream(x).map(v -> (float) v).toArray();
  }

  /** The import fails with a message that has all the parts. */
  public static void refuses(OnnxFile file, String... parts) {
    assertThat(refusal(file.toBytes())).contains(parts);
  }

  private static String refusal(byte[] file) {
    try {
      OnnxImporter.read(file);
    } catch (ModelException e) {
      return e.getMessage();
    }
    throw new AssertionError("it was imported");
  }
}

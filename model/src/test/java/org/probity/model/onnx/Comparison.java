package org.probity.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;

/** A file, imported and executed in real numbers, against ONNX Runtime: shapes and entries. */
public final class Comparison {
  private static final OrtEnvironment ENVIRONMENT =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);

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
    FloatGraph graph = OnnxImporter.read(file);
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
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = ENVIRONMENT.createSession(file, options)) {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        for (FloatPort port : graph.inputs()) {
          inputs.put(port.name(), tensor(port, sample.get(port.name())));
        }
        try (OrtSession.Result result = session.run(inputs)) {
          for (FloatPort port : graph.outputs()) {
            compare(port, actual.get(port.tensor()), result.get(port.name()).orElseThrow(), tolerance);
          }
        }
      }
    }
  }

  private static void compare(FloatPort port, double[] actual, OnnxValue value, double tolerance)
      throws OrtException {
    OnnxTensor expected = (OnnxTensor) value;
    assertThat(shape(port)).isEqualTo(expected.getInfo().getShape());
    double[] entries =
        switch (expected.getInfo().type) {
          case FLOAT -> doubles(expected.getFloatBuffer());
          case INT64 -> {
            LongBuffer buffer = expected.getLongBuffer();
            yield Arrays.stream(buffer.array()).asDoubleStream().toArray();
          }
          default -> throw new AssertionError("an output of type " + expected.getInfo().type);
        };
    assertThat(actual).hasSameSizeAs(entries);
    for (int i = 0; i < entries.length; i++) {
      assertThat(actual[i])
          .as("%s[%s]", port.name(), i)
          .isCloseTo(entries[i], within(tolerance * (1 + Math.abs(entries[i]))));
    }
  }

  private static long[] shape(FloatPort port) {
    return port.shape().stream().mapToLong(Long::longValue).toArray();
  }

  private static OnnxTensor tensor(FloatPort port, double[] entries) throws OrtException {
    if (port.integer()) {
      long[] longs = Arrays.stream(entries).mapToLong(Math::round).toArray();
      return OnnxTensor.createTensor(ENVIRONMENT, LongBuffer.wrap(longs), shape(port));
    }
    FloatBuffer buffer = FloatBuffer.allocate(entries.length);
    Arrays.stream(entries).forEach(v -> buffer.put((float) v));
    return OnnxTensor.createTensor(ENVIRONMENT, buffer.flip(), shape(port));
  }

  /** Numbers that a float holds, so that both sides start from the same. */
  private static double[] rounded(double[] x) {
    return Arrays.stream(x).map(v -> (float) v).toArray();
  }

  private static double[] doubles(FloatBuffer x) {
    double[] y = new double[x.remaining()];
    for (int i = 0; i < y.length; i++) {
      y[i] = x.get(i);
    }
    return y;
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

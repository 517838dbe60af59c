package org.probity.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;

/** ONNX Runtime as oracle, for all element types and the shapes that the importer has fixed. */
final class OnnxRuntime implements AutoCloseable {
  private final OrtEnvironment environment =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
  private final OrtSession session;

  private OnnxRuntime(OrtSession session) {
    this.session = session;
  }

  static OnnxRuntime open(byte[] model) throws OrtException {
    return new OnnxRuntime(
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL)
            .createSession(model, options()));
  }

  static OnnxRuntime open(String file) throws OrtException {
    return new OnnxRuntime(
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL)
            .createSession(file, options()));
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    // Its optimiser is wrong for some graphs, such as a transposed stack times a vector.
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
    return options;
  }

  /** The shape and the row-major entries of an output: numbers or texts. */
  record Output(long[] shape, double[] entries, String[] texts) {}

  /** The outputs by name; those that are no tensors of numbers are left out. */
  Map<String, Output> run(FloatGraph graph, Map<String, double[]> inputs) throws OrtException {
    return run(graph, inputs, Map.of());
  }

  /** The outputs by name; those that are no tensors are left out. */
  Map<String, Output> run(
      FloatGraph graph, Map<String, double[]> inputs, Map<String, String[]> texts)
      throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    for (FloatPort port : graph.inputs()) {
      NodeInfo info = session.getInputInfo().get(port.name());
      long[] shape = port.shape().stream().mapToLong(Long::longValue).toArray();
      OnnxJavaType type = ((TensorInfo) info.getInfo()).type;
      tensors.put(
          port.name(),
          type == OnnxJavaType.STRING
              ? OnnxTensor.createTensor(environment, texts.get(port.name()), shape)
              : tensor(type, shape, inputs.get(port.name())));
    }
    Map<String, Output> outputs = new HashMap<>();
    try (OrtSession.Result result = session.run(tensors)) {
      for (Map.Entry<String, OnnxValue> output : result) {
        if (output.getValue() instanceof OnnxTensor t) {
          boolean text = t.getInfo().type == OnnxJavaType.STRING;
          outputs.put(
              output.getKey(),
              new Output(
                  t.getInfo().getShape(),
                  text ? new double[0] : entries(t),
                  text ? texts(t) : new String[0]));
        }
      }
    }
    tensors.values().forEach(OnnxTensor::close);
    return outputs;
  }

  private OnnxTensor tensor(OnnxJavaType type, long[] shape, double[] x) throws OrtException {
    return switch (type) {
      case FLOAT -> {
        FloatBuffer buffer = FloatBuffer.allocate(x.length);
        Arrays.stream(x).forEach(v -> buffer.put((float) v));
        yield OnnxTensor.createTensor(environment, buffer.flip(), shape);
      }
      case DOUBLE -> OnnxTensor.createTensor(environment, DoubleBuffer.wrap(x), shape);
      case INT64 ->
          OnnxTensor.createTensor(
              environment,
              LongBuffer.wrap(Arrays.stream(x).mapToLong(v -> (long) v).toArray()),
              shape);
      case INT32 ->
          OnnxTensor.createTensor(
              environment,
              IntBuffer.wrap(Arrays.stream(x).mapToInt(v -> (int) v).toArray()),
              shape);
      case INT16, FLOAT16 -> {
        ShortBuffer buffer =
            ByteBuffer.allocateDirect(2 * x.length).order(ByteOrder.nativeOrder()).asShortBuffer();
        for (double v : x) {
          buffer.put(type == OnnxJavaType.INT16 ? (short) v : Float.floatToFloat16((float) v));
        }
        yield OnnxTensor.createTensor(environment, buffer.flip(), shape, type);
      }
      default -> {
        ByteBuffer bytes = ByteBuffer.allocateDirect(x.length).order(ByteOrder.nativeOrder());
        Arrays.stream(x).forEach(v -> bytes.put((byte) (long) v));
        yield OnnxTensor.createTensor(environment, bytes.flip(), shape, type);
      }
    };
  }

  private static String[] texts(OnnxTensor tensor) throws OrtException {
    return tensor.getInfo().getShape().length == 1
        ? (String[]) tensor.getValue()
        : Arrays.stream((Object[]) tensor.getValue())
            .flatMap(row -> Arrays.stream((String[]) row))
            .toArray(String[]::new);
  }

  private static double[] entries(OnnxTensor tensor) {
    OnnxJavaType type = tensor.getInfo().type;
    ByteBuffer bytes = tensor.getByteBuffer().order(ByteOrder.nativeOrder());
    double[] x = new double[(int) tensor.getInfo().getNumElements()];
    for (int i = 0; i < x.length; i++) {
      x[i] =
          switch (type) {
            case FLOAT -> bytes.getFloat(4 * i);
            case DOUBLE -> bytes.getDouble(8 * i);
            case FLOAT16 -> Float.float16ToFloat(bytes.getShort(2 * i));
            case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
            case INT64 -> bytes.getLong(8 * i);
            case INT32 -> bytes.getInt(4 * i);
            case INT16 -> bytes.getShort(2 * i);
            case INT8 -> bytes.get(i);
            case UINT8, BOOL -> bytes.get(i) & 0xff;
            default -> throw new IllegalArgumentException("outputs of type " + type);
          };
    }
    return x;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}

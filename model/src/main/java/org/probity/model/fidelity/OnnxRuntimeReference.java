package org.probity.model.fidelity;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.probity.model.ModelException;

/** The original model run by ONNX Runtime, on one row: dynamic dimensions are 1. */
public final class OnnxRuntimeReference implements Reference, AutoCloseable {
  private final OrtEnvironment environment;
  private final OrtSession session;

  private OnnxRuntimeReference(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  /** Opens a model from the bytes of its file. */
  public static OnnxRuntimeReference open(byte[] model) throws ModelException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      return new OnnxRuntimeReference(environment, environment.createSession(model, options));
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime cannot open the model: " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new ModelException(
          "ONNX Runtime cannot be loaded; it needs com.microsoft.onnxruntime:onnxruntime on the"
              + " class path and room in the folder for temporary files",
          e);
    }
  }

  @Override
  public String name() {
    return "ONNX Runtime " + environment.getVersion();
  }

  @Override
  public Map<String, double[]> run(Map<String, double[]> inputs) throws ModelException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (NodeInfo input : session.getInputInfo().values()) {
        double[] entries = inputs.get(input.getName());
        if (entries == null || !(input.getInfo() instanceof TensorInfo info)) {
          throw new ModelException("input " + input.getName() + " is missing or not a tensor");
        }
        tensors.put(input.getName(), tensor(info, entries));
      }
      Map<String, double[]> outputs = new HashMap<>();
      try (OrtSession.Result result = session.run(tensors)) {
        for (Map.Entry<String, OnnxValue> output : result) {
          if (output.getValue() instanceof OnnxTensor t) {
            outputs.put(output.getKey(), entries(t));
          }
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime cannot run the model: " + e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(TensorInfo info, double[] x) throws OrtException, ModelException {
    long[] shape = Arrays.stream(info.getShape()).map(d -> Math.max(d, 1)).toArray();
    return switch (info.type) {
      case FLOAT -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats(x)), shape);
      case DOUBLE -> OnnxTensor.createTensor(environment, DoubleBuffer.wrap(x), shape);
      case INT64 -> {
        long[] longs = Arrays.stream(x).mapToLong(Math::round).toArray();
        yield OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), shape);
      }
      case INT32 -> {
        int[] ints = Arrays.stream(x).mapToInt(v -> (int) Math.round(v)).toArray();
        yield OnnxTensor.createTensor(environment, IntBuffer.wrap(ints), shape);
      }
      case INT8, UINT8, BOOL -> {
        ByteBuffer bytes = ByteBuffer.allocateDirect(x.length).order(ByteOrder.nativeOrder());
        Arrays.stream(x).forEach(v -> bytes.put((byte) Math.round(v)));
        yield OnnxTensor.createTensor(environment, bytes.flip(), shape, info.type);
      }
      default -> throw unsupported(info.type);
    };
  }

  private static double[] entries(OnnxTensor tensor) throws ModelException {
    OnnxJavaType type = tensor.getInfo().type;
    return switch (type) {
      case FLOAT, FLOAT16, BFLOAT16 -> doubles(tensor.getFloatBuffer());
      case DOUBLE -> {
        double[] x = new double[tensor.getDoubleBuffer().remaining()];
        tensor.getDoubleBuffer().get(x);
        yield x;
      }
      case INT64 -> {
        long[] x = new long[tensor.getLongBuffer().remaining()];
        tensor.getLongBuffer().get(x);
        yield Arrays.stream(x).asDoubleStream().toArray();
      }
      case INT32 -> {
        int[] x = new int[tensor.getIntBuffer().remaining()];
        tensor.getIntBuffer().get(x);
        yield Arrays.stream(x).asDoubleStream().toArray();
      }
      default -> throw unsupported(type);
    };
  }

  private static float[] floats(double[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) x[i];
    }
    return y;
  }

  private static double[] doubles(FloatBuffer x) {
    double[] y = new double[x.remaining()];
    for (int i = 0; i < y.length; i++) {
      y[i] = x.get(i);
    }
    return y;
  }

  private static ModelException unsupported(OnnxJavaType type) {
    return new ModelException("tensors of type " + type + " are not supported by the reference");
  }

  @Override
  public void close() throws ModelException {
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime cannot close the model: " + e.getMessage(), e);
    }
  }
}

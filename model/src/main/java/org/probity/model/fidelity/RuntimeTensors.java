package org.probity.model.fidelity;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Optional;
import org.probity.graph.OrderedCode;
import org.probity.model.ModelException;

/** Between real numbers and ONNX Runtime's tensors of any numeric element type. */
final class RuntimeTensors {
  private RuntimeTensors() {}

  /** Types in which exporters write labels, and not quantities. */
  static boolean isLabel(OnnxJavaType type) {
    return switch (type) {
      case INT64, INT32, BOOL, STRING -> true;
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16, INT16, INT8, UINT8, UNKNOWN -> false;
    };
  }

  /**
   * A tensor of a given element type.
   *
   * @throws ModelException if an entry is no number of an integer type; the message names its
   *     position and not its value
   */
  static OnnxTensor tensor(
      OrtEnvironment environment, String input, OnnxJavaType type, long[] shape, double[] x)
      throws OrtException, ModelException {
    return switch (type) {
      case FLOAT -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats(x)), shape);
      case DOUBLE -> OnnxTensor.createTensor(environment, DoubleBuffer.wrap(x), shape);
      case FLOAT16, BFLOAT16 -> OnnxTensor.createTensor(environment, halves(x, type), shape, type);
      case INT64 -> {
        long[] longs = integers(input, x, -0x1p63, 0x1p63);
        yield OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), shape);
      }
      case INT32 -> {
        IntBuffer ints = IntBuffer.allocate(x.length);
        for (long v : integers(input, x, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
          ints.put((int) v);
        }
        yield OnnxTensor.createTensor(environment, ints.flip(), shape);
      }
      case INT16 -> {
        ShortBuffer shorts = ShortBuffer.allocate(x.length);
        for (long v : integers(input, x, Short.MIN_VALUE, Short.MAX_VALUE)) {
          shorts.put((short) v);
        }
        yield OnnxTensor.createTensor(environment, shorts.flip(), shape);
      }
      case INT8 -> bytes(environment, integers(input, x, -128, 127), shape, type);
      case UINT8 -> bytes(environment, integers(input, x, 0, 255), shape, type);
      case BOOL -> bytes(environment, integers(input, x, 0, 1), shape, type);
      case STRING, UNKNOWN ->
          throw new ModelException(
              "input %s of the original has elements of type %s; make it an input of numbers"
                  .formatted(input, type));
    };
  }

  private static OnnxTensor bytes(
      OrtEnvironment environment, long[] x, long[] shape, OnnxJavaType type) throws OrtException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(x.length).order(ByteOrder.nativeOrder());
    for (long v : x) {
      bytes.put((byte) v);
    }
    return OnnxTensor.createTensor(environment, bytes.flip(), shape, type);
  }

  private static ShortBuffer halves(double[] x, OnnxJavaType type) {
    ShortBuffer halves =
        ByteBuffer.allocateDirect(2 * x.length).order(ByteOrder.nativeOrder()).asShortBuffer();
    for (double v : x) {
      halves.put(type == OnnxJavaType.FLOAT16 ? Float.floatToFloat16((float) v) : brain(v));
    }
    return halves.flip();
  }

  /** The upper half of a float, rounded to even. */
  private static short brain(double x) {
    int bits = Float.floatToIntBits((float) x);
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  private static long[] integers(String input, double[] x, double min, double max)
      throws ModelException {
    long[] result = new long[x.length];
    for (int i = 0; i < x.length; i++) {
      // Not a comparison with the outside, so that NaN is refused too.
      if (!(x[i] >= min && x[i] <= max && x[i] == Math.rint(x[i]))) {
        throw new ModelException(
            "input %s: entry %d is no integer of the original's element type".formatted(input, i));
      }
      result[i] = (long) x[i];
    }
    return result;
  }

  private static float[] floats(double[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) x[i];
    }
    return y;
  }

  /** The entries of a tensor, row-major, texts as their numbers; empty if of an unknown type. */
  static Optional<double[]> entries(OnnxTensor tensor) throws OrtException {
    return switch (tensor.getInfo().type) {
      case FLOAT, FLOAT16, BFLOAT16 -> {
        FloatBuffer x = tensor.getFloatBuffer();
        double[] y = new double[x.remaining()];
        for (int i = 0; i < y.length; i++) {
          y[i] = x.get(i);
        }
        yield Optional.of(y);
      }
      case DOUBLE -> {
        DoubleBuffer x = tensor.getDoubleBuffer();
        double[] y = new double[x.remaining()];
        x.get(y);
        yield Optional.of(y);
      }
      case INT64 -> {
        LongBuffer x = tensor.getLongBuffer();
        double[] y = new double[x.remaining()];
        for (int i = 0; i < y.length; i++) {
          y[i] = x.get(i);
        }
        yield Optional.of(y);
      }
      case INT32 -> {
        IntBuffer x = tensor.getIntBuffer();
        double[] y = new double[x.remaining()];
        for (int i = 0; i < y.length; i++) {
          y[i] = x.get(i);
        }
        yield Optional.of(y);
      }
      case INT16 -> {
        ShortBuffer x = tensor.getShortBuffer();
        double[] y = new double[x.remaining()];
        for (int i = 0; i < y.length; i++) {
          y[i] = x.get(i);
        }
        yield Optional.of(y);
      }
      case INT8, UINT8, BOOL -> {
        ByteBuffer x = tensor.getByteBuffer();
        boolean unsigned = tensor.getInfo().type != OnnxJavaType.INT8;
        double[] y = new double[x.remaining()];
        for (int i = 0; i < y.length; i++) {
          y[i] = unsigned ? x.get(i) & 0xff : x.get(i);
        }
        yield Optional.of(y);
      }
      case STRING ->
          Optional.of(
              RuntimeLabels.texts(tensor).stream().mapToDouble(OrderedCode::ofText).toArray());
      case UNKNOWN -> Optional.empty();
    };
  }
}

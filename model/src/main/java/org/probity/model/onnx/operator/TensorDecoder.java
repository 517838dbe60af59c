package org.probity.model.onnx.operator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxSparseTensor;
import org.probity.model.onnx.proto.OnnxTensor;

/** Decodes constants in each of the encodings of TensorProto and SparseTensorProto. */
final class TensorDecoder {
  /** Limit on the dense entries of a sparse tensor, which its bytes do not bound. */
  private static final int MAX_SPARSE_ENTRIES = 1 << 24;

  private TensorDecoder() {}

  static Constant decode(OnnxTensor tensor, ModelContext context) throws ModelException {
    String what = "constant \"" + tensor.name() + "\"";
    ElementType type =
        ElementType.ofCode(tensor.dataType())
            .orElseThrow(
                () -> new ModelException(what + " has unsupported type " + tensor.dataType()));
    int[] shape = Shapes.checked(tensor.dims(), what);
    int size = Shapes.size(shape);
    if (type == ElementType.STRING) {
      requireLength(what, tensor.strings().size() == size);
      return context.texts().constant(shape, tensor.strings());
    }
    long bytes = ((long) size * type.bits() + 7) / 8;
    ByteBuffer raw =
        tensor.external().isEmpty()
            ? tensor.rawData()
            : external(what, tensor.external(), bytes, context.external());
    if (raw.hasRemaining()) {
      requireLength(what, raw.remaining() == bytes);
      return constant(what, type, shape, decodeRaw(type, raw, size));
    }
    long[] elements =
        switch (type) {
          case FLOAT -> tensor.floats();
          case DOUBLE -> tensor.doubles();
          case UINT4, INT4 -> nibbles(tensor.ints(), size);
          default -> tensor.ints();
        };
    requireLength(what, elements.length == size);
    return constant(what, type, shape, elements);
  }

  private static ByteBuffer external(
      String what, Map<String, String> entry, long bytes, ExternalData external)
      throws ModelException {
    long offset = number(what, entry.getOrDefault("offset", "0"));
    long length = number(what, entry.getOrDefault("length", Long.toString(bytes)));
    requireLength(what, length == bytes);
    return external
        .read(what, entry.get("location"), offset, length)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long number(String what, String text) throws ModelException {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new ModelException(what + ": offset or length is not a number", e);
    }
  }

  private static Constant constant(String what, ElementType type, int[] shape, long[] elements)
      throws ModelException {
    double[] values = new double[elements.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.decode(elements[i]);
      // Near the ends of the range are numbers that stand for "no limit"; nothing computes with
      // them.
      if (type == ElementType.INT64
          && (long) values[i] != elements[i]
          && Math.abs(values[i]) < 0x1p62) {
        throw new ModelException(what + " has an integer beyond 2^53, which is not supported");
      }
    }
    return new Constant(type, shape, values);
  }

  static Constant decode(OnnxSparseTensor sparse, ModelContext context) throws ModelException {
    Constant values = decode(sparse.values(), context);
    Constant indices = decode(sparse.indices(), context);
    String what = "sparse constant \"" + sparse.values().name() + "\"";
    int[] shape = Shapes.checked(sparse.dims(), what);
    int size = Shapes.size(shape);
    int count = values.values().length;
    int[] indexShape = indices.shape();
    boolean coordinates = indexShape.length == 2 && indexShape[1] == shape.length;
    if (size > MAX_SPARSE_ENTRIES
        || indices.type() != ElementType.INT64
        || values.type() == ElementType.STRING
        || !(coordinates || indexShape.length == 1)
        || indexShape[0] != count) {
      throw new ModelException(what + " is malformed");
    }
    double[] dense = new double[size];
    for (int i = 0; i < count; i++) {
      double at = coordinates ? linearised(indices.values(), i, shape) : indices.values()[i];
      if (!(at >= 0 && at < size)) {
        throw new ModelException(what + " has an index outside its shape");
      }
      dense[(int) at] = values.values()[i];
    }
    return new Constant(values.type(), shape, dense);
  }

  /** The row-major index of the i-th row of coordinates, or -1 if it lies outside the shape. */
  private static double linearised(double[] coordinates, int row, int[] shape) {
    double at = 0;
    for (int d = 0; d < shape.length; d++) {
      double c = coordinates[row * shape.length + d];
      if (!(c >= 0 && c < shape[d])) {
        return -1;
      }
      at = at * shape[d] + c;
    }
    return at;
  }

  private static long[] decodeRaw(ElementType type, ByteBuffer raw, int size) {
    long[] elements = new long[size];
    for (int i = 0; i < size; i++) {
      elements[i] =
          switch (type.bits()) {
            case 4 -> raw.get(i / 2) >> (i % 2 * 4);
            case 8 -> raw.get();
            case 16 -> raw.getShort();
            case 32 -> raw.getInt();
            default -> raw.getLong();
          };
    }
    return elements;
  }

  /** Two elements of 4 bits in each byte, low nibble first. */
  private static long[] nibbles(long[] bytes, int size) {
    if (bytes.length != (size + 1) / 2) {
      return bytes;
    }
    long[] elements = new long[size];
    for (int i = 0; i < size; i++) {
      elements[i] = bytes[i / 2] >> (i % 2 * 4);
    }
    return elements;
  }

  private static void requireLength(String what, boolean fits) throws ModelException {
    if (!fits) {
      throw new ModelException(what + ": the data do not fill its shape");
    }
  }
}

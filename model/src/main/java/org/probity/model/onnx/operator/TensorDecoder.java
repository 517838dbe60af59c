package org.probity.model.onnx.operator;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxSparseTensor;
import org.probity.model.onnx.proto.OnnxTensor;

/** Decodes constants in each of the encodings of TensorProto and SparseTensorProto. */
final class TensorDecoder {
  /** Limit on the dense entries of a sparse tensor, which its bytes do not bound. */
  private static final int MAX_SPARSE_ENTRIES = 1 << 24;

  private TensorDecoder() {}

  static Constant decode(OnnxTensor tensor) throws ModelException {
    String what = "constant \"" + tensor.name() + "\"";
    if (tensor.external()) {
      throw new ModelException(
          what + " lies in another file; save the model with its weights in one file");
    }
    ElementType type =
        ElementType.ofCode(tensor.dataType())
            .orElseThrow(
                () -> new ModelException(what + " has unsupported type " + tensor.dataType()));
    int[] shape = Shapes.checked(tensor.dims(), what);
    int size = Shapes.size(shape);
    ByteBuffer raw = tensor.rawData();
    if (raw.hasRemaining()) {
      requireLength(what, raw.remaining() == ((long) size * type.bits() + 7) / 8);
      return new Constant(type, shape, decodeRaw(type, raw, size));
    }
    long[] elements =
        switch (type) {
          case FLOAT -> tensor.floats();
          case DOUBLE -> tensor.doubles();
          case UINT4, INT4 -> nibbles(tensor.ints(), size);
          default -> tensor.ints();
        };
    requireLength(what, elements.length == size);
    return new Constant(type, shape, Arrays.stream(elements).mapToDouble(type::decode).toArray());
  }

  static Constant decode(OnnxSparseTensor sparse) throws ModelException {
    Constant values = decode(sparse.values());
    Constant indices = decode(sparse.indices());
    String what = "sparse constant \"" + sparse.values().name() + "\"";
    int[] shape = Shapes.checked(sparse.dims(), what);
    int size = Shapes.size(shape);
    int count = values.values().length;
    int[] indexShape = indices.shape();
    boolean coordinates = indexShape.length == 2 && indexShape[1] == shape.length;
    if (size > MAX_SPARSE_ENTRIES
        || indices.type() != ElementType.INT64
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

  private static double[] decodeRaw(ElementType type, ByteBuffer raw, int size) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          type.decode(
              switch (type.bits()) {
                case 4 -> raw.get(i / 2) >> (i % 2 * 4);
                case 8 -> raw.get();
                case 16 -> raw.getShort();
                case 32 -> raw.getInt();
                default -> raw.getLong();
              });
    }
    return values;
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

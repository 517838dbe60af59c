package org.probity.model.onnx.operator;

import java.util.Arrays;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * A constant tensor, row-major. Elements of every type are held as doubles, so integers beyond 2^53
 * are rounded. May hold weights: {@link #toString} shows the shape only.
 */
record Constant(ElementType type, int[] shape, double[] values) implements Value {
  Constant {
    if (values.length != Shapes.size(shape)) {
      throw new IllegalArgumentException("constant does not fill its shape");
    }
  }

  static Constant ofLongs(long... values) {
    double[] v = new double[values.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = values[i];
    }
    return new Constant(ElementType.INT64, new int[] {v.length}, v);
  }

  Constant withShape(int[] newShape) {
    return new Constant(type, newShape, values);
  }

  /** The values repeated to a larger shape by the broadcasting rules. */
  double[] broadcastTo(int[] to) {
    int[] index = Shapes.broadcastIndex(shape, to);
    double[] result = new double[index.length];
    for (int i = 0; i < index.length; i++) {
      result[i] = values[index[i]];
    }
    return result;
  }

  /** The values of an integer constant such as a shape or a list of axes. */
  long[] toLongs(OnnxNode node) throws ModelException {
    if (type.real()) {
      throw node.error("integers expected");
    }
    long[] v = new long[values.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = (long) values[i];
    }
    return v;
  }

  @Override
  public String toString() {
    return "Constant[" + type + ", " + Arrays.toString(shape) + "]";
  }
}

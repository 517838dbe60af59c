package org.probity.model.onnx.operator;

import java.util.Arrays;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * A constant tensor, row-major, of any rank, possibly empty. Elements of every type are held as
 * doubles; integers that a double cannot hold are refused where they arise, except for those beyond
 * 2^62, which stand for "no limit". May hold weights: {@link #toString} shows the shape only.
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

  static Constant scalar(ElementType type, double value) {
    return new Constant(type, new int[0], new double[] {value});
  }

  static Constant filled(ElementType type, int[] shape, double value) {
    double[] values = new double[Shapes.size(shape)];
    Arrays.fill(values, value);
    return new Constant(type, shape, values);
  }

  Constant withShape(int[] newShape) {
    return new Constant(type, newShape, values);
  }

  @Override
  public Constant withType(ElementType newType) {
    return new Constant(newType, shape, values);
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

  /** The only value. */
  double single(OnnxNode node, String what) throws ModelException {
    if (values.length != 1) {
      throw node.error(what + " is not a single number");
    }
    return values[0];
  }

  @Override
  public String toString() {
    return "Constant[" + type + ", " + Arrays.toString(shape) + "]";
  }
}

package org.probity.operators;

import java.util.List;
import java.util.function.UnaryOperator;
import org.probity.model.onnx.Draw;
import org.probity.model.onnx.OnnxFile;
import org.probity.model.onnx.OnnxFile.Message;

/** Pieces of sample models. Constants are drawn by their names, the same ones every time. */
final class Models {
  static final int FLOAT = OnnxFile.FLOAT;
  static final int UINT8 = 2;
  static final int INT8 = 3;
  static final int INT32 = 6;
  static final int INT64 = OnnxFile.INT64;
  static final int STRING = 8;
  static final int BOOL = 9;

  /** What inputs of texts are drawn from. */
  static final List<String> TEXTS = List.of("", "car", "house", "boat");

  private Models() {}

  static long[] dims(long... shape) {
    return shape;
  }

  /** A constant with entries in [-1, 1]. */
  static OnnxFile weights(OnnxFile file, String name, long... shape) {
    return file.floats(name, shape, draw(name).entries(shape));
  }

  /** A constant with entries in [0.5, 1.5]. */
  static OnnxFile positive(OnnxFile file, String name, long... shape) {
    return file.floats(name, shape, draw(name).reals(Draw.size(shape), 0.5, 1.5));
  }

  /** A constant of integers of any type. */
  static OnnxFile integers(OnnxFile file, String name, int type, long[] shape, long... values) {
    Message tensor = OnnxFile.header(name, type, shape);
    for (long v : values) {
      tensor.varint(type == INT64 ? 7 : 5, v);
    }
    return file.initializer(tensor);
  }

  /** A single integer, without axes. */
  static OnnxFile integer(OnnxFile file, String name, long value) {
    return integers(file, name, INT64, dims(), value);
  }

  /** A constant of integers in a range. */
  static OnnxFile codes(OnnxFile file, String name, int type, int from, int to, long... shape) {
    long[] values = draw(name).integers((int) Draw.size(shape), from, to);
    return integers(file, name, type, shape, values);
  }

  private static Draw draw(String name) {
    return new Draw(name.hashCode());
  }

  /** A node of an operator outside of the default domain. */
  static Message node(
      String domain, String operator, String inputs, String outputs, Message... attributes) {
    return OnnxFile.node(operator, inputs, outputs, attributes).string(7, domain);
  }

  /** {@code y = operator(x)} on a small tensor. */
  static UnaryOperator<OnnxFile> unary(String operator, Message... attributes) {
    return f -> f.input("x", 3, 16).add(operator, "x", "y", attributes).output("y");
  }

  /** {@code y = operator(a, b)} on tensors that broadcast. */
  static UnaryOperator<OnnxFile> binary(String operator, Message... attributes) {
    return f ->
        f.input("a", 2, 1, 4).input("b", 3, 4).add(operator, "a,b", "y", attributes).output("y");
  }

  /** {@code y = operator(x, c)} with a constant. */
  static UnaryOperator<OnnxFile> byConstant(String operator, Message... attributes) {
    return f ->
        weights(f.input("x", 3, 4), "c", 3, 1).add(operator, "x,c", "y", attributes).output("y");
  }

  /** The same with results of a given type. */
  static UnaryOperator<OnnxFile> decision(String operator, int type) {
    return f ->
        f.input(OnnxFile.value("a", type, 2, 1, 4))
            .input(OnnxFile.value("b", type, 3, 4))
            .add(operator, "a,b", "y")
            .output("y", BOOL);
  }
}

package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxAttribute;
import org.probity.model.onnx.proto.OnnxNode;

/** Constants, and what depends on shapes only. */
final class Sources {
  private static final String CONSTANT = "constant";

  private Sources() {}

  static List<Entry> entries() {
    return List.of(
        Entry.formula("Constant", CONSTANT, (n, s, f) -> constant(n, s)),
        Entry.formula("ConstantOfShape", CONSTANT, (n, s, f) -> constantOfShape(n, s)),
        Entry.formula("EyeLike", CONSTANT, (n, s, f) -> eyeLike(n, s)),
        Entry.formula("Range", CONSTANT, (n, s, f) -> range(n, s)),
        Entry.formula("Shape", CONSTANT, (n, s, f) -> shape(n, s.operand(n, 0).shape())),
        Entry.formula(
            "Size",
            CONSTANT,
            (n, s, f) -> Constant.scalar(ElementType.INT64, s.operand(n, 0).size())));
  }

  private static Constant constant(OnnxNode node, Scope scope) throws ModelException {
    Optional<OnnxAttribute> tensor = node.attribute("value");
    if (tensor.isPresent() && tensor.get().tensor().isPresent()) {
      return TensorDecoder.decode(tensor.get().tensor().get(), scope.graph().context());
    }
    Optional<OnnxAttribute> sparse = node.attribute("sparse_value");
    if (sparse.isPresent() && sparse.get().sparse().isPresent()) {
      return TensorDecoder.decode(sparse.get().sparse().get(), scope.graph().context());
    }
    if (node.attribute("value_float").isPresent()) {
      return Constant.scalar(ElementType.FLOAT, node.real("value_float", 0));
    }
    if (node.attribute("value_int").isPresent()) {
      return Constant.ofLongs(node.integer("value_int", 0)).withShape(new int[0]);
    }
    if (node.integers("value_ints").isPresent()) {
      return Constant.ofLongs(node.integers("value_ints").get());
    }
    if (node.reals("value_floats").isPresent()) {
      float[] reals = node.reals("value_floats").get();
      double[] values = new double[reals.length];
      Arrays.setAll(values, i -> reals[i]);
      return new Constant(ElementType.FLOAT, new int[] {values.length}, values);
    }
    if (node.attribute("value_string").isPresent()) {
      List<String> text = List.of(node.string("value_string", ""));
      return scope.graph().context().texts().constant(new int[0], text);
    }
    Optional<List<String>> texts = node.strings("value_strings");
    if (texts.isPresent()) {
      int[] shape = {texts.get().size()};
      return scope.graph().context().texts().constant(shape, texts.get());
    }
    throw node.error("it has no value that is a tensor");
  }

  private static Constant constantOfShape(OnnxNode node, Scope scope) throws ModelException {
    int[] shape = Shapes.checked(scope.constant(node, 0).toLongs(node), node.label());
    scope.builder().countComputed(node, shape);
    Optional<OnnxAttribute> value = node.attribute("value");
    if (value.isEmpty() || value.get().tensor().isEmpty()) {
      return Constant.filled(ElementType.FLOAT, shape, 0);
    }
    Constant c = TensorDecoder.decode(value.get().tensor().get(), scope.graph().context());
    return Constant.filled(c.type(), shape, c.single(node, "value"));
  }

  private static Constant eyeLike(OnnxNode node, Scope scope) throws ModelException {
    Value like = scope.operand(node, 0);
    if (like.rank() != 2) {
      throw node.error("it needs a matrix");
    }
    scope.builder().countComputed(node, like.shape());
    ElementType type =
        node.attribute("dtype").isEmpty()
            ? like.type()
            : ElementType.ofCode(node.integer("dtype", 0))
                .orElseThrow(() -> node.error("its element type is not supported"));
    long diagonal = node.integer("k", 0);
    double[] values = new double[like.size()];
    int columns = like.shape()[1];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % columns - i / columns == diagonal ? 1 : 0;
    }
    return new Constant(type, like.shape(), values);
  }

  private static Constant range(OnnxNode node, Scope scope) throws ModelException {
    Constant first = scope.constant(node, 0);
    double start = first.single(node, "start");
    double step = scope.constant(node, 2).single(node, "delta");
    double limit = scope.constant(node, 1).single(node, "limit");
    double count = Math.max(0, Math.ceil((limit - start) / step));
    if (!(count <= Shapes.MAX_COMPUTED)) {
      throw node.error("it has too many entries, or no step");
    }
    int[] shape = {(int) count};
    scope.builder().countComputed(node, shape);
    double[] values = new double[(int) count];
    Arrays.setAll(values, i -> start + i * step);
    return new Constant(first.type(), shape, values);
  }

  /** The dimensions, since opset 15 from {@code start} to {@code end}. */
  private static Constant shape(OnnxNode node, int[] shape) throws ModelException {
    int start = clamped(node.integer("start", 0), shape.length);
    int end = Math.max(start, clamped(node.integer("end", shape.length), shape.length));
    return Constant.ofLongs(Arrays.stream(shape, start, end).asLongStream().toArray());
  }

  private static int clamped(long axis, int rank) {
    return Math.clamp(axis < 0 ? axis + rank : axis, 0, rank);
  }
}

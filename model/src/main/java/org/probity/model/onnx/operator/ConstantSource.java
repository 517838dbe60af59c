package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.Optional;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxAttribute;
import org.probity.model.onnx.proto.OnnxNode;

/** Constant, ConstantOfShape, Shape and Size: constants without constant operands. */
enum ConstantSource implements Operator {
  CONSTANT,
  CONSTANT_OF_SHAPE,
  SHAPE,
  SIZE;

  @Override
  public void apply(OnnxNode node, Scope scope) throws ModelException {
    scope.result(
        node,
        switch (this) {
          case CONSTANT -> literal(node);
          case CONSTANT_OF_SHAPE -> filled(node, scope);
          case SHAPE -> shape(node, scope.operand(node, 0).shape());
          case SIZE ->
              Constant.ofLongs(Shapes.size(scope.operand(node, 0).shape())).withShape(new int[0]);
        });
  }

  private static Constant literal(OnnxNode node) throws ModelException {
    if (node.attributes().size() != 1) {
      throw node.error("it must have exactly one value");
    }
    OnnxAttribute a = node.attributes().values().iterator().next();
    return switch (a.name()) {
      case "value" ->
          TensorDecoder.decode(a.tensor().orElseThrow(() -> node.error("value is missing")));
      case "sparse_value" ->
          TensorDecoder.decode(a.sparse().orElseThrow(() -> node.error("value is missing")));
      case "value_float" -> new Constant(ElementType.FLOAT, new int[0], new double[] {a.real()});
      case "value_int" -> Constant.ofLongs(a.integer()).withShape(new int[0]);
      case "value_ints" -> Constant.ofLongs(a.integers());
      case "value_floats" -> {
        double[] values = new double[a.reals().length];
        for (int i = 0; i < values.length; i++) {
          values[i] = a.reals()[i];
        }
        yield new Constant(ElementType.FLOAT, new int[] {values.length}, values);
      }
      default -> throw node.error("a constant given by " + a.name() + " is not supported");
    };
  }

  private static Constant filled(OnnxNode node, Scope scope) throws ModelException {
    int[] shape = Shapes.checked(scope.constant(node, 0).toLongs(node), node.label());
    Shapes.requireComputable(node, shape);
    Optional<OnnxAttribute> attribute = node.attribute("value");
    Constant value =
        attribute.isPresent() && attribute.get().tensor().isPresent()
            ? TensorDecoder.decode(attribute.get().tensor().get())
            : new Constant(ElementType.FLOAT, new int[] {1}, new double[1]);
    if (value.values().length != 1) {
      throw node.error("value is not a single number");
    }
    double[] values = new double[Shapes.size(shape)];
    Arrays.fill(values, value.values()[0]);
    return new Constant(value.type(), shape, values);
  }

  /** The dimensions, since opset 15 from {@code start} to {@code end}. */
  private static Constant shape(OnnxNode node, int[] shape) {
    int start = clamped(node.integer("start", 0), shape.length);
    int end = Math.max(start, clamped(node.integer("end", shape.length), shape.length));
    return Constant.ofLongs(Arrays.stream(shape, start, end).asLongStream().toArray());
  }

  private static int clamped(long axis, int rank) {
    return Math.clamp(axis < 0 ? axis + rank : axis, 0, rank);
  }
}

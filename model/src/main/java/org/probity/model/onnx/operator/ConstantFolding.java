package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * Operators that are computed when all operands are constants and not supported otherwise: Gather,
 * Concat and element-wise functions, as exporters write them around shapes and weights.
 */
enum ConstantFolding implements Operator {
  GATHER,
  CONCAT,
  NEG,
  ABS,
  SQRT,
  EXP,
  LOG,
  RECIPROCAL,
  POW;

  @Override
  public void apply(OnnxNode node, Scope scope) throws ModelException {
    List<Constant> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      if (!(scope.operand(node, i) instanceof Constant c)) {
        throw node.error("it is supported on constants only");
      }
      operands.add(c);
    }
    if (operands.size() < (this == GATHER || this == POW ? 2 : 1)) {
      throw node.error("an input is missing");
    }
    Constant x = operands.getFirst();
    scope.result(
        node,
        switch (this) {
          case GATHER -> gather(node, x, operands.get(1));
          case CONCAT -> concat(node, operands);
          case POW -> power(node, x, operands.get(1));
          case NEG -> map(x, v -> -v);
          case ABS -> map(x, Math::abs);
          case SQRT -> map(x, Math::sqrt);
          case EXP -> map(x, Math::exp);
          case LOG -> map(x, Math::log);
          case RECIPROCAL -> map(x, v -> 1 / v);
        });
  }

  private static Constant map(Constant x, DoubleUnaryOperator f) {
    return new Constant(x.type(), x.shape(), Arrays.stream(x.values()).map(f).toArray());
  }

  private static Constant power(OnnxNode node, Constant x, Constant y) throws ModelException {
    int[] shape = Shapes.broadcast(node, x.shape(), y.shape());
    Shapes.requireComputable(node, shape);
    double[] base = x.broadcastTo(shape);
    double[] exponent = y.broadcastTo(shape);
    for (int i = 0; i < base.length; i++) {
      base[i] = Math.pow(base[i], exponent[i]);
    }
    return new Constant(x.type(), shape, base);
  }

  private static Constant gather(OnnxNode node, Constant data, Constant indices)
      throws ModelException {
    int[] from = data.shape();
    int axis = Shapes.axis(node, node.integer("axis", 0), from.length);
    int[] shape = new int[from.length - 1 + indices.shape().length];
    System.arraycopy(from, 0, shape, 0, axis);
    System.arraycopy(indices.shape(), 0, shape, axis, indices.shape().length);
    int after = axis + indices.shape().length;
    System.arraycopy(from, axis + 1, shape, after, from.length - axis - 1);
    shape = Shapes.checked(Arrays.stream(shape).asLongStream().toArray(), node.label());
    Shapes.requireComputable(node, shape);
    int inner = Shapes.size(Arrays.copyOfRange(from, axis + 1, from.length));
    int outer = Shapes.size(Arrays.copyOf(from, axis));
    double[] result = new double[Shapes.size(shape)];
    long[] at = indices.toLongs(node);
    for (int o = 0, to = 0; o < outer; o++) {
      for (long i : at) {
        if (i < -from[axis] || i >= from[axis]) {
          throw node.error("index " + i + " outside an axis of " + from[axis]);
        }
        int source = (int) (i < 0 ? i + from[axis] : i);
        System.arraycopy(data.values(), (o * from[axis] + source) * inner, result, to, inner);
        to += inner;
      }
    }
    return new Constant(data.type(), shape, result);
  }

  private static Constant concat(OnnxNode node, List<Constant> parts) throws ModelException {
    Constant first = parts.getFirst();
    int axis = Shapes.axis(node, node.integer("axis", 0), first.shape().length);
    long[] shape = Arrays.stream(first.shape()).asLongStream().toArray();
    shape[axis] = 0;
    for (Constant part : parts) {
      int[] s = part.shape().clone();
      if (s.length != shape.length) {
        throw node.error("the operands differ in rank");
      }
      shape[axis] += s[axis];
      s[axis] = first.shape()[axis];
      if (!Arrays.equals(s, first.shape())) {
        throw node.error("the operands differ in shape");
      }
    }
    int[] to = Shapes.checked(shape, node.label());
    Shapes.requireComputable(node, to);
    int outer = Shapes.size(Arrays.copyOf(to, axis));
    double[] result = new double[Shapes.size(to)];
    int at = 0;
    for (int o = 0; o < outer; o++) {
      for (Constant part : parts) {
        int run = part.values().length / outer;
        System.arraycopy(part.values(), o * run, result, at, run);
        at += run;
      }
    }
    return new Constant(first.type(), to, result);
  }
}

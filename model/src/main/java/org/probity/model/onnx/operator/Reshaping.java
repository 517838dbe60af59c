package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * Identity, Dropout, Cast, Flatten, Reshape, Squeeze, Unsqueeze, Transpose, Expand and Tile:
 * operators that keep the entries of a computed tensor in their row-major order. Constants may also
 * be permuted and expanded.
 */
enum Reshaping implements Operator {
  IDENTITY,
  DROPOUT,
  CAST,
  FLATTEN,
  RESHAPE,
  SQUEEZE,
  UNSQUEEZE,
  TRANSPOSE,
  EXPAND,
  TILE;

  @Override
  public void apply(OnnxNode node, Scope scope) throws ModelException {
    Value value = scope.operand(node, 0);
    int[] shape = value.shape();
    scope.result(
        node,
        switch (this) {
          case IDENTITY -> value;
          case DROPOUT -> dropout(node, scope, value);
          case CAST -> cast(node, value);
          case FLATTEN -> withShape(value, flattened(node, shape));
          case RESHAPE ->
              withShape(
                  value,
                  Shapes.reshaped(
                      node,
                      shape,
                      scope.constant(node, 1).toLongs(node),
                      node.integer("allowzero", 0) != 0));
          case SQUEEZE ->
              withShape(value, Shapes.squeezed(node, shape, scope.integers(node, "axes", 1)));
          case UNSQUEEZE ->
              withShape(value, Shapes.unsqueezed(node, shape, scope.integers(node, "axes", 1)));
          case TRANSPOSE -> transpose(node, value);
          case EXPAND -> expand(node, scope, value);
          case TILE -> tile(node, scope, value);
        });
  }

  private static Value withShape(Value value, int[] shape) {
    return switch (value) {
      case Constant c -> c.withShape(shape);
      case Variable v -> v.withShape(shape);
    };
  }

  private static Value dropout(OnnxNode node, Scope scope, Value value) throws ModelException {
    if (node.hasInput(2)
        && Arrays.stream(scope.constant(node, 2).values()).anyMatch(flag -> flag != 0)) {
      throw node.error("it is in training mode; export the model for inference");
    }
    return value;
  }

  private static Value cast(OnnxNode node, Value value) throws ModelException {
    long code = node.integer("to", 0);
    ElementType to =
        ElementType.ofCode(code)
            .orElseThrow(() -> node.error("element type " + code + " is not supported"));
    if (value instanceof Variable v) {
      if (v.type().real() && !to.real()) {
        throw node.error("a cast of computed floats to integers is not supported");
      }
      return v.withType(to);
    }
    Constant c = (Constant) value;
    double[] values = c.values();
    if (to == ElementType.BOOL) {
      values = Arrays.stream(values).map(x -> x != 0 ? 1 : 0).toArray();
    } else if (c.type().real() && !to.real()) {
      values = Arrays.stream(values).map(x -> (double) (long) x).toArray();
    }
    return new Constant(to, c.shape(), values);
  }

  private static int[] flattened(OnnxNode node, int[] shape) throws ModelException {
    long axis = node.integer("axis", 1);
    int split = axis == shape.length ? shape.length : Shapes.axis(node, axis, shape.length);
    return new int[] {
      Shapes.size(Arrays.copyOf(shape, split)),
      Shapes.size(Arrays.copyOfRange(shape, split, shape.length))
    };
  }

  private static Value transpose(OnnxNode node, Value value) throws ModelException {
    int[] from = value.shape();
    int[] order = permutation(node, from.length);
    int[] shape = IntStream.of(order).map(d -> from[d]).toArray();
    if (value instanceof Constant c) {
      return new Constant(c.type(), shape, permuted(c, order, shape));
    }
    IntPredicate wide = d -> from[d] != 1;
    int[] moved = IntStream.of(order).filter(wide).toArray();
    if (!Arrays.equals(moved, IntStream.range(0, from.length).filter(wide).toArray())) {
      throw node.error(
          "permuting the entries of a computed tensor of shape "
              + Arrays.toString(from)
              + " is not supported");
    }
    return withShape(value, shape);
  }

  private static int[] permutation(OnnxNode node, int rank) throws ModelException {
    long[] perm =
        node.attribute("perm")
            .map(a -> a.integers())
            .orElseGet(() -> IntStream.range(0, rank).mapToLong(d -> rank - 1L - d).toArray());
    long[] sorted = perm.clone();
    Arrays.sort(sorted);
    if (!Arrays.equals(sorted, IntStream.range(0, rank).asLongStream().toArray())) {
      throw node.error("perm " + Arrays.toString(perm) + " is not a permutation of the axes");
    }
    return Arrays.stream(perm).mapToInt(d -> (int) d).toArray();
  }

  private static double[] permuted(Constant c, int[] order, int[] shape) {
    int rank = order.length;
    int[] strides = new int[rank];
    int stride = 1;
    for (int d = rank - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= c.shape()[d];
    }
    double[] result = new double[c.values().length];
    for (int i = 0; i < result.length; i++) {
      int rest = i;
      int from = 0;
      for (int d = rank - 1; d >= 0; d--) {
        from += rest % shape[d] * strides[order[d]];
        rest /= shape[d];
      }
      result[i] = c.values()[from];
    }
    return result;
  }

  private static Value expand(OnnxNode node, Scope scope, Value value) throws ModelException {
    int[] target = Shapes.checked(scope.constant(node, 1).toLongs(node), node.label());
    int[] shape = Shapes.broadcast(node, value.shape(), target);
    if (value instanceof Constant c) {
      Shapes.requireComputable(node, shape);
      return new Constant(c.type(), shape, c.broadcastTo(shape));
    }
    if (Shapes.size(shape) != Shapes.size(value.shape())) {
      throw node.error("repeating a computed tensor is not supported");
    }
    return withShape(value, shape);
  }

  private static Value tile(OnnxNode node, Scope scope, Value value) throws ModelException {
    int[] from = value.shape();
    long[] repeats = scope.constant(node, 1).toLongs(node);
    if (repeats.length != from.length) {
      throw node.error("it does not have one count for each axis");
    }
    long[] to = new long[from.length];
    for (int d = 0; d < to.length; d++) {
      if (repeats[d] < 0 || repeats[d] > Shapes.MAX_COMPUTED) {
        throw node.error("it repeats " + repeats[d] + " times");
      }
      to[d] = from[d] * repeats[d];
    }
    int[] shape = Shapes.checked(to, node.label());
    if (value instanceof Constant c) {
      Shapes.requireComputable(node, shape);
      return new Constant(c.type(), shape, tiled(c, shape));
    }
    if (!Arrays.equals(shape, from)) {
      throw node.error("repeating a computed tensor is not supported");
    }
    return value;
  }

  private static double[] tiled(Constant c, int[] shape) {
    double[] result = new double[Shapes.size(shape)];
    for (int i = 0; i < result.length; i++) {
      int rest = i;
      int stride = 1;
      int from = 0;
      for (int d = shape.length - 1; d >= 0; d--) {
        from += rest % shape[d] % c.shape()[d] * stride;
        stride *= c.shape()[d];
        rest /= shape[d];
      }
      result[i] = c.values()[from];
    }
    return result;
  }
}

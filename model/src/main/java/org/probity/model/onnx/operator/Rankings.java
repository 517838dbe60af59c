package org.probity.model.onnx.operator;

import static org.probity.model.onnx.operator.Real.X;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.proto.OnnxNode;

/** ArgMax, ArgMin, TopK, Hardmax and OneHot: positions of the largest entries, and indicators. */
final class Rankings {
  private Rankings() {}

  static List<Entry> entries() {
    return List.of(
        Entry.formula(
            "ArgMax", "ranking with one rank", (node, scope, f) -> arg(node, scope, f, false)),
        Entry.formula(
            "ArgMin", "ranking with one rank", (node, scope, f) -> arg(node, scope, f, true)),
        Entry.of("TopK", "ranking; the values are selected by its indices", Rankings::top),
        Entry.formula(
            "Hardmax", "ranking with one rank, compared with each index", Rankings::hardmax),
        Entry.formula("OneHot", "the index compared with each position", Rankings::oneHot));
  }

  private static Value operand(OnnxNode node, Scope scope) throws ModelException {
    Value x = scope.operand(node, 0);
    if (x.rank() == 0 || x.size() == 0) {
      throw node.error("its input is a scalar or empty");
    }
    return x;
  }

  /** Ranks along one axis: the other axes, then the ranks. */
  private static Value ranking(
      Formula f, Value x, int axis, int ranks, boolean lastIndex, boolean minimum)
      throws ModelException {
    int rank = x.rank();
    int[] shape = new int[rank];
    List<AxisIndex> view = new ArrayList<>();
    for (int d = 0, next = 0; d < rank; d++) {
      if (d == axis) {
        view.add(AxisIndex.along(rank));
      } else {
        view.add(AxisIndex.along(next));
        shape[next++] = x.shape()[d];
      }
    }
    shape[rank - 1] = ranks;
    return f.ranking(shape, x.shape()[axis], f.view(x, view), lastIndex, minimum);
  }

  private static Value arg(OnnxNode node, Scope scope, Formula f, boolean minimum)
      throws ModelException {
    Value x = operand(node, scope);
    int axis = Shapes.axis(node, node.integer("axis", 0), x.rank());
    Value ranking = ranking(f, x, axis, 1, node.flag("select_last_index", false), minimum);
    boolean[] axes = new boolean[x.rank()];
    axes[axis] = true;
    return f.reshape(ranking, Formula.reduced(x.shape(), axes, node.flag("keepdims", true)));
  }

  private static void top(OnnxNode node, Scope scope) throws ModelException {
    Formula f = new Formula(node, scope);
    Value x = operand(node, scope);
    int rank = x.rank();
    int axis = Shapes.axis(node, node.integer("axis", -1), rank);
    long k =
        node.hasInput(1) ? (long) scope.constant(node, 1).single(node, "k") : node.required("k");
    if (k < 1 || k > x.shape()[axis]) {
      throw node.error("k " + k + " is not a number of entries of axis " + axis);
    }
    Value ranking = ranking(f, x, axis, (int) k, false, !node.flag("largest", true));
    int[] shape = Shapes.with(x.shape(), axis, (int) k);
    List<AxisIndex> moved = new ArrayList<>();
    IntStream.range(0, rank).filter(d -> d != axis).forEach(d -> moved.add(AxisIndex.along(d)));
    moved.add(AxisIndex.along(axis));
    List<AxisIndex> data = new ArrayList<>(Views.identity(rank));
    data.set(axis, AxisIndex.along(rank));
    View index = f.view(ranking, moved);
    scope.define(node, 0, f.select(x.type(), shape, x.shape()[axis], f.view(x, data), index));
    if (node.hasOutput(1)) {
      scope.define(node, 1, f.layout(ranking, shape, moved));
    }
  }

  private static Value hardmax(OnnxNode node, Scope scope, Formula f) throws ModelException {
    return Softmaxes.alongAxis(
        node,
        f,
        operand(node, scope),
        (x, axis) -> {
          Value first = ranking(f, x, axis, 1, false, false);
          int[] shape = x.shape();
          int rank = x.rank();
          List<AxisIndex> view = new ArrayList<>();
          IntStream.range(0, rank)
              .filter(d -> d != axis)
              .forEach(d -> view.add(AxisIndex.along(d)));
          view.add(AxisIndex.at(0));
          return indicator(f, x.type(), shape, f.view(first, view), axis, 0, 1);
        });
  }

  /** {@code on} where the index is the position along the axis, else {@code off}. */
  private static Value indicator(
      Formula f, ElementType type, int[] shape, View index, int axis, double off, double on)
      throws ModelException {
    int depth = shape[axis];
    f.scope().builder().countComputed(f.node(), new int[] {depth});
    Constant positions =
        new Constant(
            ElementType.INT64,
            new int[] {depth},
            IntStream.range(0, depth).asDoubleStream().toArray());
    Value distance =
        f.combine(
            ElementType.INT64,
            shape,
            0,
            List.of(new Term(1, index), new Term(-1, f.view(positions, Views.along(axis)))));
    // A negative index counts from the end.
    RealFunction equal = Real.add(Real.equal(X, Real.of(0)), Real.equal(X, Real.of(-depth)));
    RealFunction scaled =
        off == 0 && on == 1 ? equal : Real.add(Real.of(off), Real.mul(equal, Real.of(on - off)));
    return f.apply(type, distance, scaled);
  }

  private static Value oneHot(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value indices = scope.operand(node, 0);
    double depth = scope.constant(node, 1).single(node, "depth");
    Constant values = scope.constant(node, 2);
    if (values.size() != 2 || !(depth >= 1 && depth <= Shapes.MAX_COMPUTED)) {
      throw node.error("depth is not a positive number, or values are not a pair");
    }
    int rank = indices.rank() + 1;
    int axis = Shapes.axis(node, node.integer("axis", -1), rank);
    int[] shape = new int[rank];
    List<AxisIndex> view = new ArrayList<>();
    for (int d = 0, next = 0; d < rank; d++) {
      shape[d] = d == axis ? (int) depth : indices.shape()[next++];
      if (d != axis) {
        view.add(AxisIndex.along(d));
      }
    }
    View index = f.view(indices, view.isEmpty() ? List.of(AxisIndex.at(0)) : view);
    return indicator(f, values.type(), shape, index, axis, values.values()[0], values.values()[1]);
  }
}

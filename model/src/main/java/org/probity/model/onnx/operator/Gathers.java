package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * Gather, GatherElements and GatherND: a layout if the indices are constant, else a selection,
 * whose indices then must not be negative. NonZero of constants.
 */
final class Gathers {
  private Gathers() {}

  static List<Entry> entries() {
    String how = "layout; with computed indices (from 0), a selection";
    return List.of(
        Entry.formula("Gather", how, Gathers::gather),
        Entry.formula("GatherElements", how, Gathers::gatherElements),
        Entry.formula("GatherND", how, Gathers::gatherNd),
        Entry.formula("NonZero", "of constants only", Gathers::nonZero));
  }

  /** Constant indices along an axis of the given size, negative ones resolved. */
  static int[] resolved(OnnxNode node, Constant indices, int size) throws ModelException {
    long[] values = indices.toLongs(node);
    int[] resolved = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      if (values[i] < -size || values[i] >= size) {
        throw node.error("index " + values[i] + " outside an axis of " + size);
      }
      resolved[i] = (int) (values[i] < 0 ? values[i] + size : values[i]);
    }
    return resolved;
  }

  private static Value gather(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value data = scope.operand(node, 0);
    int axis = Shapes.axis(node, node.integer("axis", 0), data.rank());
    return gather(f, data, scope.operand(node, 1), axis);
  }

  /** The axes of the indices in place of one axis of the data. */
  static Value gather(Formula f, Value data, Value indices, int axis) throws ModelException {
    if (data instanceof Constant c
        && c.type() == ElementType.STRING
        && indices instanceof Variable) {
      if (c.rank() != 1) {
        throw f.node().error("texts can be chosen from a list only");
      }
      return Categories.chosen(f, c, indices);
    }
    int extra = indices.rank() - 1;
    int[] shape = new int[data.rank() + extra];
    System.arraycopy(data.shape(), 0, shape, 0, axis);
    System.arraycopy(indices.shape(), 0, shape, axis, indices.rank());
    int rest = data.rank() - axis - 1;
    System.arraycopy(data.shape(), axis + 1, shape, axis + indices.rank(), rest);
    int[] indexAxes = IntStream.range(axis, axis + indices.rank()).toArray();
    List<AxisIndex> view = new ArrayList<>();
    for (int d = 0; d < data.rank(); d++) {
      view.add(AxisIndex.along(d <= axis ? d : d + extra));
    }
    if (indices instanceof Constant c) {
      view.set(axis, selection(indexAxes, resolved(f.node(), c, data.shape()[axis])));
      return f.layout(data, shape, view);
    }
    view.set(axis, AxisIndex.along(Formula.own(shape)));
    return f.select(
        data.type(),
        shape,
        data.shape()[axis],
        f.view(data, view),
        f.view(indices, indexAxes.length == 0 ? List.of(AxisIndex.at(0)) : Views.along(indexAxes)));
  }

  /** One axis of the source at constant indices; strides where these are evenly spaced. */
  private static AxisIndex selection(int[] axes, int[] indices) {
    if (indices.length > 0 && Arrays.stream(indices).allMatch(i -> i == indices[0])) {
      return AxisIndex.at(indices[0]);
    }
    if (axes.length == 1 && indices.length > 1) {
      int step = indices[1] - indices[0];
      boolean even =
          step != 0
              && IntStream.range(0, indices.length)
                  .allMatch(i -> indices[i] == indices[0] + i * step);
      if (even) {
        return AxisIndex.along(axes[0], step, indices[0]);
      }
    }
    return new AxisIndex.Table(1, Shapes.list(axes), indices);
  }

  private static Value gatherElements(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value data = scope.operand(node, 0);
    Value indices = scope.operand(node, 1);
    int rank = data.rank();
    int axis = Shapes.axis(node, node.integer("axis", 0), rank);
    int[] shape = indices.shape();
    boolean fits =
        shape.length == rank
            && IntStream.range(0, rank).allMatch(d -> d == axis || shape[d] <= data.shape()[d]);
    if (!fits) {
      throw node.error(
          "indices of shape "
              + Arrays.toString(shape)
              + " do not fit data of shape "
              + Arrays.toString(data.shape()));
    }
    if (indices instanceof Constant c) {
      int[] cells = elements(node, c, data.shape(), axis);
      List<Integer> axes = IntStream.range(0, rank).boxed().toList();
      return f.layout(data, shape, List.of(new AxisIndex.Table(rank, axes, cells)));
    }
    List<AxisIndex> view = new ArrayList<>(Views.identity(rank));
    view.set(axis, AxisIndex.along(rank));
    return f.select(data.type(), shape, data.shape()[axis], f.view(data, view), f.whole(indices));
  }

  /** The row-major number in the data of each cell that indices along an axis name. */
  static int[] elements(OnnxNode node, Constant indices, int[] data, int axis)
      throws ModelException {
    int[] along = resolved(node, indices, data[axis]);
    Views.requireCells(node, along.length);
    int[] cells = new int[along.length];
    int[] at = new int[data.length];
    for (int i = 0; i < cells.length; i++) {
      int own = at[axis];
      at[axis] = along[i];
      cells[i] = Axes.number(at, data);
      at[axis] = own;
      Axes.advance(at, indices.shape());
    }
    return cells;
  }

  private static Value gatherNd(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value data = scope.operand(node, 0);
    Value indices = scope.operand(node, 1);
    long declared = node.integer("batch_dims", 0);
    int last = indices.rank() - 1;
    if (last < 0
        || declared < 0
        || declared > Math.min(last, data.rank())
        || indices.shape()[last] < 1
        || indices.shape()[last] > data.rank() - declared) {
      throw node.error(
          "indices of shape "
              + Arrays.toString(indices.shape())
              + " do not fit data of shape "
              + Arrays.toString(data.shape()));
    }
    int batch = (int) declared;
    int depth = indices.shape()[last];
    int rest = batch + depth;
    int[] shape = Arrays.copyOf(indices.shape(), last + data.rank() - rest);
    System.arraycopy(data.shape(), rest, shape, last, data.rank() - rest);
    int[] addressed = Arrays.copyOfRange(data.shape(), batch, rest);
    List<AxisIndex> tail = new ArrayList<>();
    IntStream.range(rest, data.rank()).forEach(d -> tail.add(AxisIndex.along(last + d - rest)));
    if (indices instanceof Constant c) {
      List<AxisIndex> view = new ArrayList<>();
      view.add(table(node, c, data.shape(), batch, addressed));
      view.addAll(tail);
      return f.layout(data, shape, view);
    }
    int own = Formula.own(shape);
    int cells = Shapes.size(addressed);
    if (cells == 0) {
      throw node.error("its data is empty, so no index can be right");
    }
    Views.requireCells(node, cells);
    List<AxisIndex> view = new ArrayList<>();
    IntStream.range(0, batch).forEach(d -> view.add(AxisIndex.along(d)));
    view.add(new AxisIndex.Table(depth, List.of(own), IntStream.range(0, cells).toArray()));
    view.addAll(tail);
    Value number = numbers(f, indices, addressed);
    return f.select(
        data.type(),
        shape,
        cells,
        f.view(data, view),
        f.view(number, last == 0 ? List.of(AxisIndex.at(0)) : Views.identity(last)));
  }

  /** The batch axes and the addressed axes of the data together, by constant indices. */
  private static AxisIndex table(
      OnnxNode node, Constant indices, int[] data, int batch, int[] addressed)
      throws ModelException {
    int depth = addressed.length;
    int[] outer = Arrays.copyOf(indices.shape(), indices.rank() - 1);
    int[] cells = new int[Shapes.size(outer)];
    Views.requireCells(node, cells.length);
    int[] tuples = tuples(node, indices, addressed);
    int[] at = new int[outer.length];
    int[] whole = Arrays.copyOf(data, batch + depth);
    int[] index = new int[batch + depth];
    for (int i = 0; i < cells.length; i++) {
      System.arraycopy(at, 0, index, 0, batch);
      System.arraycopy(tuples, i * depth, index, batch, depth);
      cells[i] = Axes.number(index, whole);
      Axes.advance(at, outer);
    }
    List<Integer> axes = IntStream.range(0, outer.length).boxed().toList();
    return new AxisIndex.Table(batch + depth, axes, cells);
  }

  /** Constant index tuples, negative entries resolved. */
  static int[] tuples(OnnxNode node, Constant indices, int[] sizes) throws ModelException {
    long[] values = indices.toLongs(node);
    int[] tuples = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      int size = sizes[i % sizes.length];
      if (values[i] < -size || values[i] >= size) {
        throw node.error("index " + values[i] + " outside an axis of " + size);
      }
      tuples[i] = (int) (values[i] < 0 ? values[i] + size : values[i]);
    }
    return tuples;
  }

  /** Computed index tuples as row-major numbers; the last axis vanishes. */
  private static Value numbers(Formula f, Value indices, int[] sizes) throws ModelException {
    int last = indices.rank() - 1;
    if (sizes.length == 1) {
      return f.pick(indices, last, 0);
    }
    int[] shape = Arrays.copyOf(indices.shape(), last);
    List<Term> terms = new ArrayList<>();
    int stride = Shapes.size(sizes);
    for (int d = 0; d < sizes.length; d++) {
      stride /= sizes[d];
      List<AxisIndex> view = new ArrayList<>(last == 0 ? List.of() : Views.identity(last));
      view.add(AxisIndex.at(d));
      terms.add(new Term(stride, f.view(indices, view)));
    }
    return f.combine(indices.type(), shape, 0, terms);
  }

  private static Value nonZero(OnnxNode node, Scope scope, Formula f) throws ModelException {
    if (!(scope.operand(node, 0) instanceof Constant x)) {
      throw node.error(
          "input 0 must be a constant; which entries are not zero depends on the model's input, and"
              + " so would shapes; of scikit-learn take SimpleImputer instead of KNNImputer");
    }
    double[] values = x.values();
    int[] found = IntStream.range(0, values.length).filter(i -> values[i] != 0).toArray();
    int[] shape = {x.rank(), found.length};
    scope.builder().countComputed(node, shape);
    double[] result = new double[Shapes.size(shape)];
    for (int i = 0; i < found.length; i++) {
      for (int d = x.rank() - 1, rest = found[i]; d >= 0; d--) {
        result[d * found.length + i] = rest % x.shape()[d];
        rest /= x.shape()[d];
      }
    }
    return new Constant(ElementType.INT64, shape, result);
  }
}

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
 * ScatterElements and ScatterND with constant indices: sums of the data and of the updates, each
 * read through a table that says where it counts.
 */
final class Scatters {
  /** Limit on the updates that meet at one cell. */
  private static final int MAX_LAYERS = 64;

  private final Formula formula;
  private final Value data;
  private final int addressed;
  private final List<int[]> layers;
  private final Value updates;

  static List<Entry> entries() {
    String how = "sum of data and updates through tables; constant indices only";
    return List.of(
        Entry.formula("Scatter", how, Scatters::elements),
        Entry.formula("ScatterElements", how, Scatters::elements),
        Entry.formula("ScatterND", how, Scatters::nd));
  }

  /**
   * @param addressed number of leading axes of the data that the indices address
   * @param targets cell of these axes of each update, row-major
   * @param updates one for each target, then the other axes of the data
   */
  private Scatters(
      Formula formula, Value data, int addressed, int[] targets, Value updates, boolean overwrite)
      throws ModelException {
    this.formula = formula;
    this.data = data;
    this.addressed = addressed;
    int[] rest = Arrays.copyOfRange(data.shape(), addressed, data.rank());
    int[] shape = new int[rest.length + 1];
    shape[0] = targets.length;
    System.arraycopy(rest, 0, shape, 1, rest.length);
    if (updates.size() != Shapes.size(shape)) {
      throw formula
          .node()
          .error(
              "updates of shape " + Arrays.toString(updates.shape()) + " do not fit the indices");
    }
    this.updates = formula.reshape(updates, shape);
    int cells = Shapes.size(Arrays.copyOf(data.shape(), addressed));
    Views.requireCells(formula.node(), cells);
    layers = layers(formula.node(), targets, cells, overwrite);
  }

  /**
   * For each layer the update at each cell, or -1. Where updates overwrite, the last one counts.
   */
  private static List<int[]> layers(OnnxNode node, int[] targets, int cells, boolean overwrite)
      throws ModelException {
    List<int[]> layers = new ArrayList<>();
    int[] used = new int[cells];
    for (int i = 0; i < targets.length; i++) {
      int layer = overwrite ? 0 : used[targets[i]]++;
      if (layer == layers.size()) {
        if (layer == MAX_LAYERS) {
          throw node.error("more than " + MAX_LAYERS + " updates of one cell are not supported");
        }
        Views.requireCells(node, (layer + 1L) * cells);
        int[] empty = new int[cells];
        Arrays.fill(empty, -1);
        layers.add(empty);
      }
      layers.get(layer)[targets[i]] = i;
    }
    return layers;
  }

  private static Value elements(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value data = scope.operand(node, 0);
    Constant indices = indices(node, scope);
    Value updates = scope.operand(node, 2);
    int rank = data.rank();
    int axis = Shapes.axis(node, node.integer("axis", 0), rank);
    boolean fits =
        indices.rank() == rank
            && Arrays.equals(indices.shape(), updates.shape())
            && IntStream.range(0, rank)
                .allMatch(d -> d == axis || indices.shape()[d] <= data.shape()[d]);
    if (!fits) {
      throw node.error("indices, updates and data do not fit each other");
    }
    if (indices.size() == 0) {
      return data;
    }
    int[] targets = Gathers.elements(node, indices, data.shape(), axis);
    String reduction = node.string("reduction", "none");
    return new Scatters(f, data, rank, targets, updates, reduction.equals("none")).value(reduction);
  }

  private static Value nd(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value data = scope.operand(node, 0);
    Constant indices = indices(node, scope);
    int last = indices.rank() - 1;
    if (last < 0 || indices.shape()[last] < 1 || indices.shape()[last] > data.rank()) {
      throw node.error(
          "indices of shape "
              + Arrays.toString(indices.shape())
              + " do not fit data of shape "
              + Arrays.toString(data.shape()));
    }
    if (indices.size() == 0) {
      return data;
    }
    int depth = indices.shape()[last];
    int[] sizes = Arrays.copyOf(data.shape(), depth);
    int[] tuples = Gathers.tuples(node, indices, sizes);
    int[] targets = new int[tuples.length / depth];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = Axes.number(Arrays.copyOfRange(tuples, i * depth, (i + 1) * depth), sizes);
    }
    String reduction = node.string("reduction", "none");
    return new Scatters(f, data, depth, targets, scope.operand(node, 2), reduction.equals("none"))
        .value(reduction);
  }

  private static Constant indices(OnnxNode node, Scope scope) throws ModelException {
    if (scope.operand(node, 1) instanceof Constant c) {
      return c;
    }
    throw node.error(
        "computed indices are not supported; use OneHot and MatMul, or fix them when exporting");
  }

  private Value value(String reduction) throws ModelException {
    Value value = data;
    switch (reduction) {
      case "none" -> {
        return combined(data, layers.getFirst(), true, 0);
      }
      case "add" -> {
        for (int[] layer : layers) {
          value = combined(value, layer, false, 0);
        }
      }
      case "mul" -> {
        for (int[] layer : layers) {
          value = formula.mul(value, combined(null, layer, true, 1));
        }
      }
      case "max", "min" -> {
        // Where nothing is updated, the data meet themselves.
        for (int[] layer : layers) {
          value =
              formula.extremum(
                  data.type(),
                  data.shape(),
                  new int[0],
                  List.of(formula.whole(value), formula.whole(combined(data, layer, true, 0))),
                  reduction.equals("min"));
        }
      }
      default ->
          throw formula
              .node()
              .error("reduction " + reduction + " is unknown; use none, add, mul, max or min");
    }
    return value;
  }

  /**
   * A tensor of the data's shape: the updates of a layer, elsewhere the given base, or a number.
   *
   * @param base may be absent
   * @param replace whether the base counts only where nothing is updated
   */
  private Value combined(Value base, int[] layer, boolean replace, double elsewhere)
      throws ModelException {
    List<Integer> axes = IntStream.range(0, addressed).boxed().toList();
    int[] outside = new int[layer.length];
    Arrays.setAll(outside, i -> replace && layer[i] >= 0 ? -1 : i);
    List<Term> terms = new ArrayList<>();
    boolean remains = Arrays.stream(outside).anyMatch(i -> i >= 0);
    if (base != null && !replace) {
      terms.add(new Term(1, formula.whole(base)));
    } else if (base != null && remains) {
      terms.add(new Term(1, formula.view(base, view(addressed, axes, outside, addressed))));
    }
    if (elsewhere != 0 && remains) {
      int[] shape = Arrays.copyOf(data.shape(), addressed);
      double[] mask = Arrays.stream(outside).mapToDouble(i -> i >= 0 ? elsewhere : 0).toArray();
      Constant constant = new Constant(data.type(), shape, mask);
      terms.add(new Term(1, formula.view(constant, Views.identity(addressed))));
    }
    terms.add(new Term(1, formula.view(updates, view(1, axes, layer, addressed))));
    return formula.combine(data.type(), data.shape(), 0, terms);
  }

  private List<AxisIndex> view(int sourceAxes, List<Integer> axes, int[] cells, int firstOther) {
    List<AxisIndex> view = new ArrayList<>();
    view.add(new AxisIndex.Table(sourceAxes, axes, cells));
    IntStream.range(firstOther, data.rank()).forEach(d -> view.add(AxisIndex.along(d)));
    return view;
  }
}

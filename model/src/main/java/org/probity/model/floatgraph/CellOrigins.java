package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.Shapes;
import org.probity.graph.View;

/**
 * Where the entries of tensors come from: each is traced back through layouts and operations on
 * single entries to one entry of a tensor that is an input, or is computed in another way, or to a
 * constant.
 */
final class CellOrigins {
  /** Limit on the entries of a tensor that is traced through. */
  private static final int MAX_CELLS = 1 << 16;

  /** Limit on the operations on the way. */
  private static final int MAX_SIZE = 200;

  /** Limit on the operands of one entry. */
  private static final int MAX_OPERANDS = 1 << 10;

  /** Where an entry comes from; a constant has no tensor. */
  record Origin(String tensor, int cell, Scalar scalar, int size) {
    static Origin constant(double value) {
      return new Origin(null, 0, new Scalar.Fixed(value), 1);
    }

    boolean isConstant() {
      return tensor == null;
    }

    boolean isEntry() {
      return scalar instanceof Scalar.Entry;
    }
  }

  private final FloatGraph graph;
  private final Set<String> single;
  private final Map<String, List<Integer>> shapes;
  private final Map<String, Origin[]> origins = new HashMap<>();

  /**
   * Traces all tensors that some are computed from.
   *
   * @param single tensors whose entries the original model rounds to float32
   * @param wanted the tensors
   */
  CellOrigins(FloatGraph graph, Set<String> single, Set<String> wanted) {
    this.graph = graph;
    this.single = single;
    this.shapes = new HashMap<>(graph.shapes());
    graph.constants().forEach((name, c) -> shapes.put(name, c.shape()));
    Set<String> needed = new HashSet<>(wanted);
    List<FloatNode> nodes = new ArrayList<>();
    for (FloatNode node : graph.nodes().reversed()) {
      if (needed.contains(node.output())) {
        nodes.add(node);
        node.views().forEach(v -> needed.add(v.source()));
      }
    }
    for (FloatNode node : nodes.reversed()) {
      Origin[] traced = Shapes.size(node.shape()) > MAX_CELLS ? null : traced(node);
      if (traced != null) {
        origins.put(node.output(), traced);
      }
    }
  }

  /** The origin of an entry. */
  Origin of(String tensor, int cell) {
    Constant constant = graph.constants().get(tensor);
    if (constant != null) {
      return Origin.constant(constant.values()[cell]);
    }
    Origin[] known = origins.get(tensor);
    return known == null ? new Origin(tensor, cell, new Scalar.Entry(), 1) : known[cell];
  }

  /** The cells that a view reads, row-major over all axes of its node; -1 outside. */
  int[] cells(View view, int[] axes) {
    List<Integer> source = shapes.get(view.source());
    double[] numbers = IntStream.rangeClosed(1, Shapes.size(source)).asDoubleStream().toArray();
    FloatNode layout = new FloatNode.Layout("cells", IntStream.of(axes).boxed().toList(), view);
    double[] read =
        FloatExecutor.compute(layout, Map.of(view.source(), new Constant(source, numbers)));
    return Arrays.stream(read).mapToInt(v -> (int) v - 1).toArray();
  }

  private Origin[] traced(FloatNode node) {
    return switch (node) {
      case FloatNode.Layout l -> traced(node, operands -> operands[0]);
      case FloatNode.Combine c -> traced(node, operands -> sum(c, operands));
      case FloatNode.Contract c when Shapes.size(c.summed()) == 1 ->
          traced(
              node,
              operands ->
                  operands.length == 1
                      ? operands[0]
                      : joined(BinaryOperator.MUL, operands[0], operands[1]));
      case FloatNode.Divide _ ->
          traced(node, operands -> joined(BinaryOperator.DIV, operands[0], operands[1]));
      case FloatNode.Apply a ->
          traced(
              node,
              o ->
                  with(
                      o[0],
                      new Scalar.Function(a.function(), o[0].scalar()),
                      a.function().nodes()));
      case FloatNode.Lookup l ->
          traced(node, o -> with(o[0], new Scalar.Mapped(l.mapping(), o[0].scalar()), 1));
      case FloatNode.Extremum e ->
          traced(
              node,
              operands ->
                  Arrays.stream(operands)
                      .reduce(
                          (a, b) ->
                              joined(e.minimum() ? BinaryOperator.MIN : BinaryOperator.MAX, a, b))
                      .orElseThrow());
      case FloatNode.Select _ -> traced(node, CellOrigins::choice);
      case FloatNode.Contract _,
          FloatNode.Rescale _,
          FloatNode.Tabulate _,
          FloatNode.Ranking _,
          FloatNode.Forest _,
          FloatNode.Softmax _ ->
          null;
    };
  }

  private interface Operation {
    /** The origin of a result, or null. */
    Origin of(Origin[] operands);
  }

  /** The origins of all entries of a node, whose operands are those of its views one by one. */
  private Origin[] traced(FloatNode node, Operation operation) {
    int[] axes = FloatNodes.axes(node);
    int size = Shapes.size(node.shape());
    long own = 1;
    for (int d = node.shape().size(); d < axes.length; d++) {
      own *= axes[d];
    }
    if (own * node.views().size() > MAX_OPERANDS || own * size > 1L << 22) {
      return null;
    }
    int window = (int) own;
    List<int[]> cells = node.views().stream().map(v -> cells(v, axes)).toList();
    boolean selects = node instanceof FloatNode.Select;
    Origin[] result = new Origin[size];
    for (int i = 0; i < size; i++) {
      List<Origin> operands = new ArrayList<>();
      for (int v = 0; v < cells.size(); v++) {
        // The index of a selection is read once.
        int count = selects && v == 1 ? 1 : window;
        for (int k = 0; k < count; k++) {
          int cell = cells.get(v)[i * window + k];
          operands.add(cell < 0 ? Origin.constant(0) : of(node.views().get(v).source(), cell));
        }
      }
      Origin traced = operation.of(operands.toArray(Origin[]::new));
      result[i] =
          traced == null || traced.size() > MAX_SIZE
              ? new Origin(node.output(), i, new Scalar.Entry(), 1)
              : rounded(node.output(), traced);
    }
    return result;
  }

  private Origin rounded(String tensor, Origin origin) {
    boolean already =
        origin.scalar() instanceof Scalar.Rounded
            || (origin.isEntry() && single.contains(origin.tensor()));
    return !single.contains(tensor) || already
        ? origin
        : with(origin, new Scalar.Rounded(origin.scalar()), 1);
  }

  private static Origin with(Origin origin, Scalar scalar, int size) {
    return origin.isConstant()
        ? Origin.constant(scalar.at(0))
        : new Origin(origin.tensor(), origin.cell(), scalar, origin.size() + size);
  }

  private static Origin sum(FloatNode.Combine node, Origin[] operands) {
    Origin total = Origin.constant(node.constant());
    for (int j = 0; j < operands.length && total != null; j++) {
      double coefficient = node.terms().get(j).coefficient();
      Origin term =
          coefficient == 1
              ? operands[j]
              : joined(BinaryOperator.MUL, Origin.constant(coefficient), operands[j]);
      total = plus(total, term);
    }
    return total;
  }

  private static Origin plus(Origin a, Origin b) {
    if (a.isConstant() && a.scalar().at(0) == 0) {
      return b;
    }
    return b.isConstant() && b.scalar().at(0) == 0 ? a : joined(BinaryOperator.ADD, a, b);
  }

  /** An operation on two values, if they come from one entry. */
  private static Origin joined(BinaryOperator operator, Origin a, Origin b) {
    if (a == null || b == null || !agree(a, b)) {
      return null;
    }
    Origin base = a.isConstant() ? b : a;
    Scalar scalar = new Scalar.Binary(operator, a.scalar(), b.scalar());
    return base.isConstant()
        ? Origin.constant(scalar.at(0))
        : new Origin(base.tensor(), base.cell(), scalar, a.size() + b.size() + 1);
  }

  private static boolean agree(Origin a, Origin b) {
    return a.isConstant()
        || b.isConstant()
        || (a.tensor().equals(b.tensor()) && a.cell() == b.cell());
  }

  /** The data, then the index. */
  private static Origin choice(Origin[] operands) {
    Origin index = operands[operands.length - 1];
    List<Scalar> values = new ArrayList<>();
    int size = index.size();
    for (int k = 0; k < operands.length - 1; k++) {
      if (!operands[k].isConstant() || index.isConstant()) {
        return null;
      }
      values.add(operands[k].scalar());
    }
    return new Origin(
        index.tensor(), index.cell(), new Scalar.Choice(values, index.scalar()), size + 1);
  }
}

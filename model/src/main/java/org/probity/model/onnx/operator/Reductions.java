package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** The reductions of some axes of a tensor, and cumulative sums. */
final class Reductions {
  /** Limit on the factors of a product, each of which costs a product of tensors. */
  private static final int MAX_FACTORS = 64;

  private Reductions() {}

  /** A reduction of the flagged axes of x. */
  private interface Reduction {
    Value of(Formula f, Value x, boolean[] axes, boolean keepDims) throws ModelException;
  }

  static List<Entry> entries() {
    return List.of(
        entry("ReduceSum", "contraction without a right side", Formula::sum),
        entry("ReduceMean", "contraction, times 1/n", Reductions::mean),
        entry("ReduceMax", "extremum", (f, x, axes, keep) -> f.extremum(x, axes, keep, false)),
        entry("ReduceMin", "extremum", (f, x, axes, keep) -> f.extremum(x, axes, keep, true)),
        entry("ReduceSumSquare", "contraction of the tensor with itself", Reductions::sumOfSquares),
        entry(
            "ReduceL1",
            "absolute values, contraction",
            (f, x, axes, keep) -> f.sum(f.apply(x, UnaryOperator.ABS), axes, keep)),
        entry(
            "ReduceL2",
            "contraction of the tensor with itself, square root",
            (f, x, axes, keep) -> f.apply(sumOfSquares(f, x, axes, keep), UnaryOperator.SQRT)),
        entry(
            "ReduceLogSum",
            "contraction, logarithm",
            (f, x, axes, keep) -> f.apply(f.sum(x, axes, keep), UnaryOperator.LOG)),
        entry(
            "ReduceLogSumExp",
            "maximum, exponentials of the distances from it, contraction, logarithm",
            Reductions::logSumExp),
        entry("ReduceProd", "products of pairs, for up to 64 factors", Reductions::product),
        Entry.formula("CumSum", "contraction with a triangle of ones", Reductions::cumulativeSum));
  }

  private static Entry entry(String name, String how, Reduction reduction) {
    return Entry.formula(
        name,
        how,
        (node, scope, f) -> {
          Value x = scope.operand(node, 0);
          long[] axes = scope.integers(node, "axes", 1).orElse(new long[0]);
          if (axes.length == 0 && node.flag("noop_with_empty_axes", false)) {
            return x;
          }
          boolean[] flags = Shapes.axes(node, axes, x.rank());
          if (axes.length == 0) {
            Arrays.fill(flags, true);
          }
          requireCells(node, x);
          return reduction.of(f, x, flags, node.flag("keepdims", true));
        });
  }

  private static void requireCells(OnnxNode node, Value x) throws ModelException {
    if (x.size() == 0) {
      throw node.error("its input is empty");
    }
  }

  private static Value mean(Formula f, Value x, boolean[] axes, boolean keepDims)
      throws ModelException {
    if (!x.type().real()) {
      throw f.node()
          .error("the mean of integers is rounded by type; cast the input to float first");
    }
    return f.mean(x, axes, keepDims);
  }

  static Value sumOfSquares(Formula f, Value x, boolean[] axes, boolean keepDims)
      throws ModelException {
    int[] shape = Formula.reduced(x.shape(), axes, keepDims);
    View view = f.reducedView(x, axes, shape, keepDims);
    return f.contract(x.type(), shape, Formula.windowOf(x.shape(), axes), view, Optional.of(view));
  }

  /** Exponentials of distances from the maximum lie in (0, 1], so nothing overflows. */
  private static Value logSumExp(Formula f, Value x, boolean[] axes, boolean keepDims)
      throws ModelException {
    Value max = f.extremum(x, axes, true, false);
    Value exponentials = f.apply(f.sub(x, max), UnaryOperator.EXP);
    Value log = f.apply(f.sum(exponentials, axes, true), UnaryOperator.LOG);
    return f.reshape(f.add(max, log), Formula.reduced(x.shape(), axes, keepDims));
  }

  private static Value product(Formula f, Value x, boolean[] axes, boolean keepDims)
      throws ModelException {
    int[] window = Formula.windowOf(x.shape(), axes);
    int[] shape = Formula.reduced(x.shape(), axes, keepDims);
    if (Shapes.size(window) > MAX_FACTORS) {
      throw f.node()
          .error(
              "a product of more than "
                  + MAX_FACTORS
                  + " factors is not supported; sum logarithms");
    }
    List<Value> factors = new ArrayList<>();
    int[] index = new int[window.length];
    for (int i = 0; i < Shapes.size(window); i++) {
      factors.add(f.layout(x, shape, fixed(axes, index, keepDims)));
      Axes.advance(index, window);
    }
    while (factors.size() > 1) {
      List<Value> products = new ArrayList<>();
      for (int i = 0; i + 1 < factors.size(); i += 2) {
        products.add(f.mul(factors.get(i), factors.get(i + 1)));
      }
      if (factors.size() % 2 == 1) {
        products.add(factors.getLast());
      }
      factors = products;
    }
    return factors.getFirst();
  }

  /** The flagged axes at a fixed index, the others along the result. */
  private static List<AxisIndex> fixed(boolean[] axes, int[] index, boolean keepDims) {
    List<AxisIndex> view = new ArrayList<>();
    int flagged = 0;
    int kept = 0;
    for (int d = 0; d < axes.length; d++) {
      view.add(axes[d] ? AxisIndex.at(index[flagged++]) : AxisIndex.along(keepDims ? d : kept++));
    }
    return view.isEmpty() ? Views.identity(0) : view;
  }

  private static Value cumulativeSum(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    requireCells(node, x);
    int axis = Shapes.axis(node, (long) scope.constant(node, 1).single(node, "axis"), x.rank());
    boolean exclusive = node.flag("exclusive", false);
    boolean reverse = node.flag("reverse", false);
    int n = x.shape()[axis];
    int[] square = Shapes.checked(new long[] {n, n}, node.label());
    scope.builder().countComputed(node, square);
    double[] triangle = new double[n * n];
    for (int from = 0; from < n; from++) {
      for (int to = 0; to < n; to++) {
        int distance = reverse ? from - to : to - from;
        triangle[from * n + to] = distance > 0 || (distance == 0 && !exclusive) ? 1 : 0;
      }
    }
    int own = x.rank();
    List<AxisIndex> view =
        new ArrayList<>(
            Views.along(IntStream.range(0, own).map(d -> d == axis ? own : d).toArray()));
    return f.contract(
        x.type(),
        x.shape(),
        new int[] {n},
        f.view(x, view),
        f.view(new Constant(x.type(), square, triangle), Views.along(own, axis)));
  }
}

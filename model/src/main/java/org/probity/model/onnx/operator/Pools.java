package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** Pools: extrema and sums over the cells of a window. */
final class Pools {
  private Pools() {}

  static List<Entry> entries() {
    return List.of(
        Entry.formula("MaxPool", "extremum over the window's cells", Pools::max),
        Entry.formula(
            "AveragePool", "contraction over the window's cells, times 1/count", Pools::average),
        Entry.formula(
            "LpPool", "contraction of powers over the window's cells, root", Pools::power),
        Entry.formula(
            "GlobalMaxPool",
            "extremum over all positions",
            (node, scope, f) -> {
              Value x = input(node, scope);
              return f.extremum(x, spatialAxes(x), true, false);
            }),
        Entry.formula(
            "GlobalAveragePool",
            "contraction over all positions, times 1/count",
            (node, scope, f) -> {
              Value x = input(node, scope);
              return f.mean(x, spatialAxes(x), true);
            }),
        Entry.formula(
            "GlobalLpPool", "contraction of powers over all positions, root", Pools::globalPower));
  }

  /** Batch, channels, at least one spatial axis. */
  private static Value input(OnnxNode node, Scope scope) throws ModelException {
    Value x = scope.operand(node, 0);
    if (x.rank() < 3 || x.size() == 0) {
      throw node.error(
          "an input of shape "
              + Arrays.toString(x.shape())
              + " has no spatial axes, or is empty; reshape it to batch, channels, positions");
    }
    return x;
  }

  private static boolean[] spatialAxes(Value x) {
    boolean[] axes = new boolean[x.rank()];
    Arrays.fill(axes, 2, axes.length, true);
    return axes;
  }

  static List<Window> windows(OnnxNode node, Value x) throws ModelException {
    int[] spatial = Arrays.copyOfRange(x.shape(), 2, x.rank());
    return Windows.of(node, spatial, Windows.kernelShape(node, spatial.length));
  }

  static int[] shape(OnnxNode node, Value x, List<Window> windows) throws ModelException {
    long[] shape = Arrays.stream(x.shape()).asLongStream().toArray();
    for (int d = 0; d < windows.size(); d++) {
      shape[d + 2] = windows.get(d).positions();
    }
    return Shapes.checked(shape, node.label());
  }

  static int[] cells(List<Window> windows) {
    return windows.stream().mapToInt(Window::kernel).toArray();
  }

  private static Value max(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = input(node, scope);
    if (node.hasOutput(1)) {
      throw node.error("the output of indices is not supported; leave it out");
    }
    List<Window> windows = windows(node, x);
    List<AxisIndex> axes = new ArrayList<>(Views.identity(2));
    for (int d = 0; d < windows.size(); d++) {
      Window window = windows.get(d);
      Views.requireCells(node, (long) window.positions() * window.kernel());
      if (!window.reachesEverywhere()) {
        throw node.error("a window lies in the padding altogether; use smaller pads");
      }
      axes.add(window.repeatedOutside(d + 2, x.rank() + d));
    }
    return f.extremum(
        x.type(), shape(node, x, windows), cells(windows), List.of(f.view(x, axes)), false);
  }

  /** The input as read by a sum over windows. */
  static View windowed(Formula f, Value x, List<Window> windows) throws ModelException {
    List<AxisIndex> axes = new ArrayList<>(Views.identity(2));
    for (int d = 0; d < windows.size(); d++) {
      axes.add(windows.get(d).zeroOutside(d + 2, x.rank() + d));
    }
    return f.view(x, axes);
  }

  private static Value average(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = input(node, scope);
    List<Window> windows = windows(node, x);
    boolean padding = node.flag("count_include_pad", false);
    int[] shape = shape(node, x, windows);
    int[] positions = Arrays.copyOfRange(shape, 2, shape.length);
    scope.builder().countComputed(node, positions);
    double[] factors = new double[Shapes.size(positions)];
    int[] position = new int[positions.length];
    for (int i = 0; i < factors.length; i++) {
      int count = 1;
      for (int d = 0; d < position.length; d++) {
        count *= windows.get(d).cells(position[d], padding);
      }
      if (count == 0) {
        throw node.error("a window lies in the padding altogether; use smaller pads");
      }
      factors[i] = 1.0 / count;
      Axes.advance(position, positions);
    }
    View view = windowed(f, x, windows);
    if (Arrays.stream(factors).allMatch(v -> v == factors[0])) {
      Value sum = f.contract(x.type(), shape, cells(windows), view, Optional.empty());
      return f.affine(sum, factors[0], 0);
    }
    Constant weights = new Constant(x.type(), positions, factors);
    return f.contract(x.type(), shape, cells(windows), view, f.broadcastView(weights, shape));
  }

  private static Value power(OnnxNode node, Scope scope, Formula f) throws ModelException {
    long p = exponent(node);
    Value x = p == 2 ? input(node, scope) : powers(f, input(node, scope), p);
    List<Window> windows = windows(node, x);
    View view = windowed(f, x, windows);
    Optional<View> right = p == 2 ? Optional.of(view) : Optional.empty();
    return root(f, f.contract(x.type(), shape(node, x, windows), cells(windows), view, right), p);
  }

  private static Value globalPower(OnnxNode node, Scope scope, Formula f) throws ModelException {
    long p = exponent(node);
    Value x = input(node, scope);
    boolean[] axes = spatialAxes(x);
    return root(
        f,
        p == 2 ? Reductions.sumOfSquares(f, x, axes, true) : f.sum(powers(f, x, p), axes, true),
        p);
  }

  private static long exponent(OnnxNode node) throws ModelException {
    long p = node.integer("p", 2);
    if (p < 1 || p > 16) {
      throw node.error("p " + p + " is not supported; use 1 to 16");
    }
    return p;
  }

  private static Value powers(Formula f, Value x, long p) throws ModelException {
    RealFunction absolute = RealFunction.unary(UnaryOperator.ABS);
    return f.apply(x, p == 1 ? absolute : Real.pow(absolute, Real.of((double) p)));
  }

  private static Value root(Formula f, Value sum, long p) throws ModelException {
    return switch ((int) p) {
      case 1 -> sum;
      case 2 -> f.apply(sum, UnaryOperator.SQRT);
      default -> f.apply(sum, Real.pow(RealFunction.X, Real.of(1.0 / p)));
    };
  }
}

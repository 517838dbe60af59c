package org.probity.graph.lint;

import java.util.HashSet;
import java.util.Set;
import org.probity.graph.Format;
import org.probity.graph.Interpolate;
import org.probity.graph.PiecewisePolynomial;
import org.probity.graph.RealFunction;
import org.probity.graph.Requantize;
import org.probity.graph.Rescale;
import org.probity.graph.Softmax;
import org.probity.graph.Tabulate;
import org.probity.graph.Tensor;
import org.probity.graph.bound.Interval;

/** Rules of functions of each entry, and of {@link Softmax}. */
final class FunctionLint {
  /** Limit on the entries of the table of one node, and of all nodes together. */
  private static final int MAX_TABLE = 1 << 18;

  private static final long MAX_TOTAL_TABLES = 1L << 22;

  /**
   * Functions are looked at at up to so many arguments, by whoever compiles a graph; and the limit
   * on the operators that are evaluated for that, all functions together.
   */
  private static final long MAX_ARGUMENTS = 1L << 17;

  private static final long MAX_EVALUATED = 1L << 33;

  /** Limit on the bits of what is rescaled. */
  private static final int MAX_RESCALED_BITS = 48;

  private final LintScope scope;
  private final Set<Scan> scans = new HashSet<>();
  private long evaluated;
  private long tabulated;
  private long polynomials;
  private final Set<PiecewisePolynomial> tables = new HashSet<>();
  private long work;

  /** A function that is looked at, once for all nodes that have it. */
  private record Scan(RealFunction function, int shift, Format from, Format to) {}

  FunctionLint(LintScope scope) {
    this.scope = scope;
  }

  TensorKind check(Requantize node, Tensor out) {
    scope.requireTensor(node, node.input());
    Tensor in = scope.tensor(node.input());
    require(in.shape().equals(out.shape()), "requantize " + node.output() + ": shapes do not fit");
    require(
        node.function() != null && node.function().isSmall(),
        "requantize " + node.output() + " has no function or one that is too long");
    requireConstants(node.function(), node.output());
    int fraction = in.format().fraction() - node.shift();
    require(fraction >= -62, "requantize " + node.output() + " has fraction " + fraction);
    // Rounding adds less than 2^40 to what is at most 2^62.
    if (scans.add(new Scan(node.function(), node.shift(), in.format(), out.format()))) {
      long steps = node.shifted(in.format().max()) - node.shifted(in.format().min());
      // Of the widest format a negative number: 2^63 wraps around.
      boolean few = steps >= 0 && steps < MAX_ARGUMENTS;
      evaluated += node.function().nodes() * (few ? steps + 1 : MAX_ARGUMENTS);
    }
    require(
        evaluated <= MAX_EVALUATED,
        "requantize " + node.output() + ": the functions take too long to evaluate");
    return TensorKind.STORED;
  }

  TensorKind check(Rescale node, Tensor out) {
    String name = node.output();
    scope.requireTensor(node, node.input());
    Tensor in = scope.tensor(node.input());
    require(in.shape().equals(out.shape()), "rescale " + name + ": shapes do not fit");
    require(
        in.format().fraction() == 0 && out.format().fraction() == 0,
        "rescale " + name + ": a fraction is not 0");
    // Thresholds are sought beyond the input's range by as much as it spans.
    require(
        Interval.of(in.format()).withinBits(MAX_RESCALED_BITS),
        "rescale " + name + ": the input has more than " + MAX_RESCALED_BITS + " bits");
    long count = 1;
    for (int i = 0; i < node.axes().size(); i++) {
      int axis = node.axes().get(i);
      require(
          axis >= 0 && axis < out.rank() && (i == 0 || axis == node.axes().get(i - 1) + 1),
          "rescale " + name + ": its axes are not consecutive axes of the output");
      count *= out.shape().get(axis);
    }
    require(
        node.multipliers().length == count,
        "rescale " + name + " does not have a multiplier for each index");
    for (float m : node.multipliers()) {
      require(
          m > 0 && Float.isFinite(m),
          "rescale " + name + ": a multiplier is not a positive number");
    }
    LintScope.requireNarrow(out);
    return TensorKind.STORED;
  }

  TensorKind check(Tabulate node, Tensor out) {
    String name = node.output();
    scope.requireTensor(node, node.input());
    Tensor in = scope.tensor(node.input());
    require(in.shape().equals(out.shape()), "tabulate " + name + ": shapes do not fit");
    require(
        in.format().fraction() == 0 && out.format().fraction() == 0,
        "tabulate " + name + ": a fraction is not 0");
    int size = node.table().length;
    tabulated += size;
    require(
        size >= 1 && size <= MAX_TABLE && tabulated <= MAX_TOTAL_TABLES,
        "tabulate " + name + ": the tables have too many entries");
    require(
        Math.abs(node.first()) <= 1L << 32
            && in.format().min() >= node.first()
            && in.format().max() <= node.last(),
        "tabulate " + name + ": the input can leave the table");
    for (int entry : node.table()) {
      require(
          out.format().contains(entry),
          "tabulate " + name + ": an entry is outside of the format of the output");
    }
    return TensorKind.STORED;
  }

  TensorKind check(Interpolate node, Tensor out) {
    String name = node.output();
    scope.requireTensor(node, node.input());
    Tensor in = scope.tensor(node.input());
    require(in.shape().equals(out.shape()), "interpolate " + name + ": shapes do not fit");
    require(
        node.function() != null && node.function().isSmall(),
        "interpolate " + name + " has no function or one that is too long");
    requireConstants(node.function(), name);
    // Before the table is made, whose results lie in this format.
    require(
        out.format().min() >= Integer.MIN_VALUE && out.format().max() <= Integer.MAX_VALUE,
        "interpolate " + name + " does not fit 32 bits");
    PiecewisePolynomial table = PiecewisePolynomial.of(node, in.format(), out.format());
    polynomials += table.rows();
    require(
        polynomials <= PiecewisePolynomial.MAX_TOTAL_ROWS,
        "interpolate " + name + ": the tables have too many rows");
    work += tables.add(table) ? table.work() : 0;
    require(
        work <= PiecewisePolynomial.MAX_WORK,
        "interpolate " + name + ": the tables take too long to make");
    return TensorKind.STORED;
  }

  private static void requireConstants(RealFunction function, String node) {
    switch (function) {
      case RealFunction.Argument _ -> {}
      case RealFunction.Constant(double value) ->
          require(!Double.isNaN(value), "node " + node + " has a constant that is NaN");
      case RealFunction.Unary(RealFunction.UnaryOperator _, RealFunction inner) ->
          requireConstants(inner, node);
      case RealFunction.Binary(
              RealFunction.BinaryOperator _,
              RealFunction left,
              RealFunction right) -> {
        requireConstants(left, node);
        requireConstants(right, node);
      }
    }
  }

  TensorKind check(Softmax node, Tensor out) {
    scope.requireNarrow(node, node.input());
    Tensor in = scope.tensor(node.input());
    require(in.shape().equals(out.shape()), "softmax " + node.output() + ": shapes do not fit");
    require(
        node.axis() >= 0 && node.axis() < out.rank(),
        "softmax " + node.output() + " has no axis " + node.axis());
    int fraction = out.format().fraction();
    require(
        fraction >= 1
            && fraction <= 16
            && out.format().equals(new Format(fraction, 0, 1L << fraction)),
        "softmax " + node.output() + ": the format is not [0, 1]");
    return TensorKind.STORED;
  }

  private static void require(boolean condition, String message) {
    LintScope.require(condition, message);
  }
}

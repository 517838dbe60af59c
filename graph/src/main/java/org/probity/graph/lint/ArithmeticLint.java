package org.probity.graph.lint;

import org.probity.graph.Contract;
import org.probity.graph.Divide;
import org.probity.graph.Format;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.bound.AccumulatorRange;
import org.probity.graph.bound.Interval;

/** Rules of {@link Contract}, {@link Sum} and {@link Divide}. */
final class ArithmeticLint {
  /** Quotients: limit on {@code max - min}. */
  private static final long MAX_QUOTIENT_SPAN = (1L << 31) - 1;

  private final LintScope scope;

  ArithmeticLint(LintScope scope) {
    this.scope = scope;
  }

  TensorKind check(Contract node, Tensor out) {
    String name = node.output();
    require(
        !scope.isParameter(node.left().source()),
        "contract " + name + " has a parameter on its left side");
    int fraction = scope.format(node.left().source()).fraction();
    if (node.right().isPresent()) {
      String right = node.right().get().source();
      if (scope.isParameter(right)) {
        LintScope.requireWidth(scope.parameter(right));
      }
      fraction += scope.format(right).fraction();
    }
    require(
        out.format().fraction() == fraction, "fraction of " + name + " is not that of its product");
    return TensorKind.CONTRACTION;
  }

  TensorKind check(Sum node) {
    require(!node.addends().isEmpty(), "sum " + node.output() + " has no addends");
    int contractions = 0;
    for (Sum.Addend addend : node.addends()) {
      require(addend.multiplier() != 0, "sum " + node.output() + " has a multiplier of zero");
      String source = addend.view().source();
      if (scope.isParameter(source)) {
        LintScope.requireWidth(scope.parameter(source));
      }
      contractions += scope.kind(source) == TensorKind.CONTRACTION ? 1 : 0;
    }
    // Keeps every accumulator of degree two in committed columns: no uncommitted depth.
    require(contractions <= 1, "sum " + node.output() + " has more than one contraction");
    return contractions == 1 ? TensorKind.CONTRACTION : TensorKind.SUM;
  }

  TensorKind check(Divide node, Tensor out) {
    String name = node.output();
    scope.requireTensor(node, node.dividend());
    scope.requireStored(node, node.divisor().source());
    Tensor dividend = scope.tensor(node.dividend());
    Tensor divisor = scope.tensor(node.divisor().source());
    require(dividend.shape().equals(out.shape()), "divide " + name + ": shapes do not fit");
    require(
        scope.kind(node.dividend()) != TensorKind.CONTRACTION,
        "divide " + name + ": the dividend has a contraction beneath");
    require(divisor.format().min() >= 1, "divide " + name + ": the divisor may be below 1");
    scope.requireInside(node, node.divisor(), out.shape());
    int fraction = dividend.format().fraction() - divisor.format().fraction() + node.shift();
    require(
        out.format().fraction() == fraction,
        "fraction of " + name + " is not that of its quotient");
    Interval scaled =
        Interval.of(dividend.format())
            .times(1L << (node.shift() + 1))
            .plus(Interval.of(divisor.format()));
    require(scaled.withinBits(AccumulatorRange.MAX_BITS), "divide " + name + " could overflow");
    require(
        scope.range(node, out.shape()).within(out.format()),
        "divide " + name + " can leave its declared range");
    Format f = out.format();
    require(
        f.max() - f.min() <= MAX_QUOTIENT_SPAN
            && f.min() >= Integer.MIN_VALUE
            && f.max() <= Integer.MAX_VALUE,
        "divide " + name + " spans more than 31 bits");
    return TensorKind.STORED;
  }

  private static void require(boolean condition, String message) {
    LintScope.require(condition, message);
  }
}

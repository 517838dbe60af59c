package org.probity.model.floatgraph;

import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.RealFunction.UnaryOperator;

/** Simplification of functions of one variable, exact but for the order of operations. */
final class Expressions {
  private Expressions() {}

  /** Constants evaluated; sums with zero and products with one dropped. */
  static RealFunction simplified(RealFunction f) {
    return switch (f) {
      case RealFunction.Argument _, RealFunction.Constant _ -> f;
      case RealFunction.Unary(UnaryOperator op, RealFunction inner) -> {
        RealFunction x = simplified(inner);
        yield x instanceof RealFunction.Constant
            ? new RealFunction.Constant(new RealFunction.Unary(op, x).at(0))
            : new RealFunction.Unary(op, x);
      }
      case RealFunction.Binary(BinaryOperator op, RealFunction left, RealFunction right) ->
          simplified(op, simplified(left), simplified(right));
    };
  }

  private static RealFunction simplified(BinaryOperator op, RealFunction a, RealFunction b) {
    RealFunction whole = new RealFunction.Binary(op, a, b);
    if (a instanceof RealFunction.Constant && b instanceof RealFunction.Constant) {
      return new RealFunction.Constant(whole.at(0));
    }
    return switch (op) {
      case ADD -> is(a, 0) ? b : is(b, 0) ? a : whole;
      case SUB -> is(b, 0) ? a : whole;
      case MUL -> is(a, 1) ? b : is(b, 1) ? a : whole;
      case DIV -> is(b, 1) ? a : whole;
      case POW, MOD, MAX, MIN, LESS, LESS_OR_EQUAL, EQUAL, SELECT_POSITIVE -> whole;
    };
  }

  private static boolean is(RealFunction f, double value) {
    return f instanceof RealFunction.Constant(double c) && c == value;
  }

  /** The product, with constants on the right. */
  static RealFunction times(RealFunction a, RealFunction b) {
    return a instanceof RealFunction.Constant
        ? new RealFunction.Binary(BinaryOperator.MUL, b, a)
        : new RealFunction.Binary(BinaryOperator.MUL, a, b);
  }

  /** Whether the function is x, -x or zero on each side of zero by its form: RELU, ABS, NEG. */
  static boolean isPiecewiseLinear(RealFunction f) {
    return switch (f) {
      case RealFunction.Argument _ -> true;
      case RealFunction.Unary(UnaryOperator op, RealFunction inner) ->
          (op == UnaryOperator.RELU || op == UnaryOperator.ABS || op == UnaryOperator.NEG)
              && isPiecewiseLinear(inner);
      case RealFunction.Constant _, RealFunction.Binary _ -> false;
    };
  }
}

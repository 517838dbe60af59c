package org.probity.inference.lowering.function;

import org.probity.graph.RealFunction;

/** Functions with {@code f(2^k x) = 2^k f(x)}: their integer tables depend on no scale. */
public final class Homogeneity {
  private Homogeneity() {}

  /** Whether the form of the expression shows it. Scaling by powers of two is exact in doubles. */
  public static boolean isHomogeneous(RealFunction f) {
    return switch (f) {
      case RealFunction.Argument _ -> true;
      case RealFunction.Constant(double c) -> c == 0;
      case RealFunction.Unary(RealFunction.UnaryOperator op, RealFunction inner) ->
          switch (op) {
            case NEG, ABS, RELU -> isHomogeneous(inner);
            default -> false;
          };
      case RealFunction.Binary(RealFunction.BinaryOperator op, RealFunction l, RealFunction r) ->
          switch (op) {
            case ADD, SUB, MAX, MIN -> isHomogeneous(l) && isHomogeneous(r);
            case MUL ->
                (isHomogeneous(l) && r instanceof RealFunction.Constant)
                    || (l instanceof RealFunction.Constant && isHomogeneous(r));
            case DIV -> isHomogeneous(l) && r instanceof RealFunction.Constant;
            default -> false;
          };
    };
  }
}

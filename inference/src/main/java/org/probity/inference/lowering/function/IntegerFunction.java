package org.probity.inference.lowering.function;

import org.probity.graph.Format;
import org.probity.graph.RealFunction;

/**
 * The integer function of a requantisation after its rounding shift, on the interval {@code [low,
 * high]} of arguments that can occur.
 *
 * @param fromFraction fraction bits of the argument
 * @param to format of the result
 */
public record IntegerFunction(
    RealFunction function, int fromFraction, Format to, long low, long high) {
  /** Up to so many arguments are tried one by one. */
  private static final long MAX_SCAN = 1L << 17;

  /** Integers up to this, and their halves, are exact in doubles. */
  private static final long MAX_EXACT = 1L << 52;

  /** The value for an argument, whether or not it lies in the interval. */
  public long apply(long x) {
    return function.apply(x, fromFraction, to);
  }

  /** Number of arguments. */
  public long arguments() {
    return high - low + 1;
  }

  /** For non-decreasing functions: number of values from the first to the last. */
  public long outputs() {
    return apply(high) - apply(low) + 1;
  }

  /**
   * For non-decreasing functions: the smallest argument whose value is at least {@code q}; {@code
   * high + 1} if there is none.
   */
  public long firstAtLeast(long q) {
    long below = low - 1;
    long reached = high + 1;
    while (reached - below > 1) {
      long middle = below + (reached - below) / 2;
      if (apply(middle) >= q) {
        reached = middle;
      } else {
        below = middle;
      }
    }
    return reached;
  }

  /**
   * Whether the function is {@code x + c} for one {@code c}. Where there are too many arguments to
   * try, only if its form shows it.
   */
  boolean isTranslation() {
    long shift = apply(low) - low;
    // The ends decide for most functions.
    if (apply(high) - high != shift) {
      return false;
    }
    if (arguments() > MAX_SCAN) {
      return shift == 0 && isIdentity();
    }
    for (long x = low; x < high; x++) {
      if (apply(x) - x != shift) {
        return false;
      }
    }
    return true;
  }

  /** Given that it is at both ends. Between them nothing is rounded. */
  private boolean isIdentity() {
    return fromFraction == to.fraction()
        && low >= -MAX_EXACT
        && high <= MAX_EXACT
        && isArgument(
            function,
            Math.scalb((double) low, -fromFraction),
            Math.scalb((double) high, -fromFraction));
  }

  /** Whether the form of an expression shows that it is its argument on an interval. */
  private static boolean isArgument(RealFunction f, double low, double high) {
    return switch (f) {
      case RealFunction.Argument _ -> true;
      case RealFunction.Constant _ -> false;
      case RealFunction.Unary(RealFunction.UnaryOperator op, RealFunction inner) ->
          op == RealFunction.UnaryOperator.RELU && low >= 0 && isArgument(inner, low, high);
      case RealFunction.Binary(
              RealFunction.BinaryOperator op,
              RealFunction inner,
              RealFunction.Constant(double bound)) ->
          (op == RealFunction.BinaryOperator.MAX ? bound <= low : isMinimum(op) && bound >= high)
              && isArgument(inner, low, high);
      case RealFunction.Binary(
              RealFunction.BinaryOperator op,
              RealFunction.Constant bound,
              RealFunction inner) ->
          isArgument(new RealFunction.Binary(op, inner, bound), low, high)
              && (isMinimum(op) || op == RealFunction.BinaryOperator.MAX);
      case RealFunction.Binary _ -> false;
    };
  }

  private static boolean isMinimum(RealFunction.BinaryOperator op) {
    return op == RealFunction.BinaryOperator.MIN;
  }

  /** The same function on another interval. */
  public IntegerFunction on(long from, long to) {
    return new IntegerFunction(function, fromFraction, this.to, from, to);
  }
}

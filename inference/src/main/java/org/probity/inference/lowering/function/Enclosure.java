package org.probity.inference.lowering.function;

import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.RealFunction.UnaryOperator;

/**
 * An interval that contains all values of a function on an interval of arguments, or nothing known.
 * The ends are computed by the operations that compute the function. Those are correctly rounded or
 * semi-monotonic, so that rounding moves no value out of the interval.
 *
 * @param kind whether there is an interval
 */
record Enclosure(Kind kind, double min, double max) {
  private enum Kind {
    INTERVAL,
    /** NaN for every argument. */
    NEVER_DEFINED,
    UNKNOWN
  }

  private static final Enclosure UNKNOWN = new Enclosure(Kind.UNKNOWN, 0, 0);
  private static final Enclosure NEVER_DEFINED = new Enclosure(Kind.NEVER_DEFINED, 0, 0);

  /** Whether it is certain that the function has this value on all of {@code [low, high]}. */
  static boolean isConstant(IntegerFunction f, long low, long high, long value) {
    double from = Math.scalb((double) low, -f.fromFraction());
    double to = Math.scalb((double) high, -f.fromFraction());
    Enclosure e = of(f.function(), new Enclosure(Kind.INTERVAL, from, to));
    return switch (e.kind) {
      case UNKNOWN -> false;
      // Where the function is not defined the result is that of a constant without value.
      case NEVER_DEFINED -> rounded(f, Double.NaN) == value;
      case INTERVAL -> rounded(f, e.min) == value && rounded(f, e.max) == value;
    };
  }

  private static long rounded(IntegerFunction f, double real) {
    return new RealFunction.Constant(real).apply(0, 0, f.to());
  }

  private static Enclosure of(RealFunction f, Enclosure x) {
    return switch (f) {
      case RealFunction.Argument _ -> x;
      case RealFunction.Constant(double c) -> interval(c, c);
      case RealFunction.Unary(UnaryOperator op, RealFunction inner) -> unary(op, of(inner, x));
      case RealFunction.Binary(BinaryOperator op, RealFunction l, RealFunction r) ->
          binary(op, of(l, x), of(r, x));
    };
  }

  private static Enclosure interval(double min, double max) {
    return Double.isNaN(min) || Double.isNaN(max)
        ? UNKNOWN
        : new Enclosure(Kind.INTERVAL, min, max);
  }

  private static Enclosure unary(UnaryOperator op, Enclosure x) {
    if (x.kind != Kind.INTERVAL) {
      return x;
    }
    return switch (op) {
      case SIGN, RELU, EXP, SIGMOID, TANH, SOFTPLUS, ATAN, SINH, ASINH, FLOOR, CEIL, ROUND ->
          interval(at(op, x.min), at(op, x.max));
      case ERF -> errorFunction(x);
      case NEG -> interval(-x.max, -x.min);
      case ABS, COSH -> even(op, x);
      case LOG, SQRT -> partial(op, x, 0, Double.POSITIVE_INFINITY);
      case ACOSH -> partial(op, x, 1, Double.POSITIVE_INFINITY);
      case ASIN, ATANH -> partial(op, x, -1, 1);
      case ACOS -> {
        Enclosure rising = partial(op, x, -1, 1);
        yield rising.kind == Kind.INTERVAL ? hull(rising.min, rising.max) : rising;
      }
      case RECIPROCAL -> x.min > 0 || x.max < 0 ? interval(1 / x.max, 1 / x.min) : UNKNOWN;
      case SIN, COS ->
          Double.isInfinite(x.min) || Double.isInfinite(x.max) ? UNKNOWN : interval(-1, 1);
      case TAN -> UNKNOWN;
    };
  }

  /**
   * The error function is approximated piece by piece: it rises but for errors far below this one,
   * and is 1 to the last place from 6 on.
   */
  private static Enclosure errorFunction(Enclosure x) {
    double error = 1e-9;
    double low = at(UnaryOperator.ERF, x.min);
    double high = at(UnaryOperator.ERF, x.max);
    return x.min >= 6 || x.max <= -6
        ? interval(low, high)
        : new Enclosure(
            Kind.INTERVAL,
            /* min= */ Math.max(-1, low - error),
            /* max= */ Math.min(1, high + error));
  }

  /** A function of the absolute value that rises with it. */
  private static Enclosure even(UnaryOperator op, Enclosure x) {
    double nearest = x.min > 0 ? x.min : x.max < 0 ? x.max : 0;
    return interval(at(op, nearest), Math.max(at(op, x.min), at(op, x.max)));
  }

  /** A monotonic function that is NaN outside {@code [low, high]}. */
  private static Enclosure partial(UnaryOperator op, Enclosure x, double low, double high) {
    if (x.max < low || x.min > high) {
      return NEVER_DEFINED;
    }
    return x.min >= low && x.max <= high ? interval(at(op, x.min), at(op, x.max)) : UNKNOWN;
  }

  private static double at(UnaryOperator op, double x) {
    return RealFunction.unary(op).at(x);
  }

  private static Enclosure binary(BinaryOperator op, Enclosure a, Enclosure b) {
    if (a.kind == Kind.UNKNOWN || b.kind == Kind.UNKNOWN) {
      return UNKNOWN;
    }
    if (a.kind == Kind.NEVER_DEFINED || b.kind == Kind.NEVER_DEFINED) {
      return switch (op) {
        case ADD, SUB, MUL, DIV, MAX, MIN -> NEVER_DEFINED;
        case POW, MOD, LESS, LESS_OR_EQUAL, EQUAL, SELECT_POSITIVE -> UNKNOWN;
      };
    }
    return switch (op) {
      case ADD -> interval(a.min + b.min, a.max + b.max);
      case SUB -> interval(a.min - b.max, a.max - b.min);
      case MUL -> hull(a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max);
      case DIV ->
          b.min > 0 || b.max < 0
              ? hull(a.min / b.min, a.min / b.max, a.max / b.min, a.max / b.max)
              : UNKNOWN;
      case POW -> a.min > 0 && b.min == b.max ? power(a, b.min) : UNKNOWN;
      case MOD -> UNKNOWN;
      case MAX -> interval(Math.max(a.min, b.min), Math.max(a.max, b.max));
      case MIN -> interval(Math.min(a.min, b.min), Math.min(a.max, b.max));
      case LESS -> truth(a.max < b.min, a.min >= b.max);
      case LESS_OR_EQUAL -> truth(a.max <= b.min, a.min > b.max);
      case EQUAL -> truth(a.min == b.max && a.max == b.min, a.max < b.min || a.min > b.max);
      case SELECT_POSITIVE -> {
        if (a.min > 0) {
          yield b;
        }
        yield a.max <= 0 ? interval(0, 0) : interval(Math.min(0, b.min), Math.max(0, b.max));
      }
    };
  }

  private static Enclosure hull(double a, double b) {
    return interval(Math.min(a, b), Math.max(a, b));
  }

  private static Enclosure hull(double a, double b, double c, double d) {
    return interval(
        Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
  }

  private static Enclosure power(Enclosure a, double exponent) {
    return hull(StrictMath.pow(a.min, exponent), StrictMath.pow(a.max, exponent));
  }

  private static Enclosure truth(boolean always, boolean never) {
    return interval(always ? 1 : 0, never ? 0 : 1);
  }
}

package org.probity.graph;

/**
 * What the form of a {@link RealFunction} shows of its values over all finite arguments: bounds,
 * whether it can be NaN, and whether it only rises or only falls <em>as computed</em>, rounding
 * included. Correctly rounded operations and the functions of {@link StrictMath} used here are
 * monotone where the real functions are, and so are their compositions; sums of a rising and a
 * falling part, or approximations made of several pieces, are not.
 *
 * @param min a bound from below, possibly infinite, where the value is no NaN
 * @param max a bound from above
 * @param nan whether the value can be NaN
 * @param rises whether the value never decreases
 * @param falls whether the value never increases; constants rise and fall
 */
record Trend(double min, double max, boolean nan, boolean rises, boolean falls) {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  static Trend of(RealFunction function) {
    return switch (function) {
      case RealFunction.Argument _ ->
          new Trend(-Double.MAX_VALUE, Double.MAX_VALUE, false, true, false);
      case RealFunction.Constant(double c) -> new Trend(c, c, Double.isNaN(c), true, true);
      case RealFunction.Unary(RealFunction.UnaryOperator op, RealFunction inner) ->
          of(op, of(inner));
      case RealFunction.Binary(
              RealFunction.BinaryOperator op,
              RealFunction left,
              RealFunction right) ->
          of(op, of(left), of(right));
    };
  }

  private static Trend of(RealFunction.UnaryOperator op, Trend x) {
    return switch (op) {
      case RELU, EXP, SIGMOID, TANH, SOFTPLUS, ATAN, SINH, ASINH, FLOOR, CEIL, ROUND, SIGN ->
          x.through(op, true);
      case NEG -> x.through(op, false);
      // Monotone on their domains, NaN elsewhere.
      case LOG, SQRT -> x.min >= 0 ? x.through(op, true) : anything();
      case ACOSH -> x.min >= 1 ? x.through(op, true) : anything();
      case ASIN, ATANH -> x.min >= -1 && x.max <= 1 ? x.through(op, true) : anything();
      case ACOS -> x.min >= -1 && x.max <= 1 ? x.through(op, false) : anything();
      // Not zero, whose sign would matter.
      case RECIPROCAL ->
          x.min > 0 || x.max < 0
              ? x.through(op, false)
              : new Trend(-INFINITY, INFINITY, x.nan, false, false);
      case ABS, COSH ->
          x.min >= 0
              ? x.through(op, true)
              : x.max <= 0
                  ? x.through(op, false)
                  : new Trend(
                      op == RealFunction.UnaryOperator.ABS ? 0 : 1, INFINITY, x.nan, false, false);
      case ERF -> new Trend(-1, 1, x.nan, false, false);
      case SIN, COS -> new Trend(-1, 1, x.nan || x.infinite(), false, false);
      case TAN -> new Trend(-INFINITY, INFINITY, x.nan || x.infinite(), false, false);
    };
  }

  private static Trend of(RealFunction.BinaryOperator op, Trend a, Trend b) {
    boolean nan = a.nan || b.nan;
    return switch (op) {
      case ADD -> a.plus(b);
      case SUB -> a.plus(b.through(RealFunction.UnaryOperator.NEG, false));
      case MUL -> a.times(b);
      case DIV -> a.over(b);
      case POW -> a.power(b);
      case MAX ->
          new Trend(
              Math.max(a.min, b.min),
              Math.max(a.max, b.max),
              nan,
              a.rises && b.rises,
              a.falls && b.falls);
      case MIN ->
          new Trend(
              Math.min(a.min, b.min),
              Math.min(a.max, b.max),
              nan,
              a.rises && b.rises,
              a.falls && b.falls);
      // A comparison with NaN is 0 anywhere.
      case LESS, LESS_OR_EQUAL ->
          new Trend(0, 1, false, !nan && a.falls && b.rises, !nan && a.rises && b.falls);
      case EQUAL -> new Trend(0, 1, false, false, false);
      case MOD -> anything();
      case SELECT_POSITIVE ->
          new Trend(
              Math.min(b.min, 0),
              Math.max(b.max, 0),
              b.nan,
              !a.nan && a.rises && b.rises && b.min >= 0,
              !a.nan && a.falls && b.falls && b.min >= 0);
    };
  }

  private static Trend anything() {
    return new Trend(-INFINITY, INFINITY, true, false, false);
  }

  private boolean infinite() {
    return min == -INFINITY || max == INFINITY;
  }

  private boolean constant() {
    return min == max && !nan;
  }

  /** A function that is monotone between the bounds. */
  private Trend through(RealFunction.UnaryOperator op, boolean rising) {
    double atMin = op.at(min);
    double atMax = op.at(max);
    return new Trend(
        rising ? atMin : atMax,
        rising ? atMax : atMin,
        nan || Double.isNaN(atMin) || Double.isNaN(atMax),
        rising ? rises : falls,
        rising ? falls : rises);
  }

  private Trend plus(Trend b) {
    boolean opposite =
        (min == -INFINITY && b.max == INFINITY) || (max == INFINITY && b.min == -INFINITY);
    return opposite || nan || b.nan
        ? anything()
        : new Trend(min + b.min, max + b.max, false, rises && b.rises, falls && b.falls);
  }

  private Trend times(Trend b) {
    if (nan || b.nan || infinite() || b.infinite()) {
      // Zero times infinity is NaN; not worth telling apart, but for factors that are not zero.
      boolean safe = !nan && !b.nan && (constant() ? nonZero() : b.constant() && b.nonZero());
      if (!safe) {
        return anything();
      }
    }
    double p = min * b.min;
    double q = min * b.max;
    double r = max * b.min;
    double s = max * b.max;
    boolean rising = false;
    boolean falling = false;
    if (b.constant()) {
      rising = b.min >= 0 ? rises : falls;
      falling = b.min >= 0 ? falls : rises;
    } else if (constant()) {
      rising = min >= 0 ? b.rises : b.falls;
      falling = min >= 0 ? b.falls : b.rises;
    } else if (min >= 0 && b.min >= 0) {
      rising = rises && b.rises;
      falling = falls && b.falls;
    }
    return new Trend(
        Math.min(Math.min(p, q), Math.min(r, s)),
        Math.max(Math.max(p, q), Math.max(r, s)),
        false,
        rising,
        falling);
  }

  private boolean nonZero() {
    return (min > 0 || max < 0) && !infinite();
  }

  private Trend over(Trend b) {
    boolean signed = b.min > 0 || b.max < 0;
    if (nan || b.nan || !signed || (infinite() && b.infinite())) {
      return anything();
    }
    double p = min / b.min;
    double q = min / b.max;
    double r = max / b.min;
    double s = max / b.max;
    boolean rising = false;
    boolean falling = false;
    if (b.constant()) {
      rising = b.min > 0 ? rises : falls;
      falling = b.min > 0 ? falls : rises;
    } else if (min >= 0 && b.min > 0) {
      rising = rises && b.falls;
      falling = falls && b.rises;
    }
    return new Trend(
        Math.min(Math.min(p, q), Math.min(r, s)),
        Math.max(Math.max(p, q), Math.max(r, s)),
        false,
        rising,
        falling);
  }

  /** Constant exponents other than zero and infinity. */
  private Trend power(Trend b) {
    if (nan || b.nan || !b.constant() || !b.nonZero()) {
      return anything();
    }
    boolean odd = b.min > 0 && Math.abs(Math.IEEEremainder(b.min, 2)) == 1;
    boolean defined = b.min > 0 ? min >= 0 || odd : min > 0;
    if (!defined) {
      return anything();
    }
    double atMin = StrictMath.pow(min, b.min);
    double atMax = StrictMath.pow(max, b.min);
    return b.min > 0
        ? new Trend(atMin, atMax, false, rises, falls)
        : new Trend(atMax, atMin, false, falls, rises);
  }
}

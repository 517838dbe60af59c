package org.probity.graph;

/**
 * A public function of one real number, as an expression: what chains of element-wise operators on
 * one tensor amount to, and one table in a proof however long they are. Evaluated in double
 * precision by {@link StrictMath} and correctly rounded operations, so every machine builds the
 * same table.
 */
public sealed interface RealFunction {
  /** Limits on expressions in a graph. */
  int MAX_NODES = 256;

  int MAX_DEPTH = 64;

  /** The argument itself; {@link Argument} is made nowhere else. */
  // So there is no second way into the initialisation of these two classes.
  @SuppressWarnings("ClassInitializationDeadlock")
  RealFunction X = new Argument();

  /** The value at {@code x}; NaN or infinite outside of the function's domain. */
  double at(double x);

  /** The argument. */
  record Argument() implements RealFunction {
    @Override
    public double at(double x) {
      return x;
    }
  }

  /** A constant. */
  record Constant(double value) implements RealFunction {
    @Override
    public double at(double x) {
      return value;
    }
  }

  /** {@code operator(inner(x))}. */
  record Unary(UnaryOperator operator, RealFunction inner) implements RealFunction {
    @Override
    public double at(double x) {
      return operator.at(inner.at(x));
    }
  }

  /** {@code operator(left(x), right(x))}. */
  record Binary(BinaryOperator operator, RealFunction left, RealFunction right)
      implements RealFunction {
    @Override
    public double at(double x) {
      return operator.at(left.at(x), right.at(x));
    }
  }

  /** {@code outer(this(x))}. */
  default RealFunction then(RealFunction outer) {
    return switch (outer) {
      case Argument _ -> this;
      case Constant c -> c;
      case Unary(UnaryOperator op, RealFunction inner) -> new Unary(op, then(inner));
      case Binary(BinaryOperator op, RealFunction l, RealFunction r) ->
          new Binary(op, then(l), then(r));
    };
  }

  /** {@code operator(x)}. */
  static RealFunction unary(UnaryOperator operator) {
    return new Unary(operator, X);
  }

  /**
   * The integer function {@code clamp(round(f(x * 2^-from) * 2^to))}: half up, {@code to} and the
   * clamp being the output's format; where f is NaN the result is the entry nearest to zero.
   *
   * @param x argument with {@code fromFraction} fraction bits
   * @param to format of the result
   */
  default long apply(long x, int fromFraction, Format to) {
    double scaled = Math.scalb(at(Math.scalb((double) x, -fromFraction)), to.fraction());
    double rounded = Double.isNaN(scaled) ? 0 : Math.floor(scaled + 0.5);
    return (long) Math.max((double) to.min(), Math.min((double) to.max(), rounded));
  }

  /**
   * Whether the form of the expression shows that {@link #apply} never decreases, rounding
   * included; false may mean unknown.
   */
  default boolean nonDecreasing() {
    Trend trend = Trend.of(this);
    // NaN becomes zero, wherever it comes.
    return trend.rises() && !trend.nan();
  }

  /** Number of operators, constants and arguments in the expression. */
  default int nodes() {
    return switch (this) {
      case Argument _, Constant _ -> 1;
      case Unary(UnaryOperator _, RealFunction inner) -> 1 + inner.nodes();
      case Binary(BinaryOperator _, RealFunction l, RealFunction r) -> 1 + l.nodes() + r.nodes();
    };
  }

  /** Length of the longest chain of operators, the operand at its end included. */
  default int depth() {
    return switch (this) {
      case Argument _, Constant _ -> 1;
      case Unary(UnaryOperator _, RealFunction inner) -> 1 + inner.depth();
      case Binary(BinaryOperator _, RealFunction l, RealFunction r) ->
          1 + Math.max(l.depth(), r.depth());
    };
  }

  /**
   * Whether the expression is within {@link #MAX_NODES} and {@link #MAX_DEPTH}. Composition repeats
   * what the outer function uses more than once; whoever composes checks this.
   */
  default boolean isSmall() {
    return nodes() <= MAX_NODES && depth() <= MAX_DEPTH;
  }

  /** Operators with two operands. */
  enum BinaryOperator {
    ADD,
    SUB,
    MUL,
    DIV,
    POW,
    /** Floor modulus: the sign is that of the divisor. */
    MOD,
    MAX,
    MIN,
    /** 1 if the left operand is smaller, else 0. */
    LESS,
    LESS_OR_EQUAL,
    EQUAL,
    /** The right operand if the left one is positive, else 0. */
    SELECT_POSITIVE;

    /** The result for two operands. */
    public double at(double a, double b) {
      return switch (this) {
        case ADD -> a + b;
        case SUB -> a - b;
        case MUL -> a * b;
        case DIV -> a / b;
        case POW -> StrictMath.pow(a, b);
        case MOD -> a - StrictMath.floor(a / b) * b;
        case MAX -> Math.max(a, b);
        case MIN -> Math.min(a, b);
        case LESS -> a < b ? 1 : 0;
        case LESS_OR_EQUAL -> a <= b ? 1 : 0;
        case EQUAL -> a == b ? 1 : 0;
        case SELECT_POSITIVE -> a > 0 ? b : 0;
      };
    }
  }

  /** Operators with one operand. */
  enum UnaryOperator {
    NEG,
    ABS,
    SIGN,
    RELU,
    EXP,
    LOG,
    SQRT,
    RECIPROCAL,
    SIGMOID,
    TANH,
    ERF,
    SOFTPLUS,
    SIN,
    COS,
    TAN,
    ASIN,
    ACOS,
    ATAN,
    SINH,
    COSH,
    ASINH,
    ACOSH,
    ATANH,
    FLOOR,
    CEIL,
    /** Half to even. */
    ROUND;

    /** The result for an operand. */
    public double at(double x) {
      return switch (this) {
        case NEG -> -x;
        case ABS -> Math.abs(x);
        case SIGN -> Math.signum(x);
        case RELU -> Math.max(x, 0.0);
        case EXP -> StrictMath.exp(x);
        case LOG -> StrictMath.log(x);
        case SQRT -> StrictMath.sqrt(x);
        case RECIPROCAL -> 1 / x;
        case SIGMOID -> 1.0 / (1.0 + StrictMath.exp(-x));
        case TANH -> StrictMath.tanh(x);
        case ERF -> ErrorFunction.erf(x);
        // Above 34 the difference to x is less than half a unit in the last place. Not as x +
        // log1p(exp(-x)), whose rounding errors would make it fall here and there.
        case SOFTPLUS -> x > 34 ? x : StrictMath.log1p(StrictMath.exp(x));
        case SIN -> StrictMath.sin(x);
        case COS -> StrictMath.cos(x);
        case TAN -> StrictMath.tan(x);
        case ASIN -> StrictMath.asin(x);
        case ACOS -> StrictMath.acos(x);
        case ATAN -> StrictMath.atan(x);
        case SINH -> StrictMath.sinh(x);
        case COSH -> StrictMath.cosh(x);
        case ASINH -> Math.copySign(StrictMath.log(Math.abs(x) + StrictMath.sqrt(x * x + 1)), x);
        case ACOSH -> StrictMath.log(x + StrictMath.sqrt(x * x - 1));
        case ATANH -> 0.5 * StrictMath.log((1 + x) / (1 - x));
        case FLOOR -> StrictMath.floor(x);
        case CEIL -> StrictMath.ceil(x);
        case ROUND -> StrictMath.rint(x);
      };
    }
  }
}

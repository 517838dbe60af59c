package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.probity.graph.OrderedCode;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.model.trees.Condition;

/**
 * A {@link Scalar} in pieces: ranges of ordered codes of its entry on each of which it is constant,
 * never decreases or never increases, <em>as computed</em>. Correctly rounded operations are
 * monotone where the real ones are, and so are the functions of {@link StrictMath} used here. With
 * that, a condition on the value is moved to the entry by bisection, exactly.
 *
 * @param scalar what is in pieces
 * @param starts first codes of the pieces, ascending; the first one is that of minus infinity
 * @param trends by piece
 */
record Pieces(Scalar scalar, long[] starts, Trend[] trends) {
  /** More pieces than any preprocessing of one entry has. */
  private static final int MAX_PIECES = 1 << 17;

  private static final long INFINITY = OrderedCode.FLOAT64_INFINITY;

  /** How the value goes within a piece. */
  enum Trend {
    CONSTANT,
    RISING,
    FALLING;

    Trend reversed() {
      return switch (this) {
        case CONSTANT -> CONSTANT;
        case RISING -> FALLING;
        case FALLING -> RISING;
      };
    }
  }

  /** The pieces of a scalar; empty if its form does not show them. */
  static Optional<Pieces> of(Scalar scalar) {
    return Optional.ofNullable(pieces(scalar));
  }

  private double at(long code) {
    return scalar.at(OrderedCode.toDouble(code));
  }

  private long end(int piece) {
    return piece + 1 < starts.length ? starts[piece + 1] - 1 : OrderedCode.FLOAT64_NAN;
  }

  /** The values where the pieces start. */
  double[] startValues() {
    return Arrays.stream(starts).mapToDouble(this::at).toArray();
  }

  /**
   * The condition on the entry that states one on the value.
   *
   * @param startValues those of {@link #startValues}
   */
  Condition preimage(Condition condition, double[] startValues) {
    List<Long> edges = new ArrayList<>();
    boolean first = condition.holds(startValues[0]);
    boolean member = first;
    for (int p = 0; p < starts.length; p++) {
      boolean now = condition.holds(startValues[p]);
      if (now != member) {
        edges.add(starts[p]);
        member = now;
      }
      if (trends[p] == Trend.CONSTANT) {
        continue;
      }
      long[] values = condition.edges();
      boolean rising = trends[p] == Trend.RISING;
      for (int k = 0; k < values.length; k++) {
        long edge = values[rising ? k : values.length - 1 - k];
        long code =
            firstWhere(p, v -> rising ? OrderedCode.of(v) >= edge : OrderedCode.of(v) < edge);
        if (code > starts[p] && code <= end(p)) {
          // Two edges that no value lies between cancel.
          if (!edges.isEmpty() && edges.getLast() == code) {
            edges.removeLast();
          } else {
            edges.add(code);
          }
          member = !member;
        }
      }
    }
    return Condition.of(first, edges.stream().mapToLong(Long::longValue).toArray());
  }

  /** The first code of a piece with a property that stays, or the code behind the piece. */
  private long firstWhere(int piece, DoublePredicate property) {
    long low = starts[piece] - 1;
    long high = end(piece) + 1;
    while (high - 1 > low) {
      long middle = (low & high) + ((low ^ high) >> 1);
      if (property.test(at(middle))) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  // ---- construction

  private static Pieces pieces(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Entry _ ->
          new Pieces(
              scalar,
              new long[] {-INFINITY, -INFINITY + 1, INFINITY, OrderedCode.FLOAT64_NAN},
              new Trend[] {Trend.CONSTANT, Trend.RISING, Trend.CONSTANT, Trend.CONSTANT});
      case Scalar.Fixed _ ->
          new Pieces(scalar, new long[] {-INFINITY}, new Trend[] {Trend.CONSTANT});
      case Scalar.Rounded r -> as(scalar, pieces(r.inner()));
      case Scalar.Function f -> as(scalar, function(f.function(), f.inner()));
      case Scalar.Binary b -> binary(b);
      case Scalar.Mapped m -> mapped(m);
      case Scalar.Choice c -> choice(c);
    };
  }

  /** The pieces of a scalar that has those of another. */
  private static Pieces as(Scalar scalar, Pieces pieces) {
    return pieces == null ? null : new Pieces(scalar, pieces.starts, pieces.trends);
  }

  private static Pieces function(RealFunction function, Scalar inner) {
    return switch (function) {
      case RealFunction.Argument _ -> pieces(inner);
      case RealFunction.Constant(double value) -> pieces(new Scalar.Fixed(value));
      case RealFunction.Unary u ->
          unary(u.operator(), function(u.inner(), inner), new Scalar.Function(function, inner));
      case RealFunction.Binary b ->
          binary(
              new Scalar.Function(function, inner),
              b.operator(),
              function(b.left(), inner),
              function(b.right(), inner));
    };
  }

  private static Pieces unary(UnaryOperator operator, Pieces inner, Scalar scalar) {
    if (inner == null) {
      return null;
    }
    return switch (operator) {
      case RELU, EXP, SIGMOID, TANH, SOFTPLUS, ATAN, SINH, ASINH, FLOOR, CEIL, ROUND, SIGN ->
          as(scalar, inner);
      case NEG -> new Pieces(scalar, inner.starts, reversed(inner.trends));
      case ABS, COSH -> inner.split(v -> v >= 0).changed(scalar, v -> v < 0, v -> false);
      case RECIPROCAL ->
          inner.split(v -> v >= 0).split(v -> v > 0).changed(scalar, v -> v != 0, v -> v == 0);
      case LOG, SQRT -> inner.split(v -> v >= 0).changed(scalar, v -> false, v -> v < 0);
      case ACOSH -> inner.split(v -> v >= 1).changed(scalar, v -> false, v -> v < 1);
      case ASIN, ATANH ->
          inner
              .split(v -> v >= -1)
              .split(v -> v > 1)
              .changed(scalar, v -> false, v -> Math.abs(v) > 1);
      case ACOS ->
          inner
              .split(v -> v >= -1)
              .split(v -> v > 1)
              .changed(scalar, v -> Math.abs(v) <= 1, v -> Math.abs(v) > 1);
      case ERF, SIN, COS, TAN ->
          Arrays.stream(inner.trends).allMatch(t -> t == Trend.CONSTANT) ? as(scalar, inner) : null;
    };
  }

  private static Trend[] reversed(Trend[] trends) {
    return Arrays.stream(trends).map(Trend::reversed).toArray(Trend[]::new);
  }

  /** Splits monotone pieces where a property that holds at one end of each begins or ends. */
  private Pieces split(DoublePredicate property) {
    List<Long> codes = new ArrayList<>();
    List<Trend> kinds = new ArrayList<>();
    for (int p = 0; p < starts.length; p++) {
      codes.add(starts[p]);
      kinds.add(trends[p]);
      if (trends[p] != Trend.CONSTANT) {
        boolean before = property.test(at(starts[p]));
        long code = firstWhere(p, v -> property.test(v) != before);
        if (code <= end(p)) {
          codes.add(code);
          kinds.add(trends[p]);
        }
      }
    }
    return of(scalar, codes, kinds);
  }

  private static Pieces of(Scalar scalar, List<Long> codes, List<Trend> kinds) {
    return new Pieces(
        scalar, codes.stream().mapToLong(Long::longValue).toArray(), kinds.toArray(Trend[]::new));
  }

  /** A function of this one, which reverses the trend of some pieces and is constant on others. */
  private Pieces changed(Scalar outer, DoublePredicate reverses, DoublePredicate flattens) {
    Trend[] changed = trends.clone();
    for (int p = 0; p < starts.length; p++) {
      double value = at(starts[p]);
      if (flattens.test(value)) {
        changed[p] = Trend.CONSTANT;
      } else if (reverses.test(value)) {
        changed[p] = trends[p].reversed();
      }
    }
    return new Pieces(outer, starts, changed);
  }

  private static Pieces binary(Scalar.Binary b) {
    Pieces left = pieces(b.left());
    if (b.operator() == BinaryOperator.MUL && b.left().equals(b.right()) && left != null) {
      return left.split(v -> v >= 0).changed(b, v -> v < 0, v -> false);
    }
    return binary(b, b.operator(), left, pieces(b.right()));
  }

  private static Pieces binary(Scalar scalar, BinaryOperator operator, Pieces left, Pieces right) {
    if (left == null || right == null) {
      return null;
    }
    Pieces a = left;
    Pieces b = right;
    // Where the sign of an operand, or its order to a constant, matters.
    switch (operator) {
      case DIV -> b = b.split(v -> v >= 0).split(v -> v > 0);
      case SELECT_POSITIVE -> a = a.split(v -> v > 0);
      case POW -> a = a.split(v -> v >= 0);
      case LESS, LESS_OR_EQUAL, EQUAL -> {
        if (b.scalar instanceof Scalar.Fixed(double value) && !Double.isNaN(value)) {
          a = a.split(v -> v >= value).split(v -> v > value);
        } else if (a.scalar instanceof Scalar.Fixed(double value) && !Double.isNaN(value)) {
          b = b.split(v -> v >= value).split(v -> v > value);
        }
      }
      default -> {}
    }
    // x == x is a question for NaN.
    boolean same = a.scalar.equals(b.scalar) && isComparison(operator);
    List<Long> codes = new ArrayList<>();
    List<Trend> kinds = new ArrayList<>();
    int i = 0;
    int j = 0;
    long code = -INFINITY;
    while (true) {
      Trend trend =
          same
              ? Trend.CONSTANT
              : trend(
                  operator, a.trends[i], b.trends[j], a.at(code), b.at(code), a.scalar, b.scalar);
      if (trend == null || codes.size() == MAX_PIECES) {
        return null;
      }
      codes.add(code);
      kinds.add(trend);
      long nextA = i + 1 < a.starts.length ? a.starts[i + 1] : Long.MAX_VALUE;
      long nextB = j + 1 < b.starts.length ? b.starts[j + 1] : Long.MAX_VALUE;
      code = Math.min(nextA, nextB);
      if (code == Long.MAX_VALUE) {
        return of(scalar, codes, kinds);
      }
      i += nextA == code ? 1 : 0;
      j += nextB == code ? 1 : 0;
    }
  }

  private static boolean isComparison(BinaryOperator operator) {
    return switch (operator) {
      case LESS, LESS_OR_EQUAL, EQUAL -> true;
      case ADD, SUB, MUL, DIV, POW, MOD, MAX, MIN, SELECT_POSITIVE -> false;
    };
  }

  /** The trend of an operation on a common piece, at whose start operands are x and y, or null. */
  private static Trend trend(
      BinaryOperator operator, Trend a, Trend b, double x, double y, Scalar left, Scalar right) {
    if (a == Trend.CONSTANT && b == Trend.CONSTANT) {
      return Trend.CONSTANT;
    }
    boolean sound =
        (a != Trend.CONSTANT || Double.isFinite(x)) && (b != Trend.CONSTANT || Double.isFinite(y));
    return switch (operator) {
      case ADD -> sound ? sum(a, b) : null;
      case SUB -> sound ? sum(a, b.reversed()) : null;
      case MAX, MIN -> sound ? sum(a, b) : null;
      case MUL ->
          !sound || (a != Trend.CONSTANT && b != Trend.CONSTANT)
              ? null
              : a == Trend.CONSTANT ? scaled(x, b) : scaled(y, a);
      case DIV ->
          !sound || (a != Trend.CONSTANT && b != Trend.CONSTANT)
              ? null
              : b == Trend.CONSTANT
                  ? y == 0 ? null : scaled(y, a)
                  // Pieces of the divisor have one sign.
                  : scaled(x, b.reversed());
      case POW -> b == Trend.CONSTANT && sound ? power(a, x, y) : null;
      // The piece was split where the order changes, if one is a number.
      case LESS, LESS_OR_EQUAL, EQUAL ->
          left instanceof Scalar.Fixed || right instanceof Scalar.Fixed ? Trend.CONSTANT : null;
      case SELECT_POSITIVE -> x > 0 ? b : Trend.CONSTANT;
      case MOD -> null;
    };
  }

  private static Trend sum(Trend a, Trend b) {
    return a == Trend.CONSTANT ? b : b == Trend.CONSTANT || a == b ? a : null;
  }

  private static Trend scaled(double factor, Trend trend) {
    return factor == 0 ? Trend.CONSTANT : factor > 0 ? trend : trend.reversed();
  }

  private static Trend power(Trend trend, double base, double exponent) {
    if (exponent <= 0) {
      return null;
    }
    if (base >= 0) {
      return trend;
    }
    double remainder = Math.abs(Math.IEEEremainder(exponent, 2));
    return remainder == 0 ? trend.reversed() : remainder == 1 ? trend : Trend.CONSTANT;
  }

  private static Pieces mapped(Scalar.Mapped m) {
    Pieces inner = pieces(m.inner());
    if (inner == null) {
      return null;
    }
    List<Long> codes = new ArrayList<>();
    List<Trend> kinds = new ArrayList<>();
    Trend[] others = m.mapping().replaces() ? inner.trends : constant(inner.trends.length);
    for (int p = 0; p < inner.starts.length; p++) {
      codes.add(inner.starts[p]);
      kinds.add(others[p]);
      if (inner.trends[p] == Trend.CONSTANT) {
        kinds.set(kinds.size() - 1, Trend.CONSTANT);
        continue;
      }
      double[] keys = m.mapping().keys();
      boolean rising = inner.trends[p] == Trend.RISING;
      for (int k = 0; k < keys.length; k++) {
        double key = keys[rising ? k : keys.length - 1 - k];
        if (Double.isNaN(key)) {
          continue;
        }
        long at = inner.firstWhere(p, v -> rising ? v >= key : v <= key);
        long behind = inner.firstWhere(p, v -> rising ? v > key : v < key);
        if (at < behind) {
          add(codes, kinds, at, Trend.CONSTANT);
          if (behind <= inner.end(p)) {
            add(codes, kinds, behind, others[p]);
          }
        }
      }
      if (codes.size() > MAX_PIECES) {
        return null;
      }
    }
    return of(m, codes, kinds);
  }

  private static void add(List<Long> codes, List<Trend> kinds, long code, Trend trend) {
    if (codes.getLast() == code) {
      kinds.set(kinds.size() - 1, trend);
    } else {
      codes.add(code);
      kinds.add(trend);
    }
  }

  private static Trend[] constant(int length) {
    Trend[] trends = new Trend[length];
    Arrays.fill(trends, Trend.CONSTANT);
    return trends;
  }

  private static Pieces choice(Scalar.Choice c) {
    Pieces index = pieces(c.index());
    if (index == null) {
      return null;
    }
    for (int k = 0; k < c.values().size(); k++) {
      int least = k;
      index = index.split(v -> v >= least);
      if (index.starts.length > MAX_PIECES) {
        return null;
      }
    }
    index = new Pieces(c.index(), index.starts, constant(index.starts.length));
    List<Pieces> values = new ArrayList<>();
    for (Scalar value : c.values()) {
      Pieces pieces = pieces(value);
      if (pieces == null || Arrays.stream(pieces.trends).anyMatch(t -> t != Trend.CONSTANT)) {
        return null;
      }
      values.add(pieces);
    }
    Pieces joined = index;
    for (Pieces value : values) {
      joined = binary(c, BinaryOperator.ADD, joined, value);
      if (joined == null) {
        return null;
      }
    }
    return as(c, joined);
  }
}

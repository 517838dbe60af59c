package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;

/**
 * An uncommitted tensor under construction: an expression together with its honest values and the
 * interval they lie in for every input and every parameter within the declared formats. The
 * interval is computed from public data only and must stay within {@code [-2^62, 2^62]}.
 */
final class Virtual {
  /** Limit on the magnitude of honest values. */
  private static final long LIMIT = 1L << 62;

  /** Limit on the terms of one expression. */
  private static final int MAX_TERMS = 1 << 12;

  private final Shape shape;
  private final List<Term> terms;
  private final Optional<Contraction> contraction;
  private final Values values;
  private final long min;
  private final long max;

  Virtual(
      Shape shape,
      List<Term> terms,
      Optional<Contraction> contraction,
      Values values,
      long min,
      long max) {
    this.shape = shape;
    this.terms = List.copyOf(terms);
    this.contraction = contraction;
    this.values = values;
    this.min = min;
    this.max = max;
    if (min < -LIMIT || max > LIMIT || min > max) {
      throw new IllegalArgumentException("an intermediate value could exceed 2^62");
    }
    if (terms.size() > MAX_TERMS) {
      throw new IllegalArgumentException("an expression has more than " + MAX_TERMS + " terms");
    }
  }

  /** The cells of a column. */
  static Virtual of(Column column, Values values, long min, long max) {
    List<Term> terms = List.of(Term.of(1, column));
    return new Virtual(column.shape(), terms, Optional.empty(), values, min, max);
  }

  Shape shape() {
    return shape;
  }

  List<Term> terms() {
    return terms;
  }

  Optional<Contraction> contraction() {
    return contraction;
  }

  long[] values(Trace trace) {
    return values.of(trace);
  }

  long min() {
    return min;
  }

  long max() {
    return max;
  }

  Expression expression() {
    return new Expression(shape, terms, contraction);
  }

  Virtual times(long factor) {
    if (factor == 1) {
      return this;
    }
    long a = multiply(min, factor);
    long b = multiply(max, factor);
    return new Virtual(
        shape,
        terms.stream().map(t -> scaled(t, factor)).toList(),
        contraction.map(c -> scaled(c, factor)),
        trace -> map(values.of(trace), v -> v * factor),
        Math.min(a, b),
        Math.max(a, b));
  }

  Virtual plus(long constant) {
    if (constant == 0) {
      return this;
    }
    return new Virtual(
        shape,
        LikeTerms.sum(terms, List.of(Term.constant(constant, shape.axes()))),
        contraction,
        trace -> map(values.of(trace), v -> v + constant),
        add(min, constant),
        add(max, constant));
  }

  /** The sum of two tensors of one shape, at most one of which has a contraction. */
  Virtual plus(Virtual other) {
    if (!shape.equals(other.shape)) {
      throw new IllegalArgumentException("shapes of summands differ");
    }
    if (contraction.isPresent() && other.contraction.isPresent()) {
      throw new IllegalArgumentException("two contractions in one expression");
    }
    return new Virtual(
        shape,
        LikeTerms.sum(terms, other.terms),
        contraction.or(() -> other.contraction),
        trace -> zip(values.of(trace), other.values.of(trace), Long::sum),
        add(min, other.min),
        add(max, other.max));
  }

  Virtual minus(Virtual other) {
    return plus(other.times(-1));
  }

  /** The same tensor with honest values known to lie in a smaller interval. */
  Virtual knownWithin(long min, long max) {
    return new Virtual(shape, terms, contraction, values, min, max);
  }

  /** The same tensor with values taken from another source. */
  Virtual withValues(Values source) {
    return new Virtual(shape, terms, contraction, source, min, max);
  }

  /** From shape {@code (rows)} to {@code (rows, features)}, without contraction. */
  Virtual broadcast(int features) {
    if (shape.axes() != 1 || contraction.isPresent()) {
      throw new IllegalArgumentException("only linear vectors are broadcast");
    }
    Shape wide = Shape.of(shape.size(0), features);
    List<Term> same = terms.stream().map(Virtual::withOneMoreAxis).toList();
    Values repeated = trace -> repeat(values.of(trace), features);
    return new Virtual(wide, same, Optional.empty(), repeated, min, max);
  }

  /**
   * From shape {@code (rows, features)} to {@code (rows)}: the weighted sum over the features of a
   * tensor that consists of identity views of columns.
   */
  Virtual sum(long[] weights) {
    long low = 0;
    long high = 0;
    for (long w : weights) {
      low = add(low, Math.min(multiply(w, min), multiply(w, max)));
      high = add(high, Math.max(multiply(w, min), multiply(w, max)));
    }
    return new Virtual(
        Shape.of(shape.size(0)),
        terms.stream().map(t -> summed(t, weights)).toList(),
        Optional.empty(),
        trace -> sums(values.of(trace), weights),
        low,
        high);
  }

  private static Term summed(Term term, long[] weights) {
    if (term instanceof Term.OfColumn(long coefficient, Column column, List<AxisMap> axes)
        && axes.equals(List.of(AxisMap.along(0), AxisMap.along(1)))) {
      return new Term.OfColumn(
          coefficient, column, List.of(AxisMap.along(0), new AxisMap.Weighted(weights)));
    }
    throw new IllegalArgumentException("only identity views are summed");
  }

  private static Term withOneMoreAxis(Term term) {
    return switch (term) {
      case Term.OfColumn view -> view;
      case Term.Constant(long coefficient, List<long[]> weights) -> {
        List<long[]> more = new ArrayList<>(weights);
        more.add(new long[0]);
        yield new Term.Constant(coefficient, more);
      }
    };
  }

  private static Term scaled(Term term, long factor) {
    return switch (term) {
      case Term.OfColumn(long coefficient, Column column, List<AxisMap> axes) ->
          new Term.OfColumn(multiply(coefficient, factor), column, axes);
      case Term.Constant(long coefficient, List<long[]> weights) ->
          new Term.Constant(multiply(coefficient, factor), weights);
    };
  }

  private static Contraction scaled(Contraction c, long factor) {
    return new Contraction(multiply(c.coefficient(), factor), c.summedSizes(), c.left(), c.right());
  }

  private static long[] map(long[] a, java.util.function.LongUnaryOperator f) {
    long[] out = new long[a.length];
    java.util.Arrays.setAll(out, i -> f.applyAsLong(a[i]));
    return out;
  }

  private static long[] zip(long[] a, long[] b, LongBinaryOperator f) {
    long[] out = new long[a.length];
    java.util.Arrays.setAll(out, i -> f.applyAsLong(a[i], b[i]));
    return out;
  }

  private static long[] repeat(long[] a, int times) {
    long[] out = new long[a.length * times];
    java.util.Arrays.setAll(out, i -> a[i / times]);
    return out;
  }

  private static long[] sums(long[] a, long[] weights) {
    long[] out = new long[a.length / weights.length];
    for (int i = 0; i < a.length; i++) {
      out[i / weights.length] += weights[i % weights.length] * a[i];
    }
    return out;
  }

  private static long add(long a, long b) {
    try {
      return Math.addExact(a, b);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("an intermediate value could exceed 2^62", e);
    }
  }

  private static long multiply(long a, long b) {
    try {
      return Math.multiplyExact(a, b);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("an intermediate value could exceed 2^62", e);
    }
  }
}

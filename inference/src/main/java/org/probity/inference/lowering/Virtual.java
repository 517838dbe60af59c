package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;

/**
 * An uncommitted tensor under construction: an expression together with its honest values and the
 * interval they lie in for every input and every parameter within the declared formats. The
 * interval is computed from public data only and must stay within {@code [-5 * 2^60, 5 * 2^60]}:
 * far below half the field, within 64 bits, and with room for what is rounded, at most 2^62, minus
 * its rounded value.
 */
final class Virtual {
  /** Limit on the magnitude of honest values. */
  private static final long LIMIT = 5L << 60;

  /** Limit on the terms of one expression. */
  private static final int MAX_TERMS = 1 << 12;

  private final Shape shape;
  private final List<Term> terms;
  private final Optional<Product> product;
  private final Values values;
  private final long min;
  private final long max;

  Virtual(
      Shape shape, List<Term> terms, Optional<Product> product, Values values, long min, long max) {
    this.shape = shape;
    this.terms = List.copyOf(terms);
    this.product = product;
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

  /** The index on one axis, in every cell of a shape. */
  static Virtual index(Shape shape, int axis) {
    int size = shape.size(axis);
    int below = 1;
    for (int d = axis + 1; d < shape.axes(); d++) {
      below *= shape.size(d);
    }
    int inner = below;
    Values indices =
        trace -> {
          long[] out = new long[shape.cells()];
          Arrays.setAll(out, i -> i / inner % size);
          return out;
        };
    List<Term> terms = List.of(new Term.OfIndex(1, axis));
    return new Virtual(shape, terms, Optional.empty(), indices, 0, size - 1L);
  }

  /**
   * {@code sum_k left * right}: the axes of {@code shape}, then those summed over.
   *
   * @param min smallest honest value
   * @param max largest honest value
   */
  static Virtual contraction(
      Shape shape,
      List<Integer> summed,
      Operand left,
      Operand right,
      Values values,
      long min,
      long max) {
    Contraction contraction = new Contraction(1, summed, left, right);
    Product product = new Product(contraction, values);
    return new Virtual(shape, List.of(), Optional.of(product), values, min, max);
  }

  Shape shape() {
    return shape;
  }

  List<Term> terms() {
    return terms;
  }

  Optional<Product> product() {
    return product;
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

  /** The least b for which all values lie in {@code [-2^b, 2^b)}. */
  int magnitudeBits() {
    return 64 - Long.numberOfLeadingZeros(Math.max(Math.max(max, -(min + 1)), 0));
  }

  Expression expression() {
    return new Expression(shape, terms, product.map(Product::contraction));
  }

  /** This tensor as a side of a contraction whose first axes are those of this shape. */
  Operand operand() {
    requireLinear();
    TreeSet<Integer> axes = new TreeSet<>();
    terms.forEach(term -> axes.addAll(TermAxes.of(term)));
    List<Integer> ascending = List.copyOf(axes);
    return new Operand(
        ascending, terms.stream().map(t -> TermAxes.restricted(t, ascending)).toList());
  }

  Virtual times(long factor) {
    if (factor == 1) {
      return this;
    }
    long a = Exact.multiply(min, factor);
    long b = Exact.multiply(max, factor);
    return new Virtual(
        shape,
        terms.stream().map(t -> scaled(t, factor)).toList(),
        product.map(p -> p.times(factor)),
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
        product,
        trace -> map(values.of(trace), v -> v + constant),
        Exact.add(min, constant),
        Exact.add(max, constant));
  }

  /** Adds public numbers along one axis. */
  Virtual plusAlong(int axis, long[] numbers) {
    List<long[]> weights = new ArrayList<>();
    for (int d = 0; d < shape.axes(); d++) {
      weights.add(d == axis ? numbers : new long[0]);
    }
    int inner = inner(axis);
    Values sum =
        trace -> {
          long[] out = values.of(trace).clone();
          Arrays.setAll(out, i -> out[i] + numbers[i / inner % numbers.length]);
          return out;
        };
    return new Virtual(
        shape,
        LikeTerms.sum(terms, List.of(new Term.Constant(1, weights))),
        product,
        sum,
        Exact.add(min, Arrays.stream(numbers).min().orElseThrow()),
        Exact.add(max, Arrays.stream(numbers).max().orElseThrow()));
  }

  /** The sum of two tensors of one shape, at most one of which has a contraction. */
  Virtual plus(Virtual other) {
    if (!shape.equals(other.shape)) {
      throw new IllegalArgumentException("shapes of summands differ");
    }
    if (product.isPresent() && other.product.isPresent()) {
      throw new IllegalArgumentException("two contractions in one expression");
    }
    return new Virtual(
        shape,
        LikeTerms.sum(terms, other.terms),
        product.or(() -> other.product),
        trace -> zip(values.of(trace), other.values.of(trace), Long::sum),
        Exact.add(min, other.min),
        Exact.add(max, other.max));
  }

  Virtual minus(Virtual other) {
    return plus(other.times(-1));
  }

  /** The same tensor with honest values known to lie in a smaller interval. */
  Virtual knownWithin(long min, long max) {
    return new Virtual(shape, terms, product, values, min, max);
  }

  /** The same tensor with values taken from another source. */
  Virtual withValues(Values source) {
    return new Virtual(shape, terms, product, source, min, max);
  }

  /** Repeats a linear tensor along an axis on which it has size 1. */
  Virtual broadcast(int axis, int size) {
    requireLinear();
    if (shape.size(axis) != 1) {
      throw new IllegalArgumentException("only an axis of size 1 is broadcast");
    }
    if (size == 1) {
      return this;
    }
    int inner = inner(axis);
    Values repeated =
        trace -> {
          long[] a = values.of(trace);
          long[] out = new long[a.length * size];
          Arrays.setAll(out, i -> a[i / (inner * size) * inner + i % inner]);
          return out;
        };
    List<Term> same = terms.stream().flatMap(t -> TermAxes.atZero(t, axis).stream()).toList();
    return new Virtual(resized(axis, size), same, Optional.empty(), repeated, min, max);
  }

  /** Appends axes of size 1 to a linear tensor. */
  Virtual withTrailingAxes(int count) {
    requireLinear();
    List<Integer> sizes = new ArrayList<>(shape.sizes());
    for (int i = 0; i < count; i++) {
      sizes.add(1);
    }
    List<Term> same = terms.stream().map(t -> TermAxes.extended(t, count)).toList();
    return new Virtual(new Shape(sizes), same, Optional.empty(), values, min, max);
  }

  /**
   * The weighted sum over one axis, which keeps size 1, of a tensor that consists of views which
   * read that axis whole.
   */
  Virtual sum(int axis, long[] weights) {
    requireLinear();
    long low = 0;
    long high = 0;
    for (long w : weights) {
      low = Exact.add(low, Math.min(Exact.multiply(w, min), Exact.multiply(w, max)));
      high = Exact.add(high, Math.max(Exact.multiply(w, min), Exact.multiply(w, max)));
    }
    int size = shape.size(axis);
    int inner = inner(axis);
    Values sums =
        trace -> {
          long[] a = values.of(trace);
          long[] out = new long[a.length / size];
          for (int i = 0; i < a.length; i++) {
            long weighted = weights[i / inner % size] * a[i];
            out[i / (inner * size) * inner + i % inner] += weighted;
          }
          return out;
        };
    return new Virtual(
        resized(axis, 1),
        terms.stream().map(t -> TermAxes.summed(t, axis, weights)).toList(),
        Optional.empty(),
        sums,
        low,
        high);
  }

  /** The plain sum over one axis, which keeps size 1. */
  Virtual sum(int axis) {
    long[] ones = new long[shape.size(axis)];
    Arrays.fill(ones, 1);
    return sum(axis, ones);
  }

  /** The values of {@code f} on each honest cell. */
  Values each(LongUnaryOperator f) {
    return trace -> map(values.of(trace), f);
  }

  /** The values of {@code f} on each pair of honest cells. */
  Values each(Virtual other, LongBinaryOperator f) {
    return trace -> zip(values.of(trace), other.values.of(trace), f);
  }

  /** Number of cells of all axes after this one. */
  private int inner(int axis) {
    int inner = 1;
    for (int d = axis + 1; d < shape.axes(); d++) {
      inner *= shape.size(d);
    }
    return inner;
  }

  private Shape resized(int axis, int size) {
    List<Integer> sizes = new ArrayList<>(shape.sizes());
    sizes.set(axis, size);
    return new Shape(sizes);
  }

  private void requireLinear() {
    if (product.isPresent()) {
      throw new IllegalArgumentException("a contraction cannot be read by index");
    }
  }

  private static Term scaled(Term term, long factor) {
    return switch (term) {
      case Term.OfColumn(long coefficient, Column column, List<AxisMap> axes) ->
          new Term.OfColumn(Exact.multiply(coefficient, factor), column, axes);
      case Term.Constant(long coefficient, List<long[]> weights) ->
          new Term.Constant(Exact.multiply(coefficient, factor), weights);
      case Term.OfIndex(long coefficient, int axis) ->
          new Term.OfIndex(Exact.multiply(coefficient, factor), axis);
    };
  }

  private static long[] map(long[] a, LongUnaryOperator f) {
    long[] out = new long[a.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = f.applyAsLong(a[i]);
    }
    return out;
  }

  private static long[] zip(long[] a, long[] b, LongBinaryOperator f) {
    long[] out = new long[a.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = f.applyAsLong(a[i], b[i]);
    }
    return out;
  }
}

package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.probity.argument.program.Shape;
import org.probity.graph.Format;
import org.probity.graph.Interpolate;
import org.probity.graph.PiecewisePolynomial;
import org.probity.inference.lowering.table.PolynomialTable;

/**
 * One lookup of a row of the {@link PolynomialTable}, and three divisions with remainder:
 *
 * <pre>  x + half = 2^shift (start + d) + rem,      0 <= d <= last
 *   curvature d + half = 2^a u + rem',
 *   base + d (slope + u) + half = 2^b out + rem''</pre>
 *
 * Rows do not overlap, so that one fits the argument {@code start + d}; u and out are quotients of
 * integers. What the table gives and is used as a whole only (start, last, base) is committed in
 * parts that need no checks of their own.
 */
final class InterpolateLowering {
  private final String name;
  private final Interpolate node;
  private final Scope scope;
  private final Virtual x;
  private final PiecewisePolynomial function;
  private final Shape shape;

  private InterpolateLowering(Interpolate node, Scope scope) {
    this.name = node.output();
    this.node = node;
    this.scope = scope;
    this.x = scope.read(node.input());
    this.shape = x.shape();
    Format from = scope.tensor(node.input()).format();
    this.function = PiecewisePolynomial.of(node, from, scope.tensor(name).format());
  }

  static void lower(Interpolate node, Scope scope) {
    new InterpolateLowering(node, scope).lower();
  }

  private void lower() {
    Virtual out = scope.declare(name);
    Draft draft = scope.draft();
    Ranges ranges = scope.ranges();
    Virtual row = draft.commit("row of " + name, shape, ofRow(r -> r), 0, function.rows() - 1L);
    Virtual start = whole("start of ", function::start);
    Virtual last = whole("last of ", function::last);
    Virtual base = whole("base of ", function::base);
    Virtual slope = column("slope of ", function::slope);
    Virtual d = argument(start, last);
    List<Virtual> tuple = new ArrayList<>(List.of(row, start, last, base, slope));
    Virtual steepness = slope;
    if (function.degree() == 2) {
      Virtual curvature = column("curvature of ", function::curvature);
      tuple.add(curvature);
      steepness = slope.plus(bend(curvature, d));
    }
    draft.lookup(
        "polynomial of " + name, new PolynomialTable(function), tuple.toArray(Virtual[]::new));
    long limit = 1L << (PiecewisePolynomial.NUMERATOR_BITS + 1);
    Virtual product = product(d, steepness, limit);
    // Makes the output an integer; without, every remainder would have a quotient in the field.
    ranges.notNegative(
        "output of " + name, out.plus(-out.min()), Math.max(1, out.max() - out.min()) + 1);
    divide("remainder of result of ", base.plus(product), out, function.resultShift());
  }

  /** The distance of the argument from the start of its row. */
  private Virtual argument(Virtual start, Virtual last) {
    Ranges ranges = scope.ranges();
    Values distance = ofArgument((r, y) -> y - function.start(r));
    Virtual d =
        ranges
            .committedNotNegative("distance of " + name, shape, distance, Exact.add(last.max(), 1))
            .withValues(distance);
    ranges.notNegative(
        "distance of " + name + " to the end",
        last.minus(d).knownWithin(0, last.max()),
        Exact.add(last.max(), 1));
    Virtual argument = start.plus(d).knownWithin(node.shifted(x.min()), node.shifted(x.max()));
    divide("remainder of argument of ", x, argument, node.shift());
    return d;
  }

  /** {@code u}: by how much the slope changes over the distance. */
  private Virtual bend(Virtual curvature, Virtual d) {
    long limit = 1L << PiecewisePolynomial.COEFFICIENT_BITS;
    Values values = ofArgument((r, y) -> function.bend(r, y - function.start(r)));
    Virtual u = scope.draft().commit("bend of " + name, shape, values, -limit, limit - 1);
    // An integer by this check; its exact value follows from the remainder's bounds.
    scope.ranges().notNegative("bend of " + name, u.plus(limit), 2 * limit);
    Virtual product = product(curvature, d, 1L << PiecewisePolynomial.NUMERATOR_BITS);
    divide("remainder of bend of ", product, u, function.slopeShift());
    return u;
  }

  private Virtual product(Virtual a, Virtual b, long limit) {
    return Virtual.contraction(
        shape, List.of(), a.operand(), b.operand(), a.each(b, (s, t) -> s * t), -limit, limit);
  }

  /** {@code dividend + half = 2^shift quotient + remainder}; all but the remainder are integers. */
  private void divide(String what, Virtual dividend, Virtual quotient, int shift) {
    if (shift == 0) {
      scope.draft().zero(what + name, dividend.minus(quotient));
      return;
    }
    Virtual rest = dividend.plus(1L << (shift - 1)).minus(quotient.times(1L << shift));
    scope.ranges().withinInteger(what + name, rest, 1L << shift);
  }

  /** An entry of the row as a column. */
  private Virtual column(String what, IntToLongFunction entry) {
    return scope.draft().commit(what + name, shape, ofRow(entry), least(entry), most(entry));
  }

  /** An entry of the row that is used as a whole only: its lookup is all there is to check. */
  private Virtual whole(String what, IntToLongFunction entry) {
    return Parts.commit(scope.draft(), what + name, shape, ofRow(entry), least(entry), most(entry));
  }

  private long least(IntToLongFunction entry) {
    return entries(entry).min().orElseThrow();
  }

  private long most(IntToLongFunction entry) {
    return entries(entry).max().orElseThrow();
  }

  private LongStream entries(IntToLongFunction entry) {
    return IntStream.range(0, function.rows()).mapToLong(entry);
  }

  private Values ofRow(IntToLongFunction entry) {
    return ofArgument((r, _) -> entry.applyAsLong(r));
  }

  /** By row and argument. */
  private interface Entry {
    long at(int row, long argument);
  }

  private Values ofArgument(Entry entry) {
    return trace -> {
      long[] out = x.values(trace).clone();
      Arrays.setAll(
          out,
          i -> {
            long y = node.shifted(out[i]);
            return entry.at(function.row(y), y);
          });
      return out;
    };
  }
}

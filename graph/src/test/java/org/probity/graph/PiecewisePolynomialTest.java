package org.probity.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.RealFunction.UnaryOperator;

class PiecewisePolynomialTest {
  private static final RealFunction SIGMOID = RealFunction.unary(UnaryOperator.SIGMOID);
  private static final RealFunction EXP = RealFunction.unary(UnaryOperator.EXP);

  /** {@code max(1/16, x)}, so that a logarithm has a value everywhere. */
  private static final RealFunction POSITIVE =
      new RealFunction.Binary(
          BinaryOperator.MAX, RealFunction.X, new RealFunction.Constant(1.0 / 16));

  /** A function in the formats of a node. */
  record Subject(String name, Interpolate node, Format from, Format to) {
    PiecewisePolynomial rows() {
      return PiecewisePolynomial.of(node, from, to);
    }

    double target(long y) {
      double real = node.function().at(Math.scalb((double) y, node.shift() - from.fraction()));
      double scaled = Math.scalb(real, to.fraction());
      return Math.clamp(scaled, (double) to.min(), (double) to.max());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Subject subject(
      String name, RealFunction f, int degree, int from, int slope, int curvature, Format to) {
    Interpolate node = new Interpolate("y", "x", 3, degree, slope, curvature, f);
    return new Subject(name, node, Format.signed(from + 3, from + 9), to);
  }

  static Stream<Subject> subjects() {
    Format unit = new Format(24, 0, 1 << 24);
    Format wide = Format.signed(20, 30);
    return Stream.of(
        subject("sigmoid", SIGMOID, 2, 25, 29, 32, unit),
        subject("coarse sigmoid", SIGMOID, 1, 17, 22, 0, new Format(16, 0, 1 << 16)),
        subject("exponential", EXP, 2, 22, 23, 25, new Format(20, 0, 1 << 24)),
        subject("error function", RealFunction.unary(UnaryOperator.ERF), 2, 22, 24, 26, wide),
        subject("absolute value", RealFunction.unary(UnaryOperator.ABS), 2, 22, 22, 20, wide),
        subject(
            "logarithm", POSITIVE.then(RealFunction.unary(UnaryOperator.LOG)), 2, 22, 24, 22, wide),
        subject("steps", RealFunction.unary(UnaryOperator.ROUND), 1, 12, 12, 0, wide));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void rowsPartitionTheArguments(Subject subject) {
    PiecewisePolynomial p = subject.rows();
    assertThat(p.start(0)).isEqualTo(-(1L << p.bits()));
    assertThat(p.end(p.rows() - 1)).isEqualTo((1L << p.bits()) - 1);
    for (int row = 0; row < p.rows(); row++) {
      assertThat(p.end(row)).isGreaterThanOrEqualTo(p.start(row));
      assertThat(p.row(p.start(row))).isEqualTo(row);
      assertThat(p.row(p.end(row))).isEqualTo(row);
      if (row > 0) {
        assertThat(p.start(row)).isEqualTo(p.end(row - 1) + 1);
      }
    }
  }

  /** Rounding is half of a unit, the polynomial a quarter, and a little between the points. */
  @ParameterizedTest
  @MethodSource("subjects")
  void isCloseToTheFunction(Subject subject) {
    PiecewisePolynomial p = subject.rows();
    SplittableRandom random = new SplittableRandom(1);
    for (int row = 0; row < p.rows(); row++) {
      for (int i = 0; i < 50; i++) {
        long y =
            i == 0
                ? p.start(row)
                : i == 1 ? p.end(row) : random.nextLong(p.start(row), p.end(row) + 1);
        long out = p.apply(y);
        assertThat(subject.to.contains(out)).isTrue();
        assertThat(Math.abs(out - subject.target(y))).isLessThan(0.8);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void staysWithinItsLimits(Subject subject) {
    PiecewisePolynomial p = subject.rows();
    for (int row = 0; row < p.rows(); row++) {
      for (long d : new long[] {0, p.last(row) / 3, p.last(row) / 2, p.last(row)}) {
        assertThat(Math.abs(p.numerator(row, d))).isLessThan(1L << 60);
        assertThat(Math.abs(p.slope(row) + p.bend(row, d))).isLessThan(1L << 30);
        assertThat(Math.multiplyHigh(p.curvature(row), d)).isBetween(-1L, 0L);
      }
    }
  }

  /** Every machine has the same rows: these are part of what a model key means. */
  @Test
  void rowsAreThoseOfOldKeys() {
    PiecewisePolynomial p = subjects().findFirst().orElseThrow().rows();
    long[] all = new long[4 * p.rows()];
    for (int row = 0; row < p.rows(); row++) {
      all[4 * row] = p.start(row);
      all[4 * row + 1] = p.base(row);
      all[4 * row + 2] = p.slope(row);
      all[4 * row + 3] = p.curvature(row);
    }
    assertThat(p.rows()).isEqualTo(ROWS);
    assertThat(Arrays.hashCode(all)).isEqualTo(HASH);
  }

  private static final int ROWS = 446;
  private static final int HASH = -1644243626;

  @Test
  void tooManyRowsAreRefused() {
    Subject subject = subject("steep", EXP, 1, 24, 18, 0, Format.signed(20, 31));
    assertThatThrownBy(subject::rows)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 16384 polynomials");
  }

  /**
   * Nothing but single arguments is close enough, and all of them become one row: 2^60 steps, from
   * a key of a thousand bytes.
   */
  @Test
  @Timeout(60)
  void rowsThatTakeForEverAreRefused() {
    Interpolate node = new Interpolate("y", "x", 0, 1, 0, 0, new RealFunction.Constant(0.3));
    Format result = Format.signed(0, 8);
    assertThat(PiecewisePolynomial.of(node, Format.signed(0, 10), result).rows()).isOne();
    assertThatThrownBy(() -> PiecewisePolynomial.of(node, Format.signed(0, 60), result))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes too long to approximate");
  }

  @Test
  void fractionsHaveToFit() {
    Format unit = new Format(24, 0, 1 << 24);
    assertThatThrownBy(subject("", SIGMOID, 1, 10, 13, 0, unit)::rows)
        .hasMessageContaining("the result is shifted by -1 bits");
    assertThatThrownBy(subject("", SIGMOID, 2, 20, 20, -1, unit)::rows)
        .hasMessageContaining("the slope is shifted by -1 bits");
    assertThatThrownBy(subject("", SIGMOID, 1, 30, 30, 0, unit)::rows)
        .hasMessageContaining("too wide");
    assertThatThrownBy(() -> subject("", SIGMOID, 3, 30, 30, 0, unit))
        .hasMessageContaining("degree 3");
  }
}

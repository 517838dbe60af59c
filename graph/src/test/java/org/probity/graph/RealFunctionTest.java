package org.probity.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.testing.Seeds;

class RealFunctionTest {
  private static final Format WIDE = Format.signed(8, 16);

  /** What is said to be non-decreasing is, over arguments of all magnitudes. */
  @Seeds(1000)
  void nothingThatDecreasesIsCalledNonDecreasing(long seed) {
    Random random = new Random(seed);
    RealFunction f = RandomFunctions.of(random, 1 + random.nextInt(4));
    Trend trend = Trend.of(f);
    int fraction = random.nextInt(70) - 10;
    long last = Long.MIN_VALUE;
    double lastReal = Double.NEGATIVE_INFINITY;
    double lastFalling = Double.POSITIVE_INFINITY;
    for (int i = -400; i <= 400; i++) {
      // All small arguments, then up to 2^60.
      long x = Math.abs(i) <= 200 ? i : (long) (Math.signum(i) * Math.pow(1.11, Math.abs(i)));
      double real = f.at(Math.scalb((double) x, -fraction));
      if (Double.isNaN(real)) {
        assertThat(trend.nan()).as("%s may be NaN", FunctionNotation.format(f)).isTrue();
        continue;
      }
      assertThat(real)
          .as(FunctionNotation.format(f))
          .isGreaterThanOrEqualTo(trend.min())
          .isLessThanOrEqualTo(trend.max());
      if (f.nonDecreasing()) {
        long y = f.apply(x, fraction, WIDE);
        assertThat(y).as("%s at %d", FunctionNotation.format(f), x).isGreaterThanOrEqualTo(last);
        assertThat(real).as(FunctionNotation.format(f)).isGreaterThanOrEqualTo(lastReal);
        last = y;
        lastReal = real;
      }
      if (trend.falls() && !trend.nan()) {
        assertThat(real).as(FunctionNotation.format(f)).isLessThanOrEqualTo(lastFalling);
        lastFalling = real;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "3.0",
        "relu(x)",
        "sigmoid(x)",
        "tanh(mul(0.5,x))",
        "softplus(x)",
        "max(x,mul(0.125,x))",
        "min(max(x,-1.0),Infinity)",
        "add(relu(x),mul(-0.1,relu(neg(x))))",
        "div(1.0,add(1.0,exp(neg(x))))",
        "reciprocal(add(1.0,exp(neg(x))))",
        "log(add(exp(x),1.0))",
        "sqrt(relu(x))",
        "pow(relu(x),1.5)",
        "pow(x,3.0)",
        "neg(exp(neg(x)))",
        "less(0.0,x)",
        "mul(relu(x),relu(x))",
        "sub(x,neg(x))",
        "select_positive(x,exp(x))",
        "abs(relu(x))",
        "floor(div(x,3.0))"
      })
  void formsThatShowIt(String function) {
    assertThat(FunctionNotation.parse(function).nonDecreasing()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "neg(x)",
        "abs(x)",
        "mul(x,x)",
        "mul(x,sigmoid(x))",
        "sin(x)",
        // NaN for negative arguments, which becomes zero, above the logarithms of small ones.
        "log(x)",
        "sqrt(x)",
        "log(sub(exp(x),1.0))",
        // Infinity minus infinity.
        "sub(exp(x),exp(neg(x)))",
        "add(exp(exp(x)),neg(exp(exp(neg(x)))))",
        "mul(0.0,exp(x))",
        "mul(Infinity,x)",
        "mul(-1.0,x)",
        "div(x,-2.0)",
        "div(x,0.0)",
        "pow(x,2.0)",
        "pow(2.0,x)",
        "mod(x,2.0)",
        "less(x,0.0)",
        "equal(x,0.0)",
        "select_positive(x,x)",
        "reciprocal(x)"
      })
  void formsThatDoNot(String function) {
    // select_positive(x, x) does not decrease; its form alone does not show it.
    assertThat(FunctionNotation.parse(function).nonDecreasing()).isFalse();
  }

  @Test
  void compositionPutsOneIntoTheOther() {
    RealFunction inner = FunctionNotation.parse("add(x,1.0)");
    RealFunction outer = FunctionNotation.parse("mul(x,sigmoid(x))");
    RealFunction both = inner.then(outer);
    assertThat(FunctionNotation.format(both)).isEqualTo("mul(add(x,1.0),sigmoid(add(x,1.0)))");
    assertThat(both.nodes()).isEqualTo(8);
    assertThat(both.depth()).isEqualTo(4);
    assertThat(RealFunction.X.then(outer)).isEqualTo(outer);
    assertThat(outer.then(RealFunction.X)).isEqualTo(outer);
    RealFunction grown = outer;
    for (int i = 0; i < 10; i++) {
      grown = grown.then(outer);
    }
    assertThat(grown.isSmall()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x; 5; 1; 0; 3", // 2.5, half up
        "x; -5; 1; 0; -2",
        "log(x); -1; 0; 4; 0", // NaN
        "log(x); 0; 0; 4; -128", // minus infinity
        "exp(x); 100000; 0; 4; 127",
        "sqrt(x); 9; 0; 2; 12",
        "round(x); 5; 1; 0; 2", // half to even
        "round(x); 7; 1; 0; 4",
        "mod(x,3.0); -1; 0; 0; 2",
        "sign(x); -9; 3; 0; -1",
        "softplus(x); 0; 0; 6; 44",
        "erf(x); 1; 0; 6; 54",
        "asinh(x); -3; 0; 4; -29",
        "acosh(x); 3; 0; 4; 28",
        "atanh(x); 1; 1; 6; 35"
      })
  void integerFunctions(String function, long x, int from, int to, long expected) {
    Format format = Format.signed(to, 8);
    assertThat(FunctionNotation.parse(function).apply(x, from, format)).isEqualTo(expected);
  }

  @Test
  void notANumberIsTheEntryNearestToZero() {
    RealFunction log = RealFunction.unary(RealFunction.UnaryOperator.LOG);
    assertThat(log.apply(-1, 0, new Format(0, 3, 9))).isEqualTo(3);
    assertThat(log.apply(-1, 0, new Format(0, -9, -3))).isEqualTo(-3);
  }

  /** As accurate as the formula with two branches, and rising where that one falls now and then. */
  @Test
  void softplusIsAccurate() {
    for (double x = -40; x < 60; x += 0.37) {
      double expected = Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      assertThat(RealFunction.UnaryOperator.SOFTPLUS.at(x))
          .isCloseTo(expected, within(3 * Math.ulp(expected)));
    }
    double last = RealFunction.UnaryOperator.SOFTPLUS.at(33.9999);
    for (double x = 34 - 2000 * Math.ulp(33.0);
        x < 34 + 2000 * Math.ulp(34.0);
        x += Math.ulp(34.0)) {
      double here = RealFunction.UnaryOperator.SOFTPLUS.at(x);
      assertThat(here).isGreaterThanOrEqualTo(last);
      last = here;
    }
  }
}

package org.probity.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorFunctionTest {
  /** Computed with forty digits, on both sides of where the approximations meet. */
  @ParameterizedTest
  @CsvSource({
    "1e-300, 1.1283791670955126022e-300",
    "1e-10, 1.128379167095512615e-10",
    "0.1, 0.1124629160182848984",
    "0.25, 0.27632639016823693299",
    "0.46875, 0.49261347321793799159",
    "0.46876, 0.49262253110684652927",
    "0.5, 0.52049987781304653768",
    "0.75, 0.7111556336535151316",
    "1.0, 0.84270079294971486934",
    "1.5, 0.96610514647531072707",
    "2.0, 0.99532226501895273416",
    "3.0, 0.99997790950300141456",
    "3.9999, 0.99999998457003878444",
    "4.0001, 0.99999998459543525641",
    "5.0, 0.99999999999846254021",
    "5.75, 0.99999999999999957679"
  })
  void publishedValues(double x, double expected) {
    double tolerance = 3 * Math.ulp(expected);
    assertThat(ErrorFunction.erf(x)).isCloseTo(expected, within(tolerance));
    assertThat(ErrorFunction.erf(-x)).isEqualTo(-ErrorFunction.erf(x));
  }

  @Test
  void endsAndSpecialValues() {
    assertThat(ErrorFunction.erf(0.0)).isEqualTo(0.0);
    assertThat(Double.doubleToRawLongBits(ErrorFunction.erf(-0.0)))
        .isEqualTo(Double.doubleToRawLongBits(-0.0));
    for (double x : new double[] {6, 30, Double.MAX_VALUE, Double.POSITIVE_INFINITY}) {
      assertThat(ErrorFunction.erf(x)).isEqualTo(1);
      assertThat(ErrorFunction.erf(-x)).isEqualTo(-1);
    }
    assertThat(ErrorFunction.erf(Double.NaN)).isNaN();
  }

  /** The derivative is known exactly, which ties all pieces to one another. */
  @Test
  void differencesAreTheIntegralOfTheDensity() {
    double step = 1.0 / 1024;
    for (double x = -7; x < 7; x += step) {
      double middle = x + step / 2;
      double density = 2 / Math.sqrt(Math.PI) * Math.exp(-middle * middle);
      double curvature = (4 * middle * middle - 2) * density;
      double expected = step * density + step * step * step / 24 * curvature;
      assertThat(ErrorFunction.erf(x + step) - ErrorFunction.erf(x))
          .isCloseTo(expected, within(1e-15));
    }
  }
}

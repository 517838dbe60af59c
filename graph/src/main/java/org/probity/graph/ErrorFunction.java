package org.probity.graph;

/**
 * The error function, by the rational approximations of W. J. Cody, "Rational Chebyshev
 * approximations for the error function", Mathematics of Computation 23 (1969).
 */
// The coefficients stand as they were published.
@SuppressWarnings("FloatingPointLiteralPrecision")
final class ErrorFunction {
  /** Up to here erf itself is approximated, above it erfc. */
  private static final double SMALL = 0.46875;

  private static final double ONE_OVER_ROOT_PI = 0.56418958354775628695;

  /** From here on erf is 1 to the last place. */
  private static final double LARGE = 6;

  private static final double[] A = {
    3.16112374387056560e00,
    1.13864154151050156e02,
    3.77485237685302021e02,
    3.20937758913846947e03,
    1.85777706184603153e-1
  };
  private static final double[] B = {
    2.36012909523441209e01, 2.44024637934444173e02, 1.28261652607737228e03, 2.84423683343917062e03
  };
  private static final double[] C = {
    5.64188496988670089e-1,
    8.88314979438837594e00,
    6.61191906371416295e01,
    2.98635138197400131e02,
    8.81952221241769090e02,
    1.71204761263407058e03,
    2.05107837782607147e03,
    1.23033935479799725e03,
    2.15311535474403846e-8
  };
  private static final double[] D = {
    1.57449261107098347e01,
    1.17693950891312499e02,
    5.37181101862009858e02,
    1.62138957456669019e03,
    3.29079923573345963e03,
    4.36261909014324716e03,
    3.43936767414372164e03,
    1.23033935480374942e03
  };
  private static final double[] P = {
    3.05326634961232344e-1,
    3.60344899949804439e-1,
    1.25781726111229246e-1,
    1.60837851487422766e-2,
    6.58749161529837803e-4,
    1.63153871373020978e-2
  };
  private static final double[] Q = {
    2.56852019228982242e00,
    1.87295284992346047e00,
    5.27905102951428412e-1,
    6.05183413124413191e-2,
    2.33520497626869185e-3
  };

  private ErrorFunction() {}

  /**
   * erf with an error of a few units in the last place, the same on every machine. It is odd to the
   * last bit.
   */
  static double erf(double x) {
    double y = Math.abs(x);
    if (Double.isNaN(x)) {
      return x;
    }
    if (y <= SMALL) {
      return small(x);
    }
    double result = y >= LARGE ? 1 : 0.5 - complement(y) + 0.5;
    return Math.copySign(result, x);
  }

  private static double small(double x) {
    double square = x * x;
    double numerator = A[4] * square;
    double denominator = square;
    for (int i = 0; i < 3; i++) {
      numerator = (numerator + A[i]) * square;
      denominator = (denominator + B[i]) * square;
    }
    return x * (numerator + A[3]) / (denominator + B[3]);
  }

  /** 1 - erf(y) for y in (0.46875, 6). */
  private static double complement(double y) {
    double quotient = y <= 4 ? middle(y) : tail(y);
    // e^(-y^2) with y split, so that the exponent has no rounding error of its own.
    double head = Math.floor(y * 16) / 16;
    double rest = (y - head) * (y + head);
    return StrictMath.exp(-head * head) * StrictMath.exp(-rest) * quotient;
  }

  private static double middle(double y) {
    double numerator = C[8] * y;
    double denominator = y;
    for (int i = 0; i < 7; i++) {
      numerator = (numerator + C[i]) * y;
      denominator = (denominator + D[i]) * y;
    }
    return (numerator + C[7]) / (denominator + D[7]);
  }

  private static double tail(double y) {
    double square = 1 / (y * y);
    double numerator = P[5] * square;
    double denominator = square;
    for (int i = 0; i < 4; i++) {
      numerator = (numerator + P[i]) * square;
      denominator = (denominator + Q[i]) * square;
    }
    double correction = square * (numerator + P[4]) / (denominator + Q[4]);
    return (ONE_OVER_ROOT_PI - correction) / y;
  }
}

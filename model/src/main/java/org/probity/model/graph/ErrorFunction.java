package org.probity.model.graph;

/**
 * The error function, by the rational approximations of W. J. Cody, "Rational Chebyshev
 * approximations for the error function" (1969).
 */
final class ErrorFunction {
  private ErrorFunction() {}

  /** erf with an error of a few units in the last place, the same on every machine. */
  static double erf(double x) {
    throw new UnsupportedOperationException("B");
  }
}

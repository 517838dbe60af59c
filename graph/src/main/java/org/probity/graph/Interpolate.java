package org.probity.graph;

import java.util.List;

/**
 * Stored {@code out = p(floor((input + half) / 2^shift))} with {@code half = 2^(shift-1)} (0 when
 * shift is 0), where {@code p} is a function of one variable made of polynomials: {@link
 * PiecewisePolynomial}, derived from {@code function} and the formats alone. Unlike a {@link
 * Requantize} its table grows with the precision's root, so that arguments and results may have 32
 * bits. The input is an accumulator or a stored tensor of the same shape.
 *
 * @param degree of the polynomials, 1 or 2
 * @param slopeFraction fraction bits of slopes
 * @param curvatureFraction fraction bits of the coefficients of squares; 0 if the degree is 1
 */
public record Interpolate(
    String output,
    String input,
    int shift,
    int degree,
    int slopeFraction,
    int curvatureFraction,
    RealFunction function)
    implements Node {
  public Interpolate {
    if (shift < 0 || shift > 45) {
      throw new IllegalArgumentException("shift " + shift + " outside [0, 45]");
    }
    if (degree != 1 && degree != 2) {
      throw new IllegalArgumentException("degree " + degree + " is neither 1 nor 2");
    }
    if (Math.abs(slopeFraction) > 62
        || Math.abs(curvatureFraction) > 62
        || (degree == 1 && curvatureFraction != 0)) {
      throw new IllegalArgumentException("a fraction of coefficients is out of range");
    }
  }

  /** {@code floor((input + half) / 2^shift)}. */
  public long shifted(long value) {
    return shift == 0 ? value : Math.addExact(value, 1L << (shift - 1)) >> shift;
  }

  @Override
  public List<String> sources() {
    return List.of(input);
  }
}

package org.probity.graph;

import java.util.List;

/**
 * Stored softmax along one axis, in integers. With {@code m = max_j input[.,j]}, {@code d_j = m -
 * input[.,j] >= 0}, {@code E_j = round(2^exponentFraction * e^(-d_j * 2^-f))} (half up, by {@link
 * StrictMath}; {@code f} is the input's fraction) and {@code S = sum_j E_j}: {@code out[.,j] =
 * floor((2 * 2^o * E_j + S) / (2 S))}, where {@code o} is the output's fraction. The input is a
 * stored tensor of the same shape.
 */
public record Softmax(String output, String input, int axis, int exponentFraction) implements Node {
  public Softmax {
    if (exponentFraction < 1 || exponentFraction > 24) {
      throw new IllegalArgumentException("exponent fraction outside [1, 24]");
    }
  }

  /** {@code E} for a distance {@code d >= 0} below the maximum. */
  public long exponential(long d, int inputFraction) {
    double value = StrictMath.exp(-Math.scalb((double) d, -inputFraction));
    return (long) Math.floor(Math.scalb(value, exponentFraction) + 0.5);
  }

  @Override
  public List<String> sources() {
    return List.of(input);
  }
}

package org.probity.graph;

import java.util.List;

/**
 * Stored {@code out = function(floor((input + half) / 2^shift))} with {@code half = 2^(shift-1)} (0
 * when shift is 0): rounding half up, then a public integer function that saturates to the format
 * of the output. The input is an accumulator or a stored tensor of the same shape.
 */
public record Requantize(String output, String input, int shift, RealFunction function)
    implements Node {
  public Requantize {
    if (shift < 0 || shift > 40) {
      throw new IllegalArgumentException("shift " + shift + " outside [0, 40]");
    }
  }

  /** {@code floor((accumulator + half) / 2^shift)}. */
  public long shifted(long accumulator) {
    return shift == 0 ? accumulator : Math.addExact(accumulator, 1L << (shift - 1)) >> shift;
  }

  @Override
  public List<String> sources() {
    return List.of(input);
  }
}

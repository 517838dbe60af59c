package org.probity.graph;

import java.util.Arrays;
import java.util.List;

/**
 * Stored {@code out[i] = clamp(round(float32(float32(input[i]) * multiplier)), min, max)}: how
 * networks of 8-bit integers scale an exact sum. The integer and the product are each rounded to
 * float32, half to even, and the product then to an integer, half to even; {@code min} and {@code
 * max} are those of the output's format. The input is an accumulator or a stored tensor of the same
 * shape. Multipliers are public, positive and finite.
 *
 * @param axes consecutive axes along which the multipliers differ; empty for a single one
 * @param multipliers one for each index over these axes, row-major
 */
public record Rescale(String output, String input, List<Integer> axes, float[] multipliers)
    implements Node {
  public Rescale {
    axes = List.copyOf(axes);
    multipliers = multipliers.clone();
  }

  /** Callers must not modify the array. */
  @Override
  public float[] multipliers() {
    return multipliers;
  }

  /** The result for one input. */
  public static long apply(long input, float multiplier, long min, long max) {
    // Java floats round half to even, and never fuse a product with what follows.
    double rounded = Math.rint((float) input * multiplier);
    return (long) Math.clamp(rounded, (double) min, (double) max);
  }

  /**
   * The smallest input in {@code [low, high]} whose result is at least {@code q}; {@code high + 1}
   * if there is none. Each rounding is monotone, and multipliers are positive: so is the result.
   */
  public static long firstAtLeast(
      long q, float multiplier, long min, long max, long low, long high) {
    long below = low - 1;
    long reached = high + 1;
    while (reached - below > 1) {
      long middle = below + (reached - below) / 2;
      if (apply(middle, multiplier, min, max) >= q) {
        reached = middle;
      } else {
        below = middle;
      }
    }
    return reached;
  }

  /**
   * For each axis of the output, how far a step along it moves in the multipliers; 0 if not at all.
   */
  public int[] strides(List<Integer> shape) {
    int[] strides = new int[shape.size()];
    int stride = 1;
    for (int axis : axes.reversed()) {
      strides[axis] = stride;
      stride *= shape.get(axis);
    }
    return strides;
  }

  @Override
  public List<String> sources() {
    return List.of(input);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rescale r
        && output.equals(r.output)
        && input.equals(r.input)
        && axes.equals(r.axes)
        && Arrays.equals(multipliers, r.multipliers);
  }

  @Override
  public int hashCode() {
    return 31 * output.hashCode() + Arrays.hashCode(multipliers);
  }

  @Override
  public String toString() {
    return "Rescale[" + output + ", " + input + ", along " + axes + "]";
  }
}

package org.probity.inference.lowering;

import java.util.List;

/**
 * The choices that a compilation is free to make. Every plan gives a sound program for the same
 * function; a good one gives a small program. It is found once, at registration, and is part of the
 * model key, so that compiling involves no search and better plans do not break old keys.
 *
 * @param rangeBits the shared range table of inferences is {@code [0, 2^rangeBits)}
 * @param registrationRangeBits the same for the registration
 * @param lowerings one for each requantisation of the graph, in order
 */
public record Plan(int rangeBits, int registrationRangeBits, List<RequantizeLowering> lowerings) {
  static final int MIN_RANGE_BITS = 4;
  static final int MAX_RANGE_BITS = 16;

  public Plan {
    lowerings = List.copyOf(lowerings);
    requireRangeBits(rangeBits);
    requireRangeBits(registrationRangeBits);
  }

  private static void requireRangeBits(int bits) {
    if (bits < MIN_RANGE_BITS || bits > MAX_RANGE_BITS) {
      throw new IllegalArgumentException("range table of " + bits + " bits");
    }
  }
}

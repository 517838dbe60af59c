package org.probity.inference.lowering.table;

import java.util.Arrays;
import java.util.List;
import org.probity.graph.Rescale;

/**
 * Rows {@code (channel * codes + (q - min), q, lo, hi)}: in that channel, the result of a {@link
 * Rescale} is {@code q} exactly for inputs in {@code [lo, hi]}. The rows of a channel cover {@code
 * [-2^bits, 2^bits)} and do not overlap; a code that the rounding skips has {@code lo = hi + 1},
 * and no input.
 *
 * @param multipliers one for each channel; not to be modified
 * @param min smallest code
 * @param max largest code
 * @param bits inputs lie in {@code [-2^bits, 2^bits)}
 */
public record CodeTable(float[] multipliers, long min, long max, int bits) implements TableSpec {
  @Override
  public String name() {
    return "codes";
  }

  /** Rows of one channel. */
  public long codes() {
    return max - min + 1;
  }

  @Override
  public long size() {
    return multipliers.length * codes();
  }

  @Override
  public long start() {
    return 0;
  }

  /** Smallest input with a result of {@code q}. */
  public long lower(int channel, long q) {
    long low = -(1L << bits);
    return q <= min ? low : Math.max(low, threshold(channel, q));
  }

  /** Largest input with a result of {@code q}. */
  public long upper(int channel, long q) {
    return q >= max ? (1L << bits) - 1 : threshold(channel, q + 1) - 1;
  }

  /** The smallest input with a result of at least {@code q}, if that is one that can occur. */
  private long threshold(int channel, long q) {
    return Rescale.firstAtLeast(q, multipliers[channel], min, max, -(1L << bits), (1L << bits) - 1);
  }

  /** More than the distance of any two inputs. */
  public long widest() {
    return 1L << (bits + 1);
  }

  @Override
  public List<long[]> values() {
    int rows = (int) size();
    int codes = (int) codes();
    long[] code = new long[rows];
    long[] lower = new long[rows];
    long[] upper = new long[rows];
    for (int i = 0; i < rows; i++) {
      code[i] = min + i % codes;
      lower[i] = lower(i / codes, code[i]);
      upper[i] = upper(i / codes, code[i]);
    }
    return List.of(code, lower, upper);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodeTable t
        && Arrays.equals(multipliers, t.multipliers)
        && min == t.min
        && max == t.max
        && bits == t.bits;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(multipliers) + bits;
  }
}

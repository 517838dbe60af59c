package org.probity.algebra.curve;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Powers with one public exponent, whole blocks at a time: sliding windows of five bits over a
 * table of odd powers.
 */
final class FixedPower {
  private static final int WINDOW = 5;

  /** Elements a call works on: sixteen odd powers of them stay within the second-level cache. */
  private static final int CHUNK = 16;

  private final Lanes lanes;

  /** Steps (squarings, odd power or -1), first one without squarings. */
  private final int[] squarings;

  private final int[] oddPower;

  FixedPower(Lanes lanes, BigInteger exponent) {
    this.lanes = lanes;
    int[] sq = new int[exponent.bitLength() + 1];
    int[] odd = new int[exponent.bitLength() + 1];
    int steps = 0;
    int pending = 0;
    for (int bit = exponent.bitLength() - 1; bit >= 0; ) {
      if (!exponent.testBit(bit)) {
        pending++;
        bit--;
        continue;
      }
      int low = Math.max(0, bit - WINDOW + 1);
      while (!exponent.testBit(low)) {
        low++;
      }
      int width = bit - low + 1;
      sq[steps] = pending + width;
      odd[steps++] = exponent.shiftRight(low).intValue() & ((1 << width) - 1);
      pending = 0;
      bit = low - 1;
    }
    sq[steps] = pending;
    odd[steps++] = -1;
    this.squarings = Arrays.copyOf(sq, steps);
    this.oddPower = Arrays.copyOf(odd, steps);
  }

  /** out = in^exponent on blocks; out may be in. */
  void apply(double[] in, double[] out, int blocks) {
    double[] table = new double[(1 << (WINDOW - 1)) * Math.min(CHUNK, blocks) * Lanes.BLOCK];
    for (int from = 0; from < blocks; from += CHUNK) {
      chunk(in, out, from, Math.min(CHUNK, blocks - from), table);
    }
  }

  private void chunk(double[] in, double[] out, int from, int n, double[] table) {
    Lanes.copy(in, from, table, 0, n);
    lanes.multiply(out, from, table, 0, table, 0, n);
    for (int i = 1; i < 1 << (WINDOW - 1); i++) {
      lanes.multiply(table, i * n, table, (i - 1) * n, out, from, n);
    }
    Lanes.copy(table, (oddPower[0] >> 1) * n, out, from, n);
    for (int s = 1; s < squarings.length; s++) {
      for (int i = 0; i < squarings[s]; i++) {
        lanes.multiply(out, from, out, from, out, from, n);
      }
      if (oddPower[s] > 0) {
        lanes.multiply(out, from, out, from, table, (oddPower[s] >> 1) * n, n);
      }
    }
  }
}

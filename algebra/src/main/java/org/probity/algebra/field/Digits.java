package org.probity.algebra.field;

import org.probity.algebra.kernel.BlockArithmetic;
import org.probity.algebra.kernel.IntegerKernel;
import org.probity.algebra.kernel.Kernel;

/**
 * Conversion between vectors and the balanced 32-bit digits of {@link IntegerKernel}. The digits
 * hold the same number as the limbs, the Montgomery form of an element.
 */
public final class Digits {
  private static final long LOW = 0xffffffffL;
  private static final long LIMB = (1L << 51) - 1;
  private static final long HALF = 1L << 50;

  private Digits() {}

  /** Writes the eight digits of v[i] at dst[at], dst[at + step], and so on. */
  public static void write(FieldVector v, int i, double[] dst, int at, int step) {
    double[] limbs = v.limbs();
    int o = Lanes.offset(i);
    long d0 = (long) limbs[o];
    long d1 = (long) limbs[o + 8] + (d0 >> 51);
    long d2 = (long) limbs[o + 16] + (d1 >> 51);
    long d3 = (long) limbs[o + 24] + (d2 >> 51);
    long d4 = (long) limbs[o + 32] + (d3 >> 51);
    d0 &= LIMB;
    d1 &= LIMB;
    d2 &= LIMB;
    d3 &= LIMB;
    long up = put(d0 & LOW, dst, at);
    up = put(((d0 >>> 32 | d1 << 19) & LOW) + up, dst, at + step);
    up = put(((d1 >>> 13) & LOW) + up, dst, at + 2 * step);
    up = put(((d1 >>> 45 | d2 << 6) & LOW) + up, dst, at + 3 * step);
    up = put(((d2 >>> 26 | d3 << 25) & LOW) + up, dst, at + 4 * step);
    up = put(((d3 >>> 7) & LOW) + up, dst, at + 5 * step);
    up = put(((d3 >>> 39 | d4 << 12) & LOW) + up, dst, at + 6 * step);
    dst[at + 7 * step] = (d4 >> 20) + up;
  }

  /** Stores a digit, balanced, and returns what it carries. */
  private static long put(long digit, double[] dst, int at) {
    long up = (digit + (1L << 31)) >>> 32;
    dst[at] = digit - (up << 32);
    return up;
  }

  /**
   * v[i] = the digits' number mod p, for i from {@code from} (a multiple of eight) to from + n - 1.
   * Sum block b belongs to the elements from + 8b and on; every digit is below 2^53, the last below
   * 2^46.
   */
  public static void read(
      FieldVector v, int from, int n, double[] digits, BlockArithmetic arithmetic) {
    PrimeField f = v.field();
    double[] low = new double[FieldVector.doubles(Math.min(n, Kernel.CHUNK))];
    double[] high = new double[low.length];
    for (int i = 0; i < n; i += Kernel.CHUNK) {
      int count = Math.min(Kernel.CHUNK, n - i);
      for (int j = 0; j < count; j++) {
        int e = i + j;
        split(digits, (e >> 3) * IntegerKernel.SUM + (e & 7), low, high, Lanes.offset(j));
      }
      arithmetic.combine(
          v.limbs(), Lanes.offset(from + i), low, f.sameLimbs(), high, f.highLimbs(), count);
    }
  }

  /** The digits' number as low + 2^252 high, low below 2^252 in balanced limbs. */
  private static void split(double[] digits, int at, double[] low, double[] high, int to) {
    long d0 = (long) digits[at];
    long d1 = (long) digits[at + 8] + (d0 >> 32);
    long d2 = (long) digits[at + 16] + (d1 >> 32);
    long d3 = (long) digits[at + 24] + (d2 >> 32);
    long d4 = (long) digits[at + 32] + (d3 >> 32);
    long d5 = (long) digits[at + 40] + (d4 >> 32);
    long d6 = (long) digits[at + 48] + (d5 >> 32);
    long d7 = (long) digits[at + 56] + (d6 >> 32);
    long d8 = (long) digits[at + 64] + (d7 >> 32);
    long w0 = (d0 & LOW) | d1 << 32;
    long w1 = (d2 & LOW) | d3 << 32;
    long w2 = (d4 & LOW) | d5 << 32;
    long w3 = (d6 & LOW) | d7 << 32;
    long d = w0 & LIMB;
    long up = (d + HALF) >>> 51;
    low[to] = d - (up << 51);
    d = ((w0 >>> 51 | w1 << 13) & LIMB) + up;
    up = (d + HALF) >>> 51;
    low[to + 8] = d - (up << 51);
    d = ((w1 >>> 38 | w2 << 26) & LIMB) + up;
    up = (d + HALF) >>> 51;
    low[to + 16] = d - (up << 51);
    d = ((w2 >>> 25 | w3 << 39) & LIMB) + up;
    up = (d + HALF) >>> 51;
    low[to + 24] = d - (up << 51);
    low[to + 32] = ((w3 >>> 12) & ((1L << 48) - 1)) + up;
    high[to] = d8 << 4 | w3 >>> 60;
  }
}

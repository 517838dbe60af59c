package org.probity.algebra.curve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Signed windows of an integer: s = Σ_w d_w 2^(c w) with -2^(c-1) &lt; d_w &lt;= 2^(c-1), so that c
 * - 1 bits of buckets do.
 */
final class SignedWindows {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Scalars are below 2^254; the carry out of the top window needs one bit more. */
  private static final int SCALAR_BITS = 255;

  private SignedWindows() {}

  /** Windows of a full scalar. */
  static int count(int c) {
    return (SCALAR_BITS + c - 1) / c;
  }

  /**
   * Windows of integers of absolute value at most {@code max}: the carry must not leave the top
   * one.
   */
  static int count(int c, long max) {
    int w = 1;
    // The largest number with w windows has every digit 2^(c-1).
    for (long reach = 1L << (c - 1); reach < max; w++) {
      reach += 1L << (c - 1 + c * w);
    }
    return w;
  }

  /**
   * Recodes a scalar of 32 bytes, big-endian, below 2^254, c at most 16; window w goes to {@code
   * out[at + w * stride]}.
   */
  static void recode(byte[] scalar, int offset, int c, int[] out, int at, int stride) {
    long l3 = (long) LONGS.get(scalar, offset);
    long l2 = (long) LONGS.get(scalar, offset + 8);
    long l1 = (long) LONGS.get(scalar, offset + 16);
    long l0 = (long) LONGS.get(scalar, offset + 24);
    int windows = count(c);
    int mask = (1 << c) - 1;
    int half = 1 << (c - 1);
    int carry = 0;
    for (int w = 0; w < windows; w++) {
      int d = ((int) l0 & mask) + carry;
      carry = (half - d) >>> 31;
      out[at + w * stride] = d - (carry << c);
      l0 = (l0 >>> c) | (l1 << (64 - c));
      l1 = (l1 >>> c) | (l2 << (64 - c));
      l2 = (l2 >>> c) | (l3 << (64 - c));
      l3 >>>= c;
    }
  }
}

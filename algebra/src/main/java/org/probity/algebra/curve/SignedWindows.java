package org.probity.algebra.curve;

import org.probity.algebra.field.FieldVector;

/**
 * Signed windows of an integer: s = Σ_w d_w 2^(c w) with -2^(c-1) &lt; d_w &lt;= 2^(c-1), so that c
 * - 1 bits of buckets do. Windows are at most 16 bits wide.
 */
final class SignedWindows {
  private static final int SCALAR_BITS = 254;

  private SignedWindows() {}

  /** Windows of a full scalar. */
  static int count(int c) {
    return countBits(c, SCALAR_BITS);
  }

  /** Windows of half a scalar, as the endomorphism splits it. */
  static int countHalf(int c) {
    return countBits(c, Endomorphism.BITS);
  }

  /** The carry out of the top window needs one bit more. */
  private static int countBits(int c, int bits) {
    return (bits + c) / c;
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

  /** Windows of n scalars; window w of scalar j is at w n + j. */
  static int[] full(FieldVector scalars, int c) {
    int n = scalars.length();
    int[] digits = new int[n * count(c)];
    byte[] bytes = new byte[n * PointCodec.BYTES];
    scalars.encode(bytes, 0);
    long[] k = new long[4];
    for (int j = 0; j < n; j++) {
      Lanes.words(bytes, j * PointCodec.BYTES, k);
      recode(k[0], k[1], k[2], k[3], 1, c, count(c), digits, j, n);
    }
    return digits;
  }

  /** Windows of both halves of n scalars; window w of half h of scalar j is at (2 w + h) n + j. */
  static int[] halves(FieldVector scalars, Endomorphism endomorphism, int c) {
    int n = scalars.length();
    int[] digits = new int[2 * n * countHalf(c)];
    byte[] bytes = new byte[n * PointCodec.BYTES];
    scalars.encode(bytes, 0);
    long[] k = new long[4];
    long[] half = new long[6];
    for (int j = 0; j < n; j++) {
      Lanes.words(bytes, j * PointCodec.BYTES, k);
      endomorphism.split(k, half);
      recodeHalf(half, 0, c, digits, j, 2 * n);
      recodeHalf(half, 3, c, digits, n + j, 2 * n);
    }
    return digits;
  }

  private static void recodeHalf(long[] half, int i, int c, int[] out, int at, int stride) {
    // magnitude of a number whose top word is only sign
    long sign = half[i + 2] >> 63;
    long low = (half[i] ^ sign) - sign;
    long high = (half[i + 1] ^ sign) + (low == 0 ? -sign : 0);
    recode(low, high, 0, 0, (int) sign | 1, c, countHalf(c), out, at, stride);
  }

  /** Recodes sign times a number of four words; window w goes to {@code out[at + w stride]}. */
  private static void recode(
      long l0,
      long l1,
      long l2,
      long l3,
      int sign,
      int c,
      int windows,
      int[] out,
      int at,
      int stride) {
    int mask = (1 << c) - 1;
    int half = 1 << (c - 1);
    int carry = 0;
    for (int w = 0; w < windows; w++) {
      int d = ((int) l0 & mask) + carry;
      carry = (half - d) >>> 31;
      out[at + w * stride] = sign * (d - (carry << c));
      l0 = (l0 >>> c) | (l1 << (64 - c));
      l1 = (l1 >>> c) | (l2 << (64 - c));
      l2 = (l2 >>> c) | (l3 << (64 - c));
      l3 >>>= c;
    }
  }
}

package org.probity.algebra.field;

import static org.probity.algebra.field.FieldElement.below;

import org.probity.algebra.kernel.Kernel;

/**
 * Conversion between an element (v * 2^256 mod p in four words) and a lane of a block (v * 2^255
 * mod p in five balanced limbs): a halving or doubling mod p and a regrouping of bits.
 */
final class Lanes {
  private static final long DIGIT = (1L << 51) - 1;
  private static final long HALF = 1L << 50;

  private Lanes() {}

  /** Offset of limb 0 of element i in a vector. */
  static int offset(int i) {
    return (i >> 3) * Kernel.BLOCK + (i & 7);
  }

  static void set(double[] limbs, int offset, FieldElement e) {
    PrimeField f = e.field();
    // halve: add p if odd, then shift; below 2^255
    long mask = -(e.w0 & 1);
    long a = f.p0 & mask;
    long w0 = e.w0 + a;
    long c = below(w0, a);
    a = f.p1 & mask;
    long t = e.w1 + a;
    long w1 = t + c;
    c = below(t, a) + below(w1, c);
    a = f.p2 & mask;
    t = e.w2 + a;
    long w2 = t + c;
    c = below(t, a) + below(w2, c);
    long w3 = e.w3 + (f.p3 & mask) + c;
    w0 = w0 >>> 1 | w1 << 63;
    w1 = w1 >>> 1 | w2 << 63;
    w2 = w2 >>> 1 | w3 << 63;
    w3 = w3 >>> 1;
    setBalanced(limbs, offset, f, w0, w1, w2, w3);
  }

  /** Writes the limbs of a small number itself (no Montgomery form); the others must be zero. */
  static void setLong(double[] limbs, int offset, long v) {
    long up = (v >> 51) + (v >> 50 & 1);
    limbs[offset] = v - (up << 51);
    limbs[offset + 8] = up;
  }

  /** Writes a number of [0, p) in the range of about [-p/2, p/2]. */
  private static void setBalanced(
      double[] limbs, int offset, PrimeField f, long w0, long w1, long w2, long w3) {
    // deciding by the top word leaves the value within p/2 (1 + 2^-60)
    if (w3 > f.p3 >>> 1) {
      long t0 = w0 - f.p0;
      long c = below(w0, f.p0);
      long t = w1 - f.p1;
      long t1 = t - c;
      c = below(w1, f.p1) + below(t, c);
      t = w2 - f.p2;
      long t2 = t - c;
      c = below(w2, f.p2) + below(t, c);
      w3 = w3 - f.p3 - c;
      w0 = t0;
      w1 = t1;
      w2 = t2;
    }
    long d = w0 & DIGIT;
    long up = (d + HALF) >>> 51;
    limbs[offset] = d - (up << 51);
    d = ((w0 >>> 51 | w1 << 13) & DIGIT) + up;
    up = (d + HALF) >>> 51;
    limbs[offset + 8] = d - (up << 51);
    d = ((w1 >>> 38 | w2 << 26) & DIGIT) + up;
    up = (d + HALF) >>> 51;
    limbs[offset + 16] = d - (up << 51);
    d = ((w2 >>> 25 | w3 << 39) & DIGIT) + up;
    up = (d + HALF) >>> 51;
    limbs[offset + 24] = d - (up << 51);
    limbs[offset + 32] = (w3 >> 12) + up;
  }

  static FieldElement get(PrimeField f, double[] limbs, int offset) {
    long d0 = (long) limbs[offset];
    long d1 = (long) limbs[offset + 8] + (d0 >> 51);
    long d2 = (long) limbs[offset + 16] + (d1 >> 51);
    long d3 = (long) limbs[offset + 24] + (d2 >> 51);
    long d4 = (long) limbs[offset + 32] + (d3 >> 51);
    d0 &= DIGIT;
    d1 &= DIGIT;
    d2 &= DIGIT;
    d3 &= DIGIT;
    long w0 = d0 | d1 << 51;
    long w1 = d1 >>> 13 | d2 << 38;
    long w2 = d2 >>> 26 | d3 << 25;
    long w3 = d3 >>> 39 | d4 << 12;
    // |value| < p: add p to a negative one
    long mask = w3 >> 63;
    long a = f.p0 & mask;
    w0 += a;
    long c = below(w0, a);
    a = f.p1 & mask;
    long t = w1 + a;
    w1 = t + c;
    c = below(t, a) + below(w1, c);
    a = f.p2 & mask;
    t = w2 + a;
    w2 = t + c;
    c = below(t, a) + below(w2, c);
    w3 += (f.p3 & mask) + c;
    // double
    return f.reduceOnce(w0 << 1, w1 << 1 | w0 >>> 63, w2 << 1 | w1 >>> 63, w3 << 1 | w2 >>> 63);
  }

  /**
   * Strictly decodes 32 bytes into the balanced limbs of the number itself (no Montgomery form).
   */
  static void decodePlain(PrimeField f, byte[] b, int at, double[] limbs, int offset) {
    long w3 = (long) PrimeField.WORDS.get(b, at);
    long w2 = (long) PrimeField.WORDS.get(b, at + 8);
    long w1 = (long) PrimeField.WORDS.get(b, at + 16);
    long w0 = (long) PrimeField.WORDS.get(b, at + 24);
    f.requireBelowModulus(w0, w1, w2, w3);
    setBalanced(limbs, offset, f, w0, w1, w2, w3);
  }

  /** Encodes the number v of which the limbs hold v / 2 mod p (no Montgomery form). */
  static void encodeHalf(PrimeField f, double[] limbs, int offset, byte[] dst, int at) {
    // reading a lane doubles it
    FieldElement e = get(f, limbs, offset);
    PrimeField.WORDS.set(dst, at, e.w3);
    PrimeField.WORDS.set(dst, at + 8, e.w2);
    PrimeField.WORDS.set(dst, at + 16, e.w1);
    PrimeField.WORDS.set(dst, at + 24, e.w0);
  }

  /** Copies count lanes from position {@code from} of one vector to {@code to} of another. */
  static void copy(double[] src, int from, double[] dst, int to, int count) {
    if (count > 0 && (from & 7) == 0 && (to & 7) == 0) {
      int whole = (count >> 3) * Kernel.BLOCK;
      System.arraycopy(src, (from >> 3) * Kernel.BLOCK, dst, (to >> 3) * Kernel.BLOCK, whole);
      copyLanes(src, from + (count & -8), dst, to + (count & -8), count & 7);
    } else {
      copyLanes(src, from, dst, to, count);
    }
  }

  private static void copyLanes(double[] src, int from, double[] dst, int to, int count) {
    for (int i = 0; i < count; i++) {
      int s = offset(from + i);
      int d = offset(to + i);
      dst[d] = src[s];
      dst[d + 8] = src[s + 8];
      dst[d + 16] = src[s + 16];
      dst[d + 24] = src[s + 24];
      dst[d + 32] = src[s + 32];
    }
  }
}

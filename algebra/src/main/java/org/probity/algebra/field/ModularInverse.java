package org.probity.algebra.field;

import java.math.BigInteger;

/**
 * Inverses modulo an odd number of at most 256 bits by division steps, 62 at a time.
 *
 * <p>Source: Bernstein and Yang, "Fast constant-time gcd computation and modular inversion" (2019),
 * in the variable-time form that takes several steps at once when low bits of g can be cancelled.
 * The steps depend on the low 62 bits of f and g only; they are gathered in a matrix t with 2^62
 * (f', g') = t (f, g), and d, e with d x = f, e x = g (mod p) follow, divided by 2^62 modulo p.
 * When g is 0, f is 1 or -1.
 *
 * <p>Numbers are five signed limbs of 62 bits, least significant first. The time depends on the
 * number that is inverted.
 */
final class ModularInverse {
  private static final int LIMBS = 5;
  private static final int STEPS = 62;
  private static final long MASK = (1L << STEPS) - 1;

  private final long[] p;

  /** 1 / p mod 2^62. */
  private final long inverse;

  ModularInverse(BigInteger p) {
    this.p = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      this.p[i] = p.shiftRight(STEPS * i).longValue() & MASK;
    }
    this.inverse = p.modInverse(BigInteger.ONE.shiftLeft(STEPS)).longValue();
  }

  /** Replaces the number x, 0 &lt; x &lt; p, in four words, least significant first, by 1 / x. */
  void invert(long[] words) {
    long[] f = p.clone();
    long[] g = split(words);
    long[] d = new long[LIMBS];
    long[] e = {1, 0, 0, 0, 0};
    long[] t = new long[4];
    long eta = -1;
    while ((g[0] | g[1] | g[2] | g[3] | g[4]) != 0) {
      eta = steps(eta, f[0], g[0], t);
      advance(d, e, t);
      divide(f, g, t);
    }
    normalise(d, f[LIMBS - 1] < 0);
    join(d, words);
  }

  /** 62 division steps from the low bits of f and g; fills in the matrix and returns -delta. */
  private static long steps(long eta, long f, long g, long[] t) {
    long u = 1;
    long v = 0;
    long q = 0;
    long r = 1;
    int left = STEPS;
    while (true) {
      int zeros = Long.numberOfTrailingZeros(g | (-1L << left));
      g >>= zeros;
      u <<= zeros;
      v <<= zeros;
      eta -= zeros;
      left -= zeros;
      if (left == 0) {
        break;
      }
      long w;
      if (eta < 0) {
        eta = -eta;
        long s = f;
        f = g;
        g = -s;
        s = u;
        u = q;
        q = -s;
        s = v;
        v = r;
        r = -s;
        // f (f^2 - 2) = -1/f mod 2^6
        w = (f * g * (f * f - 2)) & low(eta, left, 6);
      } else {
        // f + 8 [f = 3, 5 mod 8] = 1/f mod 2^4
        w = (-g * (f + (((f + 1) & 4) << 1))) & low(eta, left, 4);
      }
      g += f * w;
      q += u * w;
      r += v * w;
    }
    t[0] = u;
    t[1] = v;
    t[2] = q;
    t[3] = r;
    return eta;
  }

  /** Mask of the bits that may be cancelled before f and g change places again or the steps end. */
  private static long low(long eta, int left, int bits) {
    long n = Math.min(Math.min(eta + 1, left), bits);
    return (1L << n) - 1;
  }

  /** (f, g) = t (f, g) / 2^62, which is exact. */
  private static void divide(long[] f, long[] g, long[] t) {
    combine(f, g, t, f, 0, 0);
  }

  /** (d, e) = t (d, e) / 2^62 mod p; both stay in (-2p, p). */
  private void advance(long[] d, long[] e, long[] t) {
    long u = t[0];
    long v = t[1];
    long q = t[2];
    long r = t[3];
    // Multiples of p: first those that make d and e count as not negative, then so many more that
    // the low 62 bits vanish.
    long dSign = d[LIMBS - 1] >> 63;
    long eSign = e[LIMBS - 1] >> 63;
    long md = (u & dSign) + (v & eSign);
    long me = (q & dSign) + (r & eSign);
    md -= (inverse * (u * d[0] + v * e[0]) + md) & MASK;
    me -= (inverse * (q * d[0] + r * e[0]) + me) & MASK;
    combine(d, e, t, p, md, me);
  }

  /** (a, b) = (t (a, b) + (ma, mb) p) / 2^62, which must be exact. */
  private static void combine(long[] a, long[] b, long[] t, long[] p, long ma, long mb) {
    long u = t[0];
    long v = t[1];
    long q = t[2];
    long r = t[3];
    // Two sums of 128 bits; |u| + |v| and |q| + |r| are at most 2^62, so nothing overflows.
    long lo = 0;
    long hi = 0;
    long lo2 = 0;
    long hi2 = 0;
    for (int i = 0; i < LIMBS; i++) {
      long x = a[i];
      long y = b[i];
      long z = p[i];
      long s = u * x;
      lo += s;
      hi += Math.multiplyHigh(u, x) + FieldElement.below(lo, s);
      s = v * y;
      lo += s;
      hi += Math.multiplyHigh(v, y) + FieldElement.below(lo, s);
      s = ma * z;
      lo += s;
      hi += Math.multiplyHigh(ma, z) + FieldElement.below(lo, s);
      s = q * x;
      lo2 += s;
      hi2 += Math.multiplyHigh(q, x) + FieldElement.below(lo2, s);
      s = r * y;
      lo2 += s;
      hi2 += Math.multiplyHigh(r, y) + FieldElement.below(lo2, s);
      s = mb * z;
      lo2 += s;
      hi2 += Math.multiplyHigh(mb, z) + FieldElement.below(lo2, s);
      if (i > 0) {
        a[i - 1] = lo & MASK;
        b[i - 1] = lo2 & MASK;
      }
      lo = (lo >>> STEPS) | (hi << (64 - STEPS));
      hi >>= STEPS;
      lo2 = (lo2 >>> STEPS) | (hi2 << (64 - STEPS));
      hi2 >>= STEPS;
    }
    a[LIMBS - 1] = lo;
    b[LIMBS - 1] = lo2;
  }

  /** Brings d, or -d, from (-2p, 2p) to [0, p), limbs not negative. */
  private void normalise(long[] d, boolean negate) {
    if (negate) {
      for (int i = 0; i < LIMBS; i++) {
        d[i] = -d[i];
      }
    }
    add(d, 0);
    while (d[LIMBS - 1] < 0) {
      add(d, 1);
    }
    while (!below(d)) {
      add(d, -1);
    }
  }

  /** d = d + m p, carried: all limbs but the top one in [0, 2^62). */
  private void add(long[] d, long m) {
    long carry = 0;
    for (int i = 0; i < LIMBS - 1; i++) {
      long s = d[i] + m * p[i] + carry;
      d[i] = s & MASK;
      carry = s >> STEPS;
    }
    d[LIMBS - 1] += m * p[LIMBS - 1] + carry;
  }

  private boolean below(long[] d) {
    for (int i = LIMBS - 1; i >= 0; i--) {
      if (d[i] != p[i]) {
        return d[i] < p[i];
      }
    }
    return false;
  }

  private static long[] split(long[] w) {
    return new long[] {
      w[0] & MASK,
      ((w[0] >>> 62) | (w[1] << 2)) & MASK,
      ((w[1] >>> 60) | (w[2] << 4)) & MASK,
      ((w[2] >>> 58) | (w[3] << 6)) & MASK,
      w[3] >>> 56
    };
  }

  private static void join(long[] d, long[] w) {
    w[0] = d[0] | (d[1] << 62);
    w[1] = (d[1] >>> 2) | (d[2] << 60);
    w[2] = (d[2] >>> 4) | (d[3] << 58);
    w[3] = (d[3] >>> 6) | (d[4] << 56);
  }
}

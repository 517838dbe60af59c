package org.probity.algebra.kernel;

import static org.probity.algebra.kernel.Modulus.INVERSE_RADIX;
import static org.probity.algebra.kernel.Modulus.RADIX;
import static org.probity.algebra.kernel.Modulus.ROUND;
import static org.probity.algebra.kernel.Modulus.SPLIT;

/**
 * The kernel in plain Java: one number at a time, the same steps as {@link VectorKernel}. It is hot
 * after a tenth of a second and runs wherever the processor has fused multiply-add.
 */
public final class ScalarKernel implements Kernel {
  private static final double C = SPLIT;
  private static final double INV = INVERSE_RADIX;

  private final IntegerKernel integers = new ScalarIntegerKernel();

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public IntegerKernel integers() {
    return integers;
  }

  @Override
  public void product(
      double[] cols, double[] a, int aOff, int aStep, double[] b, int bOff, int bStep, int n) {
    for (int e = 0; e < n; e++) {
      int block = e >> 3;
      int lane = e & 7;
      productOne(
          cols,
          block * COLUMNS + lane,
          a,
          aOff + block * aStep + lane,
          b,
          bOff + block * bStep + lane);
    }
  }

  @Override
  public void productAdd(
      double[] cols, double[] a, int aOff, int aStep, double[] b, int bOff, int bStep, int n) {
    for (int e = 0; e < n; e++) {
      int block = e >> 3;
      int lane = e & 7;
      productAddOne(
          cols,
          block * COLUMNS + lane,
          a,
          aOff + block * aStep + lane,
          b,
          bOff + block * bStep + lane);
    }
  }

  @Override
  public void dotAdd(
      double[] acc, double[] a, int aOff, int aStep, double[] b, int bOff, int bStep, int n) {
    for (int e = 0; e < n; e++) {
      int block = e >> 3;
      int lane = e & 7;
      productAddOne(acc, lane, a, aOff + block * aStep + lane, b, bOff + block * bStep + lane);
    }
    for (int lane = 0; lane < LANES; lane++) {
      double s = acc[72 + lane];
      double t = (s + C) - C;
      acc[72 + lane] = s - t;
      acc[80 + lane] += t * INV;
    }
  }

  private static void productOne(double[] cols, int c, double[] a, int aAt, double[] b, int bAt) {
    double a0 = a[aAt];
    double a1 = a[aAt + 8];
    double a2 = a[aAt + 16];
    double a3 = a[aAt + 24];
    double a4 = a[aAt + 32];
    double b0 = b[bAt];
    double b1 = b[bAt + 8];
    double b2 = b[bAt + 16];
    double b3 = b[bAt + 24];
    double b4 = b[bAt + 32];

    double h;
    double g;
    double l;
    double up;

    h = Math.fma(a0, b0, C);
    l = Math.fma(a0, b0, C - h);
    cols[c] = l;
    up = h - C;

    h = Math.fma(a0, b1, C);
    l = Math.fma(a0, b1, C - h);
    g = Math.fma(a1, b0, h);
    l += Math.fma(a1, b0, h - g);
    cols[c + 8] = Math.fma(up, INV, l);
    up = g - C;

    h = Math.fma(a0, b2, C);
    l = Math.fma(a0, b2, C - h);
    g = Math.fma(a1, b1, h);
    l += Math.fma(a1, b1, h - g);
    h = Math.fma(a2, b0, g);
    l += Math.fma(a2, b0, g - h);
    cols[c + 16] = Math.fma(up, INV, l);
    up = h - C;

    h = Math.fma(a0, b3, C);
    l = Math.fma(a0, b3, C - h);
    g = Math.fma(a1, b2, h);
    l += Math.fma(a1, b2, h - g);
    h = Math.fma(a2, b1, g);
    l += Math.fma(a2, b1, g - h);
    g = Math.fma(a3, b0, h);
    l += Math.fma(a3, b0, h - g);
    cols[c + 24] = Math.fma(up, INV, l);
    up = g - C;

    h = Math.fma(a0, b4, C);
    l = Math.fma(a0, b4, C - h);
    g = Math.fma(a1, b3, h);
    l += Math.fma(a1, b3, h - g);
    h = Math.fma(a2, b2, g);
    l += Math.fma(a2, b2, g - h);
    g = Math.fma(a3, b1, h);
    l += Math.fma(a3, b1, h - g);
    h = Math.fma(a4, b0, g);
    l += Math.fma(a4, b0, g - h);
    cols[c + 32] = Math.fma(up, INV, l);
    up = h - C;

    h = Math.fma(a1, b4, C);
    l = Math.fma(a1, b4, C - h);
    g = Math.fma(a2, b3, h);
    l += Math.fma(a2, b3, h - g);
    h = Math.fma(a3, b2, g);
    l += Math.fma(a3, b2, g - h);
    g = Math.fma(a4, b1, h);
    l += Math.fma(a4, b1, h - g);
    cols[c + 40] = Math.fma(up, INV, l);
    up = g - C;

    h = Math.fma(a2, b4, C);
    l = Math.fma(a2, b4, C - h);
    g = Math.fma(a3, b3, h);
    l += Math.fma(a3, b3, h - g);
    h = Math.fma(a4, b2, g);
    l += Math.fma(a4, b2, g - h);
    cols[c + 48] = Math.fma(up, INV, l);
    up = h - C;

    h = Math.fma(a3, b4, C);
    l = Math.fma(a3, b4, C - h);
    g = Math.fma(a4, b3, h);
    l += Math.fma(a4, b3, h - g);
    cols[c + 56] = Math.fma(up, INV, l);
    up = g - C;

    h = Math.fma(a4, b4, C);
    l = Math.fma(a4, b4, C - h);
    cols[c + 64] = Math.fma(up, INV, l);
    up = h - C;
    cols[c + 72] = up * INV;
  }

  private static void productAddOne(
      double[] cols, int c, double[] a, int aAt, double[] b, int bAt) {
    double a0 = a[aAt];
    double a1 = a[aAt + 8];
    double a2 = a[aAt + 16];
    double a3 = a[aAt + 24];
    double a4 = a[aAt + 32];
    double b0 = b[bAt];
    double b1 = b[bAt + 8];
    double b2 = b[bAt + 16];
    double b3 = b[bAt + 24];
    double b4 = b[bAt + 32];

    double s0 = cols[c];
    double s1 = cols[c + 8];
    double s2 = cols[c + 16];
    double s3 = cols[c + 24];
    double s4 = cols[c + 32];
    double s5 = cols[c + 40];
    double s6 = cols[c + 48];
    double s7 = cols[c + 56];
    double s8 = cols[c + 64];
    double h;
    double g;
    double l;
    double up;

    h = s0 + C;
    l = s0 + (C - h);
    g = Math.fma(a0, b0, h);
    l += Math.fma(a0, b0, h - g);
    cols[c] = l;
    up = g - C;

    h = s1 + C;
    l = s1 + (C - h);
    g = Math.fma(a0, b1, h);
    l += Math.fma(a0, b1, h - g);
    h = Math.fma(a1, b0, g);
    l += Math.fma(a1, b0, g - h);
    cols[c + 8] = Math.fma(up, INV, l);
    up = h - C;

    h = s2 + C;
    l = s2 + (C - h);
    g = Math.fma(a0, b2, h);
    l += Math.fma(a0, b2, h - g);
    h = Math.fma(a1, b1, g);
    l += Math.fma(a1, b1, g - h);
    g = Math.fma(a2, b0, h);
    l += Math.fma(a2, b0, h - g);
    cols[c + 16] = Math.fma(up, INV, l);
    up = g - C;

    h = s3 + C;
    l = s3 + (C - h);
    g = Math.fma(a0, b3, h);
    l += Math.fma(a0, b3, h - g);
    h = Math.fma(a1, b2, g);
    l += Math.fma(a1, b2, g - h);
    g = Math.fma(a2, b1, h);
    l += Math.fma(a2, b1, h - g);
    h = Math.fma(a3, b0, g);
    l += Math.fma(a3, b0, g - h);
    cols[c + 24] = Math.fma(up, INV, l);
    up = (h - C) * INV;

    h = s4 + C;
    l = s4 + (C - h);
    g = h + up;
    l += up + (h - g);
    h = Math.fma(a0, b4, g);
    l += Math.fma(a0, b4, g - h);
    g = Math.fma(a1, b3, h);
    l += Math.fma(a1, b3, h - g);
    h = Math.fma(a2, b2, g);
    l += Math.fma(a2, b2, g - h);
    g = Math.fma(a3, b1, h);
    l += Math.fma(a3, b1, h - g);
    h = Math.fma(a4, b0, g);
    l += Math.fma(a4, b0, g - h);
    cols[c + 32] = l;
    up = h - C;

    h = s5 + C;
    l = s5 + (C - h);
    g = Math.fma(a1, b4, h);
    l += Math.fma(a1, b4, h - g);
    h = Math.fma(a2, b3, g);
    l += Math.fma(a2, b3, g - h);
    g = Math.fma(a3, b2, h);
    l += Math.fma(a3, b2, h - g);
    h = Math.fma(a4, b1, g);
    l += Math.fma(a4, b1, g - h);
    cols[c + 40] = Math.fma(up, INV, l);
    up = h - C;

    h = s6 + C;
    l = s6 + (C - h);
    g = Math.fma(a2, b4, h);
    l += Math.fma(a2, b4, h - g);
    h = Math.fma(a3, b3, g);
    l += Math.fma(a3, b3, g - h);
    g = Math.fma(a4, b2, h);
    l += Math.fma(a4, b2, h - g);
    cols[c + 48] = Math.fma(up, INV, l);
    up = g - C;

    h = s7 + C;
    l = s7 + (C - h);
    g = Math.fma(a3, b4, h);
    l += Math.fma(a3, b4, h - g);
    h = Math.fma(a4, b3, g);
    l += Math.fma(a4, b3, g - h);
    cols[c + 56] = Math.fma(up, INV, l);
    up = h - C;

    h = s8 + C;
    l = s8 + (C - h);
    g = Math.fma(a4, b4, h);
    l += Math.fma(a4, b4, h - g);
    cols[c + 64] = Math.fma(up, INV, l);
    up = g - C;
    cols[c + 72] = Math.fma(up, INV, cols[c + 72]);
  }

  @Override
  public void reduce(
      Modulus m,
      double[] dst,
      int dstOff,
      double[] cols,
      double[] addend,
      int addendOff,
      int addendStep,
      int n) {
    for (int e = 0; e < n; e++) {
      int block = e >> 3;
      int lane = e & 7;
      reduceOne(
          m,
          dst,
          dstOff + block * BLOCK + lane,
          cols,
          block * COLUMNS + lane,
          addend,
          addendOff + block * addendStep + lane);
    }
  }

  private static void reduceOne(
      Modulus m, double[] dst, int d, double[] cols, int c, double[] addend, int x) {
    double[] f = m.fold;
    double[] p = m.p;
    double d0 = cols[c];
    double d1 = cols[c + 8];
    double d2 = cols[c + 16];
    double d3 = cols[c + 24];
    double c4 = cols[c + 32];
    double c5 = cols[c + 40] + addend[x];
    double c6 = cols[c + 48] + addend[x + 8];
    double c7 = cols[c + 56] + addend[x + 16];
    double c8 = cols[c + 64] + addend[x + 24];
    double c9 = cols[c + 72] + addend[x + 32];

    // digits of the low columns
    double t0 = (d0 + C) - C;
    double t1 = (d1 + C) - C;
    double t2 = (d2 + C) - C;
    double t3 = (d3 + C) - C;
    d0 -= t0;
    d1 = Math.fma(t0, INV, d1 - t1);
    d2 = Math.fma(t1, INV, d2 - t2);
    d3 = Math.fma(t2, INV, d3 - t3);
    c4 = Math.fma(t3, INV, c4);

    // fold them into columns 4..8
    double g;
    double h4 = c4 + C;
    double l4 = c4 + (C - h4);
    g = Math.fma(d0, f[0], h4);
    l4 += Math.fma(d0, f[0], h4 - g);
    h4 = Math.fma(d1, f[5], g);
    l4 += Math.fma(d1, f[5], g - h4);
    g = Math.fma(d2, f[10], h4);
    l4 += Math.fma(d2, f[10], h4 - g);
    h4 = Math.fma(d3, f[15], g);
    l4 += Math.fma(d3, f[15], g - h4);

    double h5 = c5 + C;
    double l5 = c5 + (C - h5);
    g = Math.fma(d0, f[1], h5);
    l5 += Math.fma(d0, f[1], h5 - g);
    h5 = Math.fma(d1, f[6], g);
    l5 += Math.fma(d1, f[6], g - h5);
    g = Math.fma(d2, f[11], h5);
    l5 += Math.fma(d2, f[11], h5 - g);
    h5 = Math.fma(d3, f[16], g);
    l5 += Math.fma(d3, f[16], g - h5);

    double h6 = c6 + C;
    double l6 = c6 + (C - h6);
    g = Math.fma(d0, f[2], h6);
    l6 += Math.fma(d0, f[2], h6 - g);
    h6 = Math.fma(d1, f[7], g);
    l6 += Math.fma(d1, f[7], g - h6);
    g = Math.fma(d2, f[12], h6);
    l6 += Math.fma(d2, f[12], h6 - g);
    h6 = Math.fma(d3, f[17], g);
    l6 += Math.fma(d3, f[17], g - h6);

    c7 = Math.fma(h6 - C, INV, c7);
    double h7 = c7 + C;
    double l7 = c7 + (C - h7);
    g = Math.fma(d0, f[3], h7);
    l7 += Math.fma(d0, f[3], h7 - g);
    h7 = Math.fma(d1, f[8], g);
    l7 += Math.fma(d1, f[8], g - h7);
    g = Math.fma(d2, f[13], h7);
    l7 += Math.fma(d2, f[13], h7 - g);
    h7 = Math.fma(d3, f[18], g);
    l7 += Math.fma(d3, f[18], g - h7);

    double h8 = c8 + C;
    double l8 = c8 + (C - h8);
    g = Math.fma(d0, f[4], h8);
    l8 += Math.fma(d0, f[4], h8 - g);
    h8 = Math.fma(d1, f[9], g);
    l8 += Math.fma(d1, f[9], g - h8);
    g = Math.fma(d2, f[14], h8);
    l8 += Math.fma(d2, f[14], h8 - g);
    h8 = Math.fma(d3, f[19], g);
    l8 += Math.fma(d3, f[19], g - h8);

    c9 = Math.fma(h8 - C, INV, c9);

    // Montgomery digit less n times B, where n is the multiple of p to take off
    g = Math.fma(l4, m.negativeInverse, C);
    double q = Math.fma(l4, m.negativeInverse, C - g);
    double u = (Math.fma(c9, m.inverseTop, q * INV) + ROUND) - ROUND;
    q = Math.fma(-RADIX, u, q);
    l5 = Math.fma(h4 - C, INV, l5);
    l5 = Math.fma(Math.fma(q, p[0], l4), INV, l5);
    g = Math.fma(q, p[1], h5);
    l5 += Math.fma(q, p[1], h5 - g);
    l6 = Math.fma(g - C, INV, l6);
    g = Math.fma(q, p[2], C);
    l6 += Math.fma(q, p[2], C - g);
    l7 = Math.fma(g - C, INV, l7);
    g = Math.fma(q, p[3], h7);
    l7 += Math.fma(q, p[3], h7 - g);
    l8 = Math.fma(g - C, INV, l8);
    g = Math.fma(q, p[4], h8);
    l8 += Math.fma(q, p[4], h8 - g);
    c9 = Math.fma(g - h8, INV, c9);
    carry(dst, d, l5, l6, l7, l8, c9);
  }

  private static void carry(
      double[] dst, int d, double l0, double l1, double l2, double l3, double l4) {
    double t0 = (l0 + C) - C;
    double t1 = (l1 + C) - C;
    double t2 = (l2 + C) - C;
    double t3 = (l3 + C) - C;
    dst[d] = l0 - t0;
    dst[d + 8] = Math.fma(t0, INV, l1 - t1);
    dst[d + 16] = Math.fma(t1, INV, l2 - t2);
    dst[d + 24] = Math.fma(t2, INV, l3 - t3);
    dst[d + 32] = Math.fma(t3, INV, l4);
  }

  @Override
  public void add(
      Modulus m,
      double[] dst,
      int dstOff,
      double[] a,
      int aOff,
      int aStep,
      double[] b,
      int bOff,
      int bStep,
      int n) {
    for (int e = 0; e < n; e++) {
      int block = e >> 3;
      int lane = e & 7;
      int x = aOff + block * aStep + lane;
      int y = bOff + block * bStep + lane;
      normalise(
          m,
          dst,
          dstOff + block * BLOCK + lane,
          a[x] + b[y],
          a[x + 8] + b[y + 8],
          a[x + 16] + b[y + 16],
          a[x + 24] + b[y + 24],
          a[x + 32] + b[y + 32]);
    }
  }

  @Override
  public void subtract(
      Modulus m,
      double[] dst,
      int dstOff,
      double[] a,
      int aOff,
      int aStep,
      double[] b,
      int bOff,
      int bStep,
      int n) {
    for (int e = 0; e < n; e++) {
      int block = e >> 3;
      int lane = e & 7;
      int x = aOff + block * aStep + lane;
      int y = bOff + block * bStep + lane;
      normalise(
          m,
          dst,
          dstOff + block * BLOCK + lane,
          a[x] - b[y],
          a[x + 8] - b[y + 8],
          a[x + 16] - b[y + 16],
          a[x + 24] - b[y + 24],
          a[x + 32] - b[y + 32]);
    }
  }

  private static void normalise(
      Modulus m, double[] dst, int d, double l0, double l1, double l2, double l3, double l4) {
    double[] p = m.p;
    double n = -((l4 * m.inverseTop + ROUND) - ROUND);
    carry(
        dst,
        d,
        Math.fma(n, p[0], l0),
        Math.fma(n, p[1], l1),
        Math.fma(n, p[2], l2),
        Math.fma(n, p[3], l3),
        Math.fma(n, p[4], l4));
  }
}

package org.probity.algebra.kernel;

/**
 * The operations of the library on ranges of blocks of any length, made of {@link Kernel} calls on
 * chunks whose intermediate results stay in the first-level cache. Arrays, offsets and counts as in
 * {@link Kernel}; every range begins at a block. An instance belongs to one thread at a time.
 */
public final class BlockArithmetic {
  private static final int CHUNK = Kernel.CHUNK;
  private static final int CHUNK_DOUBLES = CHUNK / Kernel.LANES * Kernel.BLOCK;
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private final Kernel kernel;
  private final Modulus m;
  private final double[] cols;
  private final double[] x;
  private final double[] y;
  private final double[] z;
  private final double[] w;

  private static final class Scratch {
    final double[] cols = new double[CHUNK / Kernel.LANES * Kernel.COLUMNS];
    final double[] x = new double[CHUNK_DOUBLES];
    final double[] y = new double[CHUNK_DOUBLES];
    final double[] z = new double[CHUNK_DOUBLES];
    final double[] w = new double[CHUNK_DOUBLES];
  }

  /** An instance for the calling thread. */
  public BlockArithmetic(Kernel kernel, Modulus modulus) {
    this.kernel = kernel;
    this.m = modulus;
    Scratch s = SCRATCH.get();
    cols = s.cols;
    x = s.x;
    y = s.y;
    z = s.z;
    w = s.w;
  }

  /** With the kernel of the moment, for about {@code products} multiplications. */
  public static BlockArithmetic of(Modulus modulus, long products) {
    return new BlockArithmetic(Kernels.forWork(products), modulus);
  }

  private static int step(int chunk, int step) {
    return chunk / Kernel.LANES * step;
  }

  /** dst = a + b. */
  public void add(double[] dst, int d, double[] a, int aOff, double[] b, int bOff, int n) {
    for (int i = 0; i < n; i += CHUNK) {
      int o = step(i, Kernel.BLOCK);
      int count = Math.min(CHUNK, n - i);
      kernel.add(m, dst, d + o, a, aOff + o, Kernel.BLOCK, b, bOff + o, Kernel.BLOCK, count);
    }
  }

  /** dst = a - b. */
  public void subtract(double[] dst, int d, double[] a, int aOff, double[] b, int bOff, int n) {
    for (int i = 0; i < n; i += CHUNK) {
      int o = step(i, Kernel.BLOCK);
      int count = Math.min(CHUNK, n - i);
      kernel.subtract(m, dst, d + o, a, aOff + o, Kernel.BLOCK, b, bOff + o, Kernel.BLOCK, count);
    }
  }

  /** dst = a * b; bStep 0 multiplies by one block b. */
  public void multiply(
      double[] dst, int d, double[] a, int aOff, double[] b, int bOff, int bStep, int n) {
    for (int i = 0; i < n; i += CHUNK) {
      int o = step(i, Kernel.BLOCK);
      int count = Math.min(CHUNK, n - i);
      kernel.product(cols, a, aOff + o, Kernel.BLOCK, b, bOff + step(i, bStep), bStep, count);
      kernel.reduce(m, dst, d + o, cols, Modulus.ZEROS, 0, 0, count);
    }
  }

  /** dst = a * b + c * e for single blocks b, e. */
  public void combine(double[] dst, int d, double[] a, double[] b, double[] c, double[] e, int n) {
    for (int i = 0; i < n; i += CHUNK) {
      int o = step(i, Kernel.BLOCK);
      int count = Math.min(CHUNK, n - i);
      kernel.product(cols, a, o, Kernel.BLOCK, b, 0, 0, count);
      kernel.productAdd(cols, c, o, Kernel.BLOCK, e, 0, 0, count);
      kernel.reduce(m, dst, d + o, cols, Modulus.ZEROS, 0, 0, count);
    }
  }

  /** The kernel in use. */
  public Kernel kernel() {
    return kernel;
  }

  /** dst = dst + a * s for one block s. */
  public void addScaled(double[] dst, int d, double[] a, int aOff, double[] s, int n) {
    for (int i = 0; i < n; i += CHUNK) {
      int o = step(i, Kernel.BLOCK);
      int count = Math.min(CHUNK, n - i);
      kernel.product(cols, a, aOff + o, Kernel.BLOCK, s, 0, 0, count);
      kernel.reduce(m, dst, d + o, cols, dst, d + o, Kernel.BLOCK, count);
    }
  }

  /**
   * Adds a * s to a sum of products of one chunk, or begins one. The numbers of a are below 2^63,
   * so that a sum of 2^50 of them is less than the two products that {@link Kernel#reduce} takes.
   */
  public void addProduct(double[] a, double[] s, boolean begin, int n) {
    if (begin) {
      kernel.product(cols, a, 0, Kernel.BLOCK, s, 0, 0, n);
    } else {
      kernel.productAdd(cols, a, 0, Kernel.BLOCK, s, 0, 0, n);
    }
  }

  /** dst = the sum of products + one block; at most a chunk. */
  public void reduceProducts(double[] dst, int d, double[] addend, int n) {
    kernel.reduce(m, dst, d, cols, addend, 0, 0, n);
  }

  /** dst = a * b + c * e. */
  public void multiplyAdd(
      double[] dst,
      int d,
      double[] a,
      int aOff,
      double[] b,
      int bOff,
      double[] c,
      int cOff,
      double[] e,
      int eOff,
      int n) {
    for (int i = 0; i < n; i += CHUNK) {
      int o = step(i, Kernel.BLOCK);
      int count = Math.min(CHUNK, n - i);
      pair(a, aOff + o, b, bOff + o, c, cOff + o, e, eOff + o, count);
      kernel.reduce(m, dst, d + o, cols, Modulus.ZEROS, 0, 0, count);
    }
  }

  /**
   * The next level of a tree of fractions p/d: (p0 d1 + p1 d0) / (d0 d1). The outputs may stand
   * where p and d do.
   */
  public void addFractions(
      double[] pOut,
      double[] dOut,
      int out,
      double[] p,
      double[] d,
      int low,
      double[] p1,
      double[] d1,
      int high,
      int n) {
    for (int i = 0; i < n; i += CHUNK) {
      int o = step(i, Kernel.BLOCK);
      int count = Math.min(CHUNK, n - i);
      pair(p, low + o, d1, high + o, p1, high + o, d, low + o, count);
      kernel.reduce(m, pOut, out + o, cols, Modulus.ZEROS, 0, 0, count);
      kernel.product(cols, d, low + o, Kernel.BLOCK, d1, high + o, Kernel.BLOCK, count);
      kernel.reduce(m, dOut, out + o, cols, Modulus.ZEROS, 0, 0, count);
    }
  }

  private void pair(
      double[] a, int ao, double[] b, int bo, double[] c, int co, double[] e, int eo, int count) {
    kernel.product(cols, a, ao, Kernel.BLOCK, b, bo, Kernel.BLOCK, count);
    kernel.productAdd(cols, c, co, Kernel.BLOCK, e, eo, Kernel.BLOCK, count);
  }

  /** lo = lo + r (hi - lo) for one block r. */
  public void fold(double[] lo, int loOff, double[] hi, int hiOff, double[] r, int n) {
    for (int i = 0; i < n; i += CHUNK) {
      int o = step(i, Kernel.BLOCK);
      int count = Math.min(CHUNK, n - i);
      difference(x, hi, hiOff + o, lo, loOff + o, count);
      kernel.product(cols, x, 0, Kernel.BLOCK, r, 0, 0, count);
      kernel.reduce(m, lo, loOff + o, cols, lo, loOff + o, Kernel.BLOCK, count);
    }
  }

  private void difference(double[] dst, double[] a, int aOff, double[] b, int bOff, int count) {
    kernel.subtract(m, dst, 0, a, aOff, Kernel.BLOCK, b, bOff, Kernel.BLOCK, count);
  }

  /** acc = acc + sum of a * b, lane by lane; steps 0 use one block again and again. */
  public void dot(
      double[] acc, double[] a, int aOff, int aStep, double[] b, int bOff, int bStep, int n) {
    for (int i = 0; i < n; i += CHUNK) {
      kernel.dotAdd(
          acc,
          a,
          aOff + step(i, aStep),
          aStep,
          b,
          bOff + step(i, bStep),
          bStep,
          Math.min(CHUNK, n - i));
    }
  }

  /** zero += sum of a b on the low halves, lead += sum of (a1 - a)(b1 - b). */
  public void productRound(
      double[] zero,
      double[] lead,
      double[] a,
      double[] b,
      int low,
      double[] a1,
      double[] b1,
      int high,
      int n) {
    for (int i = 0; i < n; i += CHUNK) {
      int o = step(i, Kernel.BLOCK);
      int count = Math.min(CHUNK, n - i);
      kernel.dotAdd(zero, a, low + o, Kernel.BLOCK, b, low + o, Kernel.BLOCK, count);
      difference(x, a1, high + o, a, low + o, count);
      difference(y, b1, high + o, b, low + o, count);
      kernel.dotAdd(lead, x, 0, Kernel.BLOCK, y, 0, Kernel.BLOCK, count);
    }
  }

  /**
   * zero += sum of e (a b + c d) on the low halves, lead += the same of the differences of the
   * halves. {@code lows} and {@code highs} hold a, b, c, d.
   */
  public void pairRound(
      double[] zero,
      double[] lead,
      double[][] lows,
      int low,
      double[][] highs,
      int high,
      double[] e,
      int eOff,
      int n) {
    for (int i = 0; i < n; i += CHUNK) {
      int o = step(i, Kernel.BLOCK);
      int l = low + o;
      int count = Math.min(CHUNK, n - i);
      pair(lows[0], l, lows[1], l, lows[2], l, lows[3], l, count);
      kernel.reduce(m, x, 0, cols, Modulus.ZEROS, 0, 0, count);
      kernel.dotAdd(zero, e, eOff + o, Kernel.BLOCK, x, 0, Kernel.BLOCK, count);
      pairLead(lead, lows, l, highs, high + o, e, eOff + o, count);
    }
  }

  /** lead += sum of e (a b + c d) of the differences of the halves; operands as above. */
  public void pairLead(
      double[] lead,
      double[][] lows,
      int low,
      double[][] highs,
      int high,
      double[] e,
      int eOff,
      int n) {
    for (int i = 0; i < n; i += CHUNK) {
      int o = step(i, Kernel.BLOCK);
      int l = low + o;
      int h = high + o;
      int count = Math.min(CHUNK, n - i);
      difference(x, highs[0], h, lows[0], l, count);
      difference(y, highs[1], h, lows[1], l, count);
      difference(z, highs[2], h, lows[2], l, count);
      difference(w, highs[3], h, lows[3], l, count);
      pair(x, 0, y, 0, z, 0, w, 0, count);
      kernel.reduce(m, x, 0, cols, Modulus.ZEROS, 0, 0, count);
      kernel.dotAdd(lead, e, eOff + o, Kernel.BLOCK, x, 0, Kernel.BLOCK, count);
    }
  }
}

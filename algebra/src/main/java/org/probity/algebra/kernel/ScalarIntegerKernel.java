package org.probity.algebra.kernel;

/** {@link IntegerKernel} in plain Java. */
final class ScalarIntegerKernel implements IntegerKernel {
  @Override
  public boolean isNarrow(int[] m, int mOff, int stride, int rows, int n) {
    int bits = 0;
    for (int r = 0; r < rows; r++) {
      bits |= shiftedBits(m, mOff + r * stride, mOff + r * stride + n);
    }
    return areNarrow(bits);
  }

  /** The bits that occur in x + 2^16 for the entries x from .. to - 1. */
  static int shiftedBits(int[] m, int from, int to) {
    int bits = 0;
    for (int i = from; i < to; i++) {
      bits |= m[i] + ENTRY_BOUND;
    }
    return bits;
  }

  /** Whether numbers of these bits are in [0, 2^17). */
  static boolean areNarrow(int bits) {
    return (bits & -2 * ENTRY_BOUND) == 0;
  }

  @Override
  public void addRows(
      double[] acc, int blocks, int[] m, int mOff, int stride, int rows, double[] w, int wOff) {
    for (int e = 0; e < blocks * Kernel.LANES; e++) {
      int at = (e >> 3) * SUM + (e & 7);
      int x = mOff + e;
      for (int r = 0; r < rows; r++) {
        addOne(acc, at, w, wOff + DIGITS * r, 1, m[x]);
        x += stride;
      }
      carry(acc, at);
    }
  }

  @Override
  public void addDots(
      double[] acc,
      int accOff,
      int rows,
      int[] m,
      int mOff,
      int stride,
      int blocks,
      double[] v,
      int vOff) {
    for (int r = 0; r < rows; r++) {
      for (int lane = 0; lane < Kernel.LANES; lane++) {
        int at = accOff + r * SUM + lane;
        int x = mOff + r * stride + lane;
        for (int b = 0; b < blocks; b++) {
          addOne(acc, at, v, vOff + b * BLOCK + lane, Kernel.LANES, m[x + Kernel.LANES * b]);
        }
        carry(acc, at);
      }
    }
  }

  /** Adds x times an element whose digits stand at a step from each other. */
  private static void addOne(double[] acc, int at, double[] w, int wOff, int step, double x) {
    for (int k = 0; k < DIGITS; k++) {
      acc[at + Kernel.LANES * k] = Math.fma(x, w[wOff + step * k], acc[at + Kernel.LANES * k]);
    }
  }

  private static void carry(double[] acc, int at) {
    double up = 0;
    for (int k = 0; k < DIGITS; k++) {
      double x = acc[at + Kernel.LANES * k];
      double t = (x + SPLIT) - SPLIT;
      acc[at + Kernel.LANES * k] = x - t + up;
      up = t * INVERSE_RADIX;
    }
    acc[at + Kernel.LANES * DIGITS] += up;
  }
}

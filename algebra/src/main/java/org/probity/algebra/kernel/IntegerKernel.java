package org.probity.algebra.kernel;

/**
 * Sums of small integers times field elements, unreduced.
 *
 * <p><b>Layout.</b> An element is eight digits of 32 bits, balanced: |digit| <= 2^31, weights 2^(32
 * k). A <i>digit block</i> is eight elements, digit-major: digit k of lane i at 8k + i, 64 doubles.
 * A <i>sum block</i> has a ninth digit, 72 doubles. The integers x of a matrix stand at mOff + row
 * * stride + column, |x| <= 2^16.
 *
 * <p><b>Bounds.</b> A product is at most 2^47, and at most {@link #TERMS} = 60 of them are added to
 * a digit of at most 2^31 + 2^21: below 2^53, so exact. Then the eight digits are carried at once,
 * the last into the ninth, which only grows by carries of at most 2^21.
 */
public interface IntegerKernel {
  /** Digits of an element. */
  int DIGITS = 8;

  /** Doubles of a digit block. */
  int BLOCK = Kernel.LANES * DIGITS;

  /** Doubles of a sum block. */
  int SUM = BLOCK + Kernel.LANES;

  /** Products that may be added to a digit before it is carried. */
  int TERMS = 60;

  /** Entries must be in [-2^16, 2^16). */
  int ENTRY_BOUND = 1 << 16;

  /** Adding this rounds to a multiple of 2^32. */
  double SPLIT = 0x1.8p84;

  /** 2^-32. */
  double INVERSE_RADIX = 0x1p-32;

  /** Whether the first n entries of all rows are in [-2^16, 2^16). */
  boolean isNarrow(int[] m, int mOff, int stride, int rows, int n);

  /**
   * Rows times weights: digit k of lane i of sum block b of acc += sum over r < rows of w[wOff + 8r
   * + k] * m(r, 8b + i), for b < blocks; rows <= TERMS.
   */
  void addRows(
      double[] acc, int blocks, int[] m, int mOff, int stride, int rows, double[] w, int wOff);

  /**
   * Rows times a vector, lane by lane: digit k of lane i of sum block r of acc += sum over b <
   * blocks of digit k of lane i of block b of v * m(r, 8b + i), for r < rows; blocks <= TERMS.
   */
  void addDots(
      double[] acc,
      int accOff,
      int rows,
      int[] m,
      int mOff,
      int stride,
      int blocks,
      double[] v,
      int vOff);
}

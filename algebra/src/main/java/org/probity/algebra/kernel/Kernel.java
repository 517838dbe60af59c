package org.probity.algebra.kernel;

/**
 * Arithmetic modulo a 254-bit prime on blocks of eight numbers held in doubles.
 *
 * <p><b>Layout.</b> A block is eight numbers of five limbs, limb-major: limb k of lane i stands at
 * 8k + i, 40 doubles in all. A block of <i>columns</i> is an unreduced product, ten columns of
 * eight lanes at 8k + i, 80 doubles. An <i>accumulator</i> is one block of eleven columns, 88
 * doubles. All values are integers; limb and column k have the weight B^k, B = 2^51. Offsets count
 * doubles. A step is the distance between two blocks of an operand: {@link #BLOCK}, or 0 to use one
 * block again and again. {@code n} counts numbers, at most {@link #CHUNK}; lanes of the last block
 * beyond n may be overwritten with anything, except in {@link #dotAdd}, which leaves them out. A
 * result may be written over an operand of the same offset.
 *
 * <p><b>Product of two limbs.</b> With C = 1.5 * 2^103 + 2^70 every double in [2^103, 2^104) is a
 * multiple of B. For integers a, b and h0 = C + (a multiple of B), h1 = fma(a, b, h0) rounds a*b to
 * a multiple of B, and fma(a, b, h0 - h1) is the signed rest, |rest| <= 2^50, both exactly, as long
 * as h1 stays in that interval, that is the sum of the chained products in [-2^102 - 2^70, 2^102 -
 * 2^70). Below, h1 would be a multiple of B/2 only, and the high part no integer. Above, it is a
 * multiple of 2B: exact as well, but |rest| <= 2^51. The high parts of a column are chained through
 * h; its rests are added up. Adding an integer x to the chain ("x enters") replaces it by a rest of
 * at most 2^50.
 *
 * <p><b>Bounds</b>, in units u = 2^50; doubles are exact up to 8u, chains up to 4u^2.
 *
 * <ul>
 *   <li><i>Normal</i> number: |limb| <= u + 8 for limbs 0..3, |value| <= p/2 (1 + 2^-40), hence
 *       |limb 4| <= 0.3781u. Every operand and every result is normal.
 *   <li>Product, column k: at most one rest u for each of its products, plus the high part of
 *       column k - 1, which is at most half a unit for each of its products: 1, 2.5, 4, 5.5, 7,
 *       5.9, 4.4, 2.9, 1.4, 0.1 units for k = 0..9 (limb 4 enters the high parts with 0.3781).
 *       Longest chains: column 4, 3 + 2 * 0.3781 < 4 u^2, and column 3, four products of up to (u +
 *       8)^2, which is 4 u^2 + 65u: that is what the 2^70 in C are for. Only the last product can
 *       take that chain beyond 2^104, where its rest counts two units instead of one.
 *   <li>Product added to columns of at most 7.5u: the old column enters, so it counts one unit: 2,
 *       3.5, 5, 6.5, then 1 + 5 + 1 for column 4, where the high part of column 3 (2u) enters too,
 *       6.9, 5.4, 3.9, 2.4; 7.5 for column 3 where its chain is at its end. So columns stay within
 *       these bounds (+ 64) however many products are added; only column 9 grows, by 0.072u for
 *       each, which is why {@link #dotAdd} carries it on into column 10 at the end of a chunk and
 *       {@link #reduce} takes at most two products.
 *   <li>Reduction: columns 0..3 are carried (digits <= u + 4), the addend joins columns 5..9 (<=
 *       7.9u). Columns 4..8 enter and the digits times the constants F_k = B^(k-4) mod p follow: L
 *       = 1 + 4 rests. Let V be the sum that is left, with B^4 divided out. The Montgomery digit q
 *       makes column 4 vanish: q = -L_4/p mod B; |L_4| <= 5u times |1/p mod B| < 0.75u stays below
 *       4u^2. From q and the top column one knows n = round((V + qp)/(Bp)), and q - nB does the
 *       work of q and of the final subtraction of n*p at once. |q - nB| <= 3.5u by (c), the chains
 *       with it stay below 4u^2 by (d), except that column 6 has a chain of its own for it and
 *       hands the high part of its first chain (1.4u) to column 7 (4.9u) before that enters. Column
 *       sums: 6u plus half the chain of the column before, < 8u. fma(q - nB, p_0, L_4) is a
 *       multiple of B below 4u^2, hence exact.
 *   <li>Result: the carries of columns 5..8 are taken at once, so the limbs are <= u + 4; n was
 *       rounded from a top limb that lacks carries of at most 8 and was divided with a relative
 *       error of 2^-51, so |value| <= p/2 (1 + 2^-45).
 *   <li>Sum and difference: limbs <= 2u + 16, n = round(limb 4 / p) is in {-1, 0, 1}, so below 3u +
 *       16 before the carries.
 * </ul>
 *
 * <p>The inequalities between the constants, checked by {@link Modulus}: (a) p_4 < 0.76u; (b) |1/p
 * mod B| < 0.75u; (c) 2 (p/2^256 + 1/2 + sum_k |F_k|/(2p) + 1/2) < 3.5, for two products, the
 * addend, the folded digits and q itself; (d) sum_k |F_k,j| + 3.5 |p_j| < 3.97u for each limb j,
 * for j = 2 each of the two sums alone.
 *
 * <p>The source of exact products by two FMAs is Dekker (1971); their use for wide integer columns
 * with a rounding constant is Emmart, Zheng and Weems, "Faster modular exponentiation using double
 * precision floating point arithmetic on the GPU" (ARITH 2018).
 *
 * <p>Implementations are stateless. Arguments are not checked here: callers do that.
 */
public interface Kernel {
  /** Lanes of a block. */
  int LANES = 8;

  /** Doubles of a block. */
  int BLOCK = LANES * Modulus.LIMBS;

  /** Doubles of a block of columns. */
  int COLUMNS = LANES * 2 * Modulus.LIMBS;

  /** Doubles of an accumulator. */
  int ACCUMULATOR = LANES * (2 * Modulus.LIMBS + 1);

  /** Largest n of one call. */
  int CHUNK = 64;

  /** One word for logs and benchmarks. */
  String name();

  /** The kernel of the same kind for small integers. */
  IntegerKernel integers();

  /** cols = a * b. */
  void product(
      double[] cols, double[] a, int aOff, int aStep, double[] b, int bOff, int bStep, int n);

  /** cols = cols + a * b, from columns of one product. */
  void productAdd(
      double[] cols, double[] a, int aOff, int aStep, double[] b, int bOff, int bStep, int n);

  /** dst = cols / R + addend mod p, from columns of at most two products. */
  void reduce(
      Modulus m,
      double[] dst,
      int dstOff,
      double[] cols,
      double[] addend,
      int addendOff,
      int addendStep,
      int n);

  /** acc = acc + sum over the blocks of a * b, lane by lane, unreduced. */
  void dotAdd(
      double[] acc, double[] a, int aOff, int aStep, double[] b, int bOff, int bStep, int n);

  /** dst = a + b mod p. */
  void add(
      Modulus m,
      double[] dst,
      int dstOff,
      double[] a,
      int aOff,
      int aStep,
      double[] b,
      int bOff,
      int bStep,
      int n);

  /** dst = a - b mod p. */
  void subtract(
      Modulus m,
      double[] dst,
      int dstOff,
      double[] a,
      int aOff,
      int aStep,
      double[] b,
      int bOff,
      int bStep,
      int n);
}

package org.probity.algebra.kernel;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The constants of one prime modulus p in the limb form of the kernels.
 *
 * <p>A number is a row of five doubles, least significant first, each an integer, weighted by
 * powers of B = 2^51; the kernels keep values near [-p/2, p/2] and compute with the Montgomery
 * radix R = B^5 = 2^255. The class checks the inequalities between the constants that the bound
 * argument of {@link Kernel} rests on.
 */
public final class Modulus {
  /** Bits of one limb. */
  public static final int LIMB_BITS = 51;

  /** Limbs of one number. */
  public static final int LIMBS = 5;

  /** B as a double. */
  static final double RADIX = 0x1p51;

  /** 1 / B. */
  static final double INVERSE_RADIX = 0x1p-51;

  /**
   * Adding this rounds to a multiple of B: every double of [2^103, 2^104) is one. A little more
   * than the middle, see {@link Kernel}.
   */
  static final double SPLIT = 0x1.8p103 + 0x1p70;

  /** Adding this rounds to an integer. */
  static final double ROUND = 0x1.8p52;

  /** A block of eight zeros, for operations with an addend that have none; never written. */
  @SuppressWarnings("MutablePublicArray") // read by the kernels' callers in algebra alone
  public static final double[] ZEROS = new double[Kernel.BLOCK];

  private static final BigInteger B = BigInteger.TWO.pow(LIMB_BITS);

  /** Limbs of p. */
  final double[] p;

  /** Limbs of B^(k-4) mod p for k = 0..3, one row of five for each k, in [-p/2, p/2]. */
  final double[] fold;

  /** -1/p mod B, balanced. */
  final double negativeInverse;

  /** B^4 / p: turns a top limb into a multiple of p. */
  final double inverseTop;

  /** Eight of each, for loading: the fold constants, p, negativeInverse, inverseTop. */
  final double[] wide;

  private final BigInteger value;

  public Modulus(BigInteger value) {
    this.value = value;
    p = limbs(value);
    fold = new double[4 * LIMBS];
    for (int k = 0; k < 4; k++) {
      BigInteger f = balanced(B.modPow(BigInteger.valueOf(k - 4L), value), value);
      System.arraycopy(limbs(f), 0, fold, k * LIMBS, LIMBS);
    }
    negativeInverse = balanced(value.modInverse(B).negate().mod(B), B).doubleValue();
    inverseTop = B.pow(4).doubleValue() / value.doubleValue();
    wide = wide();
    checkBounds();
  }

  private double[] wide() {
    double[] all = Arrays.copyOf(fold, fold.length + LIMBS + 2);
    System.arraycopy(p, 0, all, fold.length, LIMBS);
    all[fold.length + LIMBS] = negativeInverse;
    all[fold.length + LIMBS + 1] = inverseTop;
    double[] eight = new double[all.length * Kernel.LANES];
    for (int i = 0; i < eight.length; i++) {
      eight[i] = all[i / Kernel.LANES];
    }
    return eight;
  }

  public BigInteger value() {
    return value;
  }

  /** Five balanced limbs of a number of at most 254 bits, the lower four in [-2^50, 2^50). */
  public static double[] limbs(BigInteger v) {
    double[] limbs = new double[LIMBS];
    BigInteger rest = v;
    for (int i = 0; i < LIMBS - 1; i++) {
      BigInteger digit = balanced(rest.mod(B), B);
      limbs[i] = digit.doubleValue();
      rest = rest.subtract(digit).shiftRight(LIMB_BITS);
    }
    limbs[LIMBS - 1] = rest.doubleValue();
    return limbs;
  }

  private static BigInteger balanced(BigInteger v, BigInteger modulus) {
    return v.shiftLeft(1).compareTo(modulus) >= 0 ? v.subtract(modulus) : v;
  }

  /**
   * The inequalities (a) to (d) of the bound argument in {@link Kernel}; limbs in units of 2^50.
   */
  private void checkBounds() {
    double foldedValue = 0;
    double[] column = new double[LIMBS];
    for (int k = 0; k < 4; k++) {
      foldedValue += Math.abs(fold[k * LIMBS + 4] * 0x1p-50 / 2);
      for (int j = 0; j < LIMBS; j++) {
        column[j] += Math.abs(fold[k * LIMBS + j]) * 0x1p-50;
      }
    }
    double top = p[4] * 0x1p-50;
    // |q| / 2^50 of the reduction: two products and an addend, the folded digits, half a p for q
    double quotient = 2 * (2 * top / 8 + 0.5 + foldedValue / top + 0.5) + 0x1p-20;
    boolean ok = top < 0.76 && Math.abs(negativeInverse) * 0x1p-50 < 0.75 && quotient < 3.5;
    for (int j = 0; j < LIMBS; j++) {
      double own = Math.abs(p[j]) * 0x1p-50 * quotient;
      ok &= j == 2 ? Math.max(column[j], own) < 3.9 : column[j] + own < 3.97;
    }
    if (!ok) {
      throw new IllegalArgumentException("the kernels' bounds do not hold for this modulus");
    }
  }
}

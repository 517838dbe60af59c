package org.probity.algebra.field;

import static org.probity.algebra.field.FieldElement.below;

/** Montgomery reduction of sums of products. */
final class WideReduction {
  private static final int WORDS = 9;
  private static final int STEPS = 5;
  private static final long DIGIT = (1L << 51) - 1;

  private WideReduction() {}

  /**
   * The element whose Montgomery form is S / 2^320 mod p, where S is the sum of columns[k] 2^(51 k)
   * over eleven columns, each of absolute value below 2^62, and |S| < 2^566.
   */
  static FieldElement reduce(PrimeField f, long[] columns) {
    long[] w = words(columns);
    boolean negative = w[WORDS - 1] < 0;
    if (negative) {
      negate(w);
    }
    // each step adds the multiple of p that clears the lowest word
    for (int i = 0; i < STEPS; i++) {
      long m = w[i] * f.negativeInverse;
      long carry = Math.unsignedMultiplyHigh(m, f.p0) + (w[i] == 0 ? 0 : 1);
      carry = addProduct(w, i + 1, m, f.p1, carry);
      carry = addProduct(w, i + 2, m, f.p2, carry);
      carry = addProduct(w, i + 3, m, f.p3, carry);
      for (int j = i + 4; j < WORDS; j++) {
        w[j] += carry;
        carry = below(w[j], carry);
      }
    }
    // below 2^566 / 2^320 + p < 2p
    FieldElement e = f.reduceOnce(w[STEPS], w[STEPS + 1], w[STEPS + 2], w[STEPS + 3]);
    return negative ? e.negate() : e;
  }

  private static long addProduct(long[] w, int at, long m, long p, long carry) {
    long lo = m * p;
    long hi = Math.unsignedMultiplyHigh(m, p);
    lo += carry;
    hi += below(lo, carry);
    w[at] += lo;
    return hi + below(w[at], lo);
  }

  /** Two's complement of the sum. */
  private static long[] words(long[] columns) {
    long[] w = new long[WORDS];
    long carry = 0;
    int bit = 0;
    for (int k = 0; k < columns.length; k++, bit += 51) {
      long v = columns[k] + carry;
      carry = v >> 51;
      // the last column keeps its sign
      put(w, bit, k == columns.length - 1 ? v : v & DIGIT);
    }
    return w;
  }

  /** Puts v at a bit position above all that was put before; the sign of v fills the rest. */
  private static void put(long[] w, int bit, long v) {
    int word = bit >> 6;
    int shift = bit & 63;
    w[word] |= v << shift;
    if (word + 1 < WORDS) {
      w[word + 1] = shift == 0 ? v >> 63 : v >> (64 - shift);
    }
  }

  private static void negate(long[] w) {
    long carry = 1;
    for (int i = 0; i < w.length; i++) {
      w[i] = ~w[i] + carry;
      carry = carry == 1 && w[i] == 0 ? 1 : 0;
    }
  }
}

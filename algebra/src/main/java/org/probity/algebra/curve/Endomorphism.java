package org.probity.algebra.curve;

import java.math.BigInteger;
import org.probity.algebra.field.FieldElement;

/**
 * The endomorphism φ(x, y) = (β x, y) = λ (x, y) of a curve y^2 = x^3 + b, β a cube root of unity
 * of the base field and λ one of the scalar field, and the splitting k = k1 + k2 λ (mod n) into
 * halves of 127 bits.
 *
 * <p>Source: Gallant, Lambert and Vanstone, "Faster point multiplication on elliptic curves with
 * efficient endomorphisms" (2001). With short vectors (a1, b1), (a2, b2) of the lattice of all (x,
 * y) with x + y λ = 0 (mod n), c1 = round(k b2 / n) and c2 = round(-k b1 / n), k1 = k - c1 a1 - c2
 * a2 and k2 = -c1 b1 - c2 b2. The quotients are taken with a reciprocal of 320 bits; one that is
 * rounded the other way gives other halves of the same k, within the same bounds.
 */
final class Endomorphism {
  /** Bits of a half, without its sign. */
  static final int BITS = 127;

  private static final int SHIFT = 320;
  private static final int WORDS = 3;

  private final FieldElement beta;
  private final double[] betaBlock;

  /** |b2| 2^320 / n and |b1| 2^320 / n, four words, least significant first. */
  private final long[] reciprocal1;

  private final long[] reciprocal2;

  /** What c1 and c2, without their signs, add to k1 and k2: numbers modulo 2^192. */
  private final long[][] toFirst = new long[2][];

  private final long[][] toSecond = new long[2][];

  Endomorphism(Curve curve, BigInteger beta, BigInteger lambda) {
    this.beta = curve.baseField().of(beta);
    this.betaBlock = curve.lanes().constant(this.beta, 1);
    BigInteger n = curve.scalarField().modulus();
    BigInteger[][] v = shortVectors(n, lambda);
    BigInteger c1 = BigInteger.valueOf(v[1][1].signum());
    BigInteger c2 = BigInteger.valueOf(-v[0][1].signum());
    reciprocal1 = words(v[1][1].abs().shiftLeft(SHIFT).divide(n), 4);
    reciprocal2 = words(v[0][1].abs().shiftLeft(SHIFT).divide(n), 4);
    toFirst[0] = words(c1.negate().multiply(v[0][0]), WORDS);
    toFirst[1] = words(c2.negate().multiply(v[1][0]), WORDS);
    toSecond[0] = words(c1.negate().multiply(v[0][1]), WORDS);
    toSecond[1] = words(c2.negate().multiply(v[1][1]), WORDS);
  }

  /** Two independent short vectors, by the extended Euclidean algorithm stopped half-way. */
  private static BigInteger[][] shortVectors(BigInteger n, BigInteger lambda) {
    BigInteger[] before = {n, BigInteger.ZERO};
    BigInteger[] now = {lambda, BigInteger.ONE};
    BigInteger root = n.sqrt();
    while (now[0].compareTo(root) >= 0) {
      BigInteger[] next = step(before, now);
      before = now;
      now = next;
    }
    BigInteger[] after = step(before, now);
    boolean earlier = norm(before).compareTo(norm(after)) < 0;
    BigInteger[] second = earlier ? before : after;
    return new BigInteger[][] {{now[0], now[1].negate()}, {second[0], second[1].negate()}};
  }

  private static BigInteger[] step(BigInteger[] before, BigInteger[] now) {
    BigInteger q = before[0].divide(now[0]);
    return new BigInteger[] {
      before[0].subtract(q.multiply(now[0])), before[1].subtract(q.multiply(now[1]))
    };
  }

  private static BigInteger norm(BigInteger[] v) {
    return v[0].pow(2).add(v[1].pow(2));
  }

  private static long[] words(BigInteger v, int count) {
    long[] w = new long[count];
    for (int i = 0; i < count; i++) {
      w[i] = v.shiftRight(64 * i).longValue();
    }
    return w;
  }

  FieldElement beta() {
    return beta;
  }

  /** The points followed by their images. */
  double[] withImages(PointVector points, Lanes lanes) {
    int n = points.length();
    double[] all = new double[2 * n * BatchAdder.POINT];
    double[] x = new double[Lanes.blocks(n) * Lanes.BLOCK];
    for (int i = 0; i < n; i++) {
      Lanes.gather(points.limbs(), i * BatchAdder.POINT, x, i);
    }
    lanes.multiplyByBlock(x, betaBlock, Lanes.blocks(n));
    System.arraycopy(points.limbs(), 0, all, 0, n * BatchAdder.POINT);
    System.arraycopy(points.limbs(), 0, all, n * BatchAdder.POINT, n * BatchAdder.POINT);
    for (int i = 0; i < n; i++) {
      Lanes.scatter(x, i, all, (n + i) * BatchAdder.POINT);
    }
    return all;
  }

  /**
   * Splits k, four words, least significant first; the halves go to {@code out[0..2]} and {@code
   * out[3..5]}, signed.
   */
  void split(long[] k, long[] out) {
    long[] c1 = quotient(k, reciprocal1);
    long[] c2 = quotient(k, reciprocal2);
    for (int i = 0; i < WORDS; i++) {
      out[i] = k[i];
      out[WORDS + i] = 0;
    }
    addProduct(out, 0, c1, toFirst[0]);
    addProduct(out, 0, c2, toFirst[1]);
    addProduct(out, WORDS, c1, toSecond[0]);
    addProduct(out, WORDS, c2, toSecond[1]);
  }

  /** round(k r / 2^320), two words. */
  private static long[] quotient(long[] k, long[] r) {
    long[] product = new long[8];
    for (int i = 0; i < 4; i++) {
      long carry = 0;
      for (int j = 0; j < 4; j++) {
        carry = multiplyInto(product, i + j, k[i], r[j], carry);
      }
      product[i + 4] = carry;
    }
    long low = product[5] + (product[4] >>> 63);
    return new long[] {low, product[6] + (low == 0 ? product[4] >>> 63 : 0)};
  }

  /** out[at..at+2] += c m modulo 2^192, c of two words. */
  private static void addProduct(long[] out, int at, long[] c, long[] m) {
    long carry = 0;
    for (int j = 0; j < WORDS; j++) {
      carry = multiplyInto(out, at + j, c[0], m[j], carry);
    }
    carry = 0;
    for (int j = 0; j < WORDS - 1; j++) {
      carry = multiplyInto(out, at + 1 + j, c[1], m[j], carry);
    }
  }

  /** to[at] += a b + carry; returns the carry. */
  private static long multiplyInto(long[] to, int at, long a, long b, long carry) {
    long low = a * b;
    long high = Math.unsignedMultiplyHigh(a, b);
    low += carry;
    high += Long.compareUnsigned(low, carry) < 0 ? 1 : 0;
    to[at] += low;
    return high + (Long.compareUnsigned(to[at], low) < 0 ? 1 : 0);
  }
}

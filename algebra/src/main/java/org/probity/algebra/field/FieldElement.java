package org.probity.algebra.field;

import java.math.BigInteger;
import java.util.Objects;

/**
 * An immutable element of a {@link PrimeField}.
 *
 * <p>Representation: v is held as v * 2^256 mod p (Montgomery form), canonical in [0, p), in four
 * 64-bit words, least significant first. {@link #toString} never shows the value, which may be
 * secret. Operations take operands of one field only. Their time may depend on the values.
 */
public final class FieldElement {
  private final PrimeField field;
  final long w0;
  final long w1;
  final long w2;
  final long w3;

  /** From the words of the Montgomery form, which must be below p. */
  FieldElement(PrimeField field, long w0, long w1, long w2, long w3) {
    this.field = field;
    this.w0 = w0;
    this.w1 = w1;
    this.w2 = w2;
    this.w3 = w3;
  }

  public PrimeField field() {
    return field;
  }

  public boolean isZero() {
    return (w0 | w1 | w2 | w3) == 0;
  }

  public FieldElement add(FieldElement o) {
    check(o);
    // p < 2^254: the sum does not leave 256 bits
    long s0 = w0 + o.w0;
    long c = below(s0, w0);
    long t = w1 + o.w1;
    long s1 = t + c;
    c = below(t, w1) + below(s1, c);
    t = w2 + o.w2;
    long s2 = t + c;
    c = below(t, w2) + below(s2, c);
    long s3 = w3 + o.w3 + c;
    return field.reduceOnce(s0, s1, s2, s3);
  }

  public FieldElement subtract(FieldElement o) {
    check(o);
    long s0 = w0 - o.w0;
    long c = below(w0, o.w0);
    long t = w1 - o.w1;
    long s1 = t - c;
    c = below(w1, o.w1) + below(t, c);
    t = w2 - o.w2;
    long s2 = t - c;
    c = below(w2, o.w2) + below(t, c);
    long s3 = w3 - o.w3 - c;
    // both below 2^254: the sign bit tells whether to add p
    long mask = s3 >> 63;
    long a0 = field.p0 & mask;
    long a1 = field.p1 & mask;
    long a2 = field.p2 & mask;
    s0 += a0;
    c = below(s0, a0);
    t = s1 + a1;
    s1 = t + c;
    c = below(t, a1) + below(s1, c);
    t = s2 + a2;
    s2 = t + c;
    c = below(t, a2) + below(s2, c);
    s3 += (field.p3 & mask) + c;
    return new FieldElement(field, s0, s1, s2, s3);
  }

  public FieldElement negate() {
    return field.zero().subtract(this);
  }

  public FieldElement square() {
    return multiply(this);
  }

  /**
   * Montgomery product, word by word (Koc, Acar and Kaliski, "Analyzing and comparing Montgomery
   * multiplication algorithms", CIOS), without the top carry words: p_3 is below 2^62.
   */
  public FieldElement multiply(FieldElement o) {
    check(o);
    PrimeField f = field;
    long p0 = f.p0;
    long p1 = f.p1;
    long p2 = f.p2;
    long p3 = f.p3;
    long b0 = o.w0;
    long b1 = o.w1;
    long b2 = o.w2;
    long b3 = o.w3;
    long t0;
    long t1;
    long t2;
    long t3;
    long lo;
    long hi;
    long m;
    long up;
    long down;

    // word 0
    t0 = w0 * b0;
    up = Math.unsignedMultiplyHigh(w0, b0);
    m = t0 * f.negativeInverse;
    lo = m * p0;
    down = Math.unsignedMultiplyHigh(m, p0) + below(t0 + lo, lo);
    lo = w0 * b1;
    hi = Math.unsignedMultiplyHigh(w0, b1);
    lo += up;
    up = hi + below(lo, up);
    t1 = lo;
    lo = m * p1;
    hi = Math.unsignedMultiplyHigh(m, p1);
    lo += down;
    hi += below(lo, down);
    t0 = t1 + lo;
    down = hi + below(t0, lo);
    lo = w0 * b2;
    hi = Math.unsignedMultiplyHigh(w0, b2);
    lo += up;
    up = hi + below(lo, up);
    t2 = lo;
    lo = m * p2;
    hi = Math.unsignedMultiplyHigh(m, p2);
    lo += down;
    hi += below(lo, down);
    t1 = t2 + lo;
    down = hi + below(t1, lo);
    lo = w0 * b3;
    hi = Math.unsignedMultiplyHigh(w0, b3);
    lo += up;
    up = hi + below(lo, up);
    t3 = lo;
    lo = m * p3;
    hi = Math.unsignedMultiplyHigh(m, p3);
    lo += down;
    hi += below(lo, down);
    t2 = t3 + lo;
    down = hi + below(t2, lo);
    t3 = up + down;

    // word 1
    lo = w1 * b0;
    t0 += lo;
    up = Math.unsignedMultiplyHigh(w1, b0) + below(t0, lo);
    m = t0 * f.negativeInverse;
    lo = m * p0;
    down = Math.unsignedMultiplyHigh(m, p0) + below(t0 + lo, lo);
    lo = w1 * b1;
    hi = Math.unsignedMultiplyHigh(w1, b1);
    lo += up;
    hi += below(lo, up);
    t1 += lo;
    up = hi + below(t1, lo);
    lo = m * p1;
    hi = Math.unsignedMultiplyHigh(m, p1);
    lo += down;
    hi += below(lo, down);
    t0 = t1 + lo;
    down = hi + below(t0, lo);
    lo = w1 * b2;
    hi = Math.unsignedMultiplyHigh(w1, b2);
    lo += up;
    hi += below(lo, up);
    t2 += lo;
    up = hi + below(t2, lo);
    lo = m * p2;
    hi = Math.unsignedMultiplyHigh(m, p2);
    lo += down;
    hi += below(lo, down);
    t1 = t2 + lo;
    down = hi + below(t1, lo);
    lo = w1 * b3;
    hi = Math.unsignedMultiplyHigh(w1, b3);
    lo += up;
    hi += below(lo, up);
    t3 += lo;
    up = hi + below(t3, lo);
    lo = m * p3;
    hi = Math.unsignedMultiplyHigh(m, p3);
    lo += down;
    hi += below(lo, down);
    t2 = t3 + lo;
    down = hi + below(t2, lo);
    t3 = up + down;

    // word 2
    lo = w2 * b0;
    t0 += lo;
    up = Math.unsignedMultiplyHigh(w2, b0) + below(t0, lo);
    m = t0 * f.negativeInverse;
    lo = m * p0;
    down = Math.unsignedMultiplyHigh(m, p0) + below(t0 + lo, lo);
    lo = w2 * b1;
    hi = Math.unsignedMultiplyHigh(w2, b1);
    lo += up;
    hi += below(lo, up);
    t1 += lo;
    up = hi + below(t1, lo);
    lo = m * p1;
    hi = Math.unsignedMultiplyHigh(m, p1);
    lo += down;
    hi += below(lo, down);
    t0 = t1 + lo;
    down = hi + below(t0, lo);
    lo = w2 * b2;
    hi = Math.unsignedMultiplyHigh(w2, b2);
    lo += up;
    hi += below(lo, up);
    t2 += lo;
    up = hi + below(t2, lo);
    lo = m * p2;
    hi = Math.unsignedMultiplyHigh(m, p2);
    lo += down;
    hi += below(lo, down);
    t1 = t2 + lo;
    down = hi + below(t1, lo);
    lo = w2 * b3;
    hi = Math.unsignedMultiplyHigh(w2, b3);
    lo += up;
    hi += below(lo, up);
    t3 += lo;
    up = hi + below(t3, lo);
    lo = m * p3;
    hi = Math.unsignedMultiplyHigh(m, p3);
    lo += down;
    hi += below(lo, down);
    t2 = t3 + lo;
    down = hi + below(t2, lo);
    t3 = up + down;

    // word 3
    lo = w3 * b0;
    t0 += lo;
    up = Math.unsignedMultiplyHigh(w3, b0) + below(t0, lo);
    m = t0 * f.negativeInverse;
    lo = m * p0;
    down = Math.unsignedMultiplyHigh(m, p0) + below(t0 + lo, lo);
    lo = w3 * b1;
    hi = Math.unsignedMultiplyHigh(w3, b1);
    lo += up;
    hi += below(lo, up);
    t1 += lo;
    up = hi + below(t1, lo);
    lo = m * p1;
    hi = Math.unsignedMultiplyHigh(m, p1);
    lo += down;
    hi += below(lo, down);
    t0 = t1 + lo;
    down = hi + below(t0, lo);
    lo = w3 * b2;
    hi = Math.unsignedMultiplyHigh(w3, b2);
    lo += up;
    hi += below(lo, up);
    t2 += lo;
    up = hi + below(t2, lo);
    lo = m * p2;
    hi = Math.unsignedMultiplyHigh(m, p2);
    lo += down;
    hi += below(lo, down);
    t1 = t2 + lo;
    down = hi + below(t1, lo);
    lo = w3 * b3;
    hi = Math.unsignedMultiplyHigh(w3, b3);
    lo += up;
    hi += below(lo, up);
    t3 += lo;
    up = hi + below(t3, lo);
    lo = m * p3;
    hi = Math.unsignedMultiplyHigh(m, p3);
    lo += down;
    hi += below(lo, down);
    t2 = t3 + lo;
    down = hi + below(t2, lo);
    t3 = up + down;

    return f.reduceOnce(t0, t1, t2, t3);
  }

  public FieldElement multiply(long small) {
    return multiply(field.of(small));
  }

  /** this^exponent, exponent >= 0. */
  public FieldElement pow(BigInteger exponent) {
    if (exponent.signum() < 0) {
      throw new ArithmeticException("negative exponent");
    }
    FieldElement result = field.one();
    for (int i = exponent.bitLength() - 1; i >= 0; i--) {
      result = result.square();
      if (exponent.testBit(i)) {
        result = result.multiply(this);
      }
    }
    return result;
  }

  /** 1 / this; an {@link ArithmeticException} for zero. */
  public FieldElement inverse() {
    if (isZero()) {
      throw new ArithmeticException("zero has no inverse");
    }
    return field.invert(w0, w1, w2, w3);
  }

  /** All inverses with one inversion (Montgomery's trick); an exception if one is zero. */
  public static FieldElement[] batchInverse(FieldElement[] values) {
    FieldElement[] result = new FieldElement[values.length];
    if (values.length == 0) {
      return result;
    }
    FieldElement product = values[0].field.one();
    for (int i = 0; i < values.length; i++) {
      result[i] = product;
      product = product.multiply(values[i]);
    }
    FieldElement inverse = product.inverse();
    for (int i = values.length - 1; i >= 0; i--) {
      result[i] = result[i].multiply(inverse);
      inverse = inverse.multiply(values[i]);
    }
    return result;
  }

  /** 32 bytes, big-endian. */
  public byte[] encode() {
    byte[] bytes = new byte[PrimeField.BYTES];
    encode(bytes, 0);
    return bytes;
  }

  public void encode(byte[] dst, int offset) {
    Objects.checkFromIndexSize(offset, PrimeField.BYTES, dst.length);
    FieldElement plain = multiply(field.rawOne());
    PrimeField.WORDS.set(dst, offset, plain.w3);
    PrimeField.WORDS.set(dst, offset + 8, plain.w2);
    PrimeField.WORDS.set(dst, offset + 16, plain.w1);
    PrimeField.WORDS.set(dst, offset + 24, plain.w0);
  }

  /** The representative in [0, p). */
  public BigInteger toBigInteger() {
    return new BigInteger(1, encode());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldElement o
        && field == o.field
        && ((w0 ^ o.w0) | (w1 ^ o.w1) | (w2 ^ o.w2) | (w3 ^ o.w3)) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(w0 + 31 * (w1 + 31 * (w2 + 31 * w3)));
  }

  /** The kind of object only: values may be secret. */
  @Override
  public String toString() {
    return "FieldElement";
  }

  /** 1 if a < b as unsigned numbers, else 0: the carry of a = b + something. */
  static long below(long a, long b) {
    return Long.compareUnsigned(a, b) < 0 ? 1 : 0;
  }

  private void check(FieldElement o) {
    if (field != o.field) {
      throw new IllegalArgumentException("elements of different fields");
    }
  }
}

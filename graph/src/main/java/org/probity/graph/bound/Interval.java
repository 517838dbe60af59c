package org.probity.graph.bound;

import java.math.BigInteger;
import org.probity.graph.Format;

/** A closed interval of integers with exact, unbounded arithmetic. */
public record Interval(BigInteger min, BigInteger max) {
  static final Interval ZERO = new Interval(BigInteger.ZERO, BigInteger.ZERO);

  /** All integers of a format. */
  public static Interval of(Format format) {
    return of(format.min(), format.max());
  }

  static Interval of(long min, long max) {
    return new Interval(BigInteger.valueOf(min), BigInteger.valueOf(max));
  }

  /** Sums of a member of each. */
  public Interval plus(Interval other) {
    return new Interval(min.add(other.min), max.add(other.max));
  }

  /** The members moved by a constant. */
  public Interval plus(long constant) {
    BigInteger c = BigInteger.valueOf(constant);
    return new Interval(min.add(c), max.add(c));
  }

  /** Multiples of the members. */
  public Interval times(long factor) {
    return times(of(factor, factor));
  }

  /** All products of an entry of this interval and an entry of the other. */
  public Interval times(Interval other) {
    BigInteger a = min.multiply(other.min);
    BigInteger b = min.multiply(other.max);
    BigInteger c = max.multiply(other.min);
    BigInteger d = max.multiply(other.max);
    return new Interval(a.min(b).min(c.min(d)), a.max(b).max(c.max(d)));
  }

  /** The smallest interval that contains both. */
  Interval union(Interval other) {
    return new Interval(min.min(other.min), max.max(other.max));
  }

  /** The smallest interval that contains this one and zero. */
  Interval withZero() {
    return union(ZERO);
  }

  /**
   * All {@code floor((2^(shift+1) * n + d) / (2 d))} with n in this interval and d in a positive
   * one. The quotient is monotone in each of n and d, so its extremes are at the ends.
   */
  Interval dividedBy(Interval divisor, int shift) {
    BigInteger a = quotient(min, divisor.min, shift);
    BigInteger b = quotient(min, divisor.max, shift);
    BigInteger c = quotient(max, divisor.min, shift);
    BigInteger d = quotient(max, divisor.max, shift);
    return new Interval(a.min(b), c.max(d));
  }

  private static BigInteger quotient(BigInteger n, BigInteger d, int shift) {
    BigInteger[] q = n.shiftLeft(shift + 1).add(d).divideAndRemainder(d.shiftLeft(1));
    return q[1].signum() < 0 ? q[0].subtract(BigInteger.ONE) : q[0];
  }

  /** Whether a format has all members. */
  public boolean within(Format format) {
    return min.compareTo(BigInteger.valueOf(format.min())) >= 0
        && max.compareTo(BigInteger.valueOf(format.max())) <= 0;
  }

  /** Whether both ends have an absolute value of at most {@code 2^bits}. */
  public boolean withinBits(int bits) {
    BigInteger limit = BigInteger.ONE.shiftLeft(bits);
    return min.abs().compareTo(limit) <= 0 && max.abs().compareTo(limit) <= 0;
  }
}

package org.probity.model.graph;

import java.math.BigInteger;

/** A closed interval of integers with exact, unbounded arithmetic. */
record Interval(BigInteger min, BigInteger max) {
  static Interval of(Format format) {
    return new Interval(BigInteger.valueOf(format.min()), BigInteger.valueOf(format.max()));
  }

  Interval plus(Interval other) {
    return new Interval(min.add(other.min), max.add(other.max));
  }

  Interval plus(long constant) {
    BigInteger c = BigInteger.valueOf(constant);
    return new Interval(min.add(c), max.add(c));
  }

  Interval times(long factor) {
    BigInteger f = BigInteger.valueOf(factor);
    BigInteger a = min.multiply(f);
    BigInteger b = max.multiply(f);
    return new Interval(a.min(b), a.max(b));
  }

  /** All products of an entry of this interval and an entry of the other. */
  Interval times(Interval other) {
    BigInteger a = min.multiply(other.min);
    BigInteger b = min.multiply(other.max);
    BigInteger c = max.multiply(other.min);
    BigInteger d = max.multiply(other.max);
    return new Interval(a.min(b).min(c.min(d)), a.max(b).max(c.max(d)));
  }

  boolean within(Format format) {
    return min.compareTo(BigInteger.valueOf(format.min())) >= 0
        && max.compareTo(BigInteger.valueOf(format.max())) <= 0;
  }

  /** Whether both ends have an absolute value of at most {@code 2^bits}. */
  boolean withinBits(int bits) {
    BigInteger limit = BigInteger.ONE.shiftLeft(bits);
    return min.abs().compareTo(limit) <= 0 && max.abs().compareTo(limit) <= 0;
  }
}

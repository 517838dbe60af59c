package org.probity.algebra.curve;

import java.math.BigInteger;
import java.util.Random;
import org.probity.algebra.field.PrimeField;

/** The textbook group law on BigIntegers; a null {@link Affine} is the identity. */
record ReferenceCurve(Curve curve, BigInteger p, BigInteger order, BigInteger b) {
  record Affine(BigInteger x, BigInteger y) {}

  static ReferenceCurve of(Curve c) {
    boolean grumpkin = c == Curve.GRUMPKIN;
    return new ReferenceCurve(
        c,
        (grumpkin ? PrimeField.BN254_R : PrimeField.BN254_Q).modulus(),
        (grumpkin ? PrimeField.BN254_Q : PrimeField.BN254_R).modulus(),
        BigInteger.valueOf(grumpkin ? -17 : 3));
  }

  boolean contains(Affine a) {
    return a == null || a.y.pow(2).subtract(a.x.pow(3)).subtract(b).mod(p).signum() == 0;
  }

  Affine negate(Affine a) {
    return a == null ? null : new Affine(a.x, p.subtract(a.y).mod(p));
  }

  Affine add(Affine a, Affine c) {
    if (a == null) {
      return c;
    }
    if (c == null) {
      return a;
    }
    BigInteger slope;
    if (!a.x.equals(c.x)) {
      slope = c.y.subtract(a.y).multiply(c.x.subtract(a.x).mod(p).modInverse(p));
    } else if (a.y.equals(c.y) && a.y.signum() != 0) {
      slope = a.x.pow(2).multiply(BigInteger.valueOf(3)).multiply(a.y.shiftLeft(1).modInverse(p));
    } else {
      return null;
    }
    BigInteger x = slope.pow(2).subtract(a.x).subtract(c.x).mod(p);
    return new Affine(x, slope.multiply(a.x.subtract(x)).subtract(a.y).mod(p));
  }

  Affine multiply(Affine a, BigInteger k) {
    return sum(new Affine[] {a}, new BigInteger[] {k});
  }

  /** Σ scalars[i] points[i], bit by bit. */
  Affine sum(Affine[] points, BigInteger[] scalars) {
    Affine sum = null;
    for (int bit = order.bitLength() - 1; bit >= 0; bit--) {
      sum = add(sum, sum);
      for (int i = 0; i < points.length; i++) {
        if (scalars[i].mod(order).testBit(bit)) {
          sum = add(sum, points[i]);
        }
      }
    }
    return sum;
  }

  /** A point found by search, with a seeded choice. */
  Affine random(Random random) {
    Affine g =
        curve == Curve.BN254_G1
            ? new Affine(BigInteger.ONE, BigInteger.TWO)
            : new Affine(
                BigInteger.ONE,
                new BigInteger("17631683881184975370165255887551781615748388533673675138860"));
    return multiply(g, new BigInteger(256, random));
  }

  Point toPoint(Affine a) {
    return a == null
        ? curve.identity()
        : new Point(curve, curve.baseField().of(a.x), curve.baseField().of(a.y));
  }

  Affine fromPoint(Point q) {
    return q.isIdentity() ? null : new Affine(q.x().toBigInteger(), q.y().toBigInteger());
  }
}

package org.probity.algebra.curve;

import org.probity.algebra.field.FieldElement;

/**
 * A point (X / Z^2, Y / Z^3) of y^2 = x^3 + b, the identity with Z = 0. For chains on a single
 * point, where an affine addition would need an inversion of its own. Formulas: Explicit-Formulas
 * Database, short Weierstrass a = 0, dbl-2009-l, add-2007-bl, madd-2007-bl.
 */
record Jacobian(FieldElement x, FieldElement y, FieldElement z) {

  static Jacobian of(Point p) {
    FieldElement one = p.curve().baseField().one();
    return p.isIdentity()
        ? new Jacobian(one, one, p.curve().baseField().zero())
        : new Jacobian(p.x(), p.y(), one);
  }

  boolean isIdentity() {
    return z.isZero();
  }

  Jacobian doubled() {
    FieldElement a = x.square();
    FieldElement b = y.square();
    FieldElement c = b.square();
    FieldElement d = twice(x.add(b).square().subtract(a).subtract(c));
    FieldElement e = twice(a).add(a);
    FieldElement x3 = e.square().subtract(twice(d));
    FieldElement y3 = e.multiply(d.subtract(x3)).subtract(twice(twice(twice(c))));
    return new Jacobian(x3, y3, twice(y.multiply(z)));
  }

  Jacobian negate() {
    return new Jacobian(x, y.negate(), z);
  }

  /** (factor x, y). */
  Jacobian scaledAbscissa(FieldElement factor) {
    return new Jacobian(x.multiply(factor), y, z);
  }

  Jacobian add(Jacobian q) {
    if (isIdentity()) {
      return q;
    }
    if (q.isIdentity()) {
      return this;
    }
    FieldElement z1z1 = z.square();
    FieldElement z2z2 = q.z.square();
    FieldElement u1 = x.multiply(z2z2);
    FieldElement s1 = y.multiply(q.z).multiply(z2z2);
    FieldElement h = q.x.multiply(z1z1).subtract(u1);
    FieldElement r = twice(q.y.multiply(z).multiply(z1z1).subtract(s1));
    FieldElement zz = z.add(q.z).square().subtract(z1z1).subtract(z2z2);
    return finishAdd(u1, s1, h, r, zz);
  }

  /** Adds an affine point. */
  Jacobian add(Point q) {
    if (q.isIdentity()) {
      return this;
    }
    if (isIdentity()) {
      return of(q);
    }
    FieldElement zz = z.square();
    FieldElement h = q.x().multiply(zz).subtract(x);
    FieldElement r = twice(q.y().multiply(z).multiply(zz).subtract(y));
    return finishAdd(x, y, h, r, twice(z));
  }

  private Jacobian finishAdd(
      FieldElement u1, FieldElement s1, FieldElement h, FieldElement r, FieldElement zz) {
    if (h.isZero()) {
      // Same x: the same point, or opposite ones, whose sum has Z = 0.
      return r.isZero() ? doubled() : new Jacobian(h.field().one(), h.field().one(), h);
    }
    FieldElement i = twice(h).square();
    FieldElement j = h.multiply(i);
    FieldElement v = u1.multiply(i);
    FieldElement x3 = r.square().subtract(j).subtract(twice(v));
    FieldElement y3 = r.multiply(v.subtract(x3)).subtract(twice(s1.multiply(j)));
    return new Jacobian(x3, y3, zz.multiply(h));
  }

  Point toPoint(Curve curve) {
    if (isIdentity()) {
      return curve.identity();
    }
    return toPoint(curve, z.inverse());
  }

  /** With the inverse of Z, which is not zero, given. */
  Point toPoint(Curve curve, FieldElement inverse) {
    FieldElement square = inverse.square();
    return new Point(curve, x.multiply(square), y.multiply(square).multiply(inverse));
  }

  private static FieldElement twice(FieldElement v) {
    return v.add(v);
  }
}

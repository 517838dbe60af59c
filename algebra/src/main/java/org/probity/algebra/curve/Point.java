package org.probity.algebra.curve;

import java.util.Objects;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;

/**
 * A point of a {@link Curve}: affine, or the identity. Immutable.
 *
 * <p>Multiplication takes a time that depends on the scalar.
 */
public final class Point {
  private static final int WINDOW = 4;

  private final Curve curve;
  private final FieldElement x; // null for the identity
  private final FieldElement y;

  /** The affine point, which the caller knows to lie on the curve. */
  Point(Curve curve, FieldElement x, FieldElement y) {
    this.curve = curve;
    this.x = x;
    this.y = y;
  }

  public Curve curve() {
    return curve;
  }

  public boolean isIdentity() {
    return x == null;
  }

  /** Affine coordinate; the identity has none and gives null. */
  FieldElement x() {
    return x;
  }

  /** Affine coordinate; the identity has none and gives null. */
  FieldElement y() {
    return y;
  }

  public Point add(Point other) {
    requireSameCurve(other);
    if (isIdentity()) {
      return other;
    }
    if (other.isIdentity()) {
      return this;
    }
    FieldElement dx = other.x.subtract(x);
    if (!dx.isZero()) {
      return chord(other.y.subtract(y).multiply(dx.inverse()), other.x);
    }
    return y.equals(other.y) ? doubled() : curve.identity();
  }

  public Point subtract(Point other) {
    return add(other.negate());
  }

  public Point doubled() {
    if (isIdentity()) {
      return this;
    }
    FieldElement square = x.square();
    FieldElement slope = square.add(square).add(square).multiply(y.add(y).inverse());
    return chord(slope, x);
  }

  private Point chord(FieldElement slope, FieldElement otherX) {
    FieldElement x3 = slope.square().subtract(x).subtract(otherX);
    return new Point(curve, x3, slope.multiply(x.subtract(x3)).subtract(y));
  }

  public Point negate() {
    return isIdentity() ? this : new Point(curve, x, y.negate());
  }

  /** scalar * this, for an element of the curve's scalar field. */
  public Point multiply(FieldElement scalar) {
    if (scalar.field() != curve.scalarField()) {
      throw new IllegalArgumentException("scalar is not of the curve's scalar field");
    }
    FieldVector one = FieldVector.of(scalar.field(), scalar);
    int[] digits = SignedWindows.halves(one, curve.endomorphism(), WINDOW);
    Jacobian[] multiples = new Jacobian[1 + (1 << (WINDOW - 1))];
    multiples[0] = Jacobian.of(curve.identity());
    multiples[1] = Jacobian.of(this);
    for (int i = 2; i < multiples.length; i++) {
      multiples[i] = multiples[i - 1].add(this);
    }
    Jacobian sum = multiples[0];
    for (int w = digits.length / 2 - 1; w >= 0; w--) {
      for (int i = 0; i < WINDOW; i++) {
        sum = sum.doubled();
      }
      sum = sum.add(pick(multiples, digits[2 * w]));
      sum = sum.add(pick(multiples, digits[2 * w + 1]).scaledAbscissa(curve.endomorphism().beta()));
    }
    return sum.toPoint(curve);
  }

  private static Jacobian pick(Jacobian[] multiples, int digit) {
    return digit < 0 ? multiples[-digit].negate() : multiples[digit];
  }

  /** n * this; n may be negative. */
  public Point multiply(long n) {
    return multiply(curve.scalarField().of(n));
  }

  /**
   * The 32 bytes of the curve's encoding.
   *
   * @throws IllegalStateException for the identity, which has no encoding
   */
  public byte[] encode() {
    return PointVector.of(this).encodeAll();
  }

  void requireSameCurve(Point other) {
    if (other.curve != curve) {
      throw new IllegalArgumentException("points of different curves");
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Point p
        && p.curve == curve
        && Objects.equals(p.x, x)
        && Objects.equals(p.y, y);
  }

  @Override
  public int hashCode() {
    return Objects.hash(x, y);
  }

  /** No coordinates: a point can be a commitment's secret intermediate. */
  @Override
  public String toString() {
    return "Point(" + curve.name() + ")";
  }
}

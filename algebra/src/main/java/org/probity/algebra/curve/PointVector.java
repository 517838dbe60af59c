package org.probity.algebra.curve;

import java.util.Arrays;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.parallel.Pool;

/**
 * Points of one curve, affine and contiguous: ten doubles each, five limbs of x and five of y as in
 * the field kernels; ten zeros are the identity. Immutable to callers outside this package.
 */
public final class PointVector {
  private static final int ENCODE_GRAIN = 256;

  private final Curve curve;
  private final double[] limbs;
  private final int length;

  /** Takes the array over. */
  PointVector(Curve curve, double[] limbs, int length) {
    this.curve = curve;
    this.limbs = limbs;
    this.length = length;
  }

  static PointVector zeros(Curve curve, int length) {
    return new PointVector(curve, new double[length * BatchAdder.POINT], length);
  }

  /** At least one point, all of one curve. */
  public static PointVector of(Point... points) {
    if (points.length == 0) {
      throw new IllegalArgumentException("no points to take the curve from");
    }
    PointVector v = zeros(points[0].curve(), points.length);
    for (int i = 0; i < points.length; i++) {
      points[0].requireSameCurve(points[i]);
      v.set(i, points[i]);
    }
    return v;
  }

  public Curve curve() {
    return curve;
  }

  public int length() {
    return length;
  }

  public Point get(int i) {
    if (isIdentity(i)) {
      return curve.identity();
    }
    Lanes lanes = curve.lanes();
    int at = i * BatchAdder.POINT;
    FieldElement x = lanes.element(limbs, at);
    return new Point(curve, x, lanes.element(limbs, at + Lanes.LIMBS));
  }

  /** Only while the vector is being built. */
  void set(int i, Point p) {
    if (!p.isIdentity()) {
      int at = i * BatchAdder.POINT;
      Lanes.put(p.x(), limbs, at);
      Lanes.put(p.y(), limbs, at + Lanes.LIMBS);
    }
  }

  public boolean isIdentity(int i) {
    if (i < 0 || i >= length) {
      throw new IndexOutOfBoundsException(i);
    }
    return BatchAdder.isIdentity(limbs, i);
  }

  /** Points from .. from + count - 1. */
  public PointVector slice(int from, int count) {
    if (from < 0 || count < 0 || from > length - count) {
      throw new IndexOutOfBoundsException("slice " + from + " + " + count + " of " + length);
    }
    int at = from * BatchAdder.POINT;
    return new PointVector(
        curve, Arrays.copyOfRange(limbs, at, at + count * BatchAdder.POINT), count);
  }

  /** The points with the given indices, in their order. */
  PointVector select(int[] which) {
    PointVector selected = zeros(curve, which.length);
    for (int i = 0; i < which.length; i++) {
      BatchAdder.copy(limbs, which[i], 1, selected.limbs, i);
    }
    return selected;
  }

  /** The points of all parts, in order; at least one part. */
  public static PointVector concat(PointVector... parts) {
    int total = 0;
    for (PointVector p : parts) {
      if (p.curve != parts[0].curve) {
        throw new IllegalArgumentException("points of different curves");
      }
      total += p.length;
    }
    PointVector all = zeros(parts[0].curve, total);
    int at = 0;
    for (PointVector p : parts) {
      System.arraycopy(p.limbs, 0, all.limbs, at, p.length * BatchAdder.POINT);
      at += p.length * BatchAdder.POINT;
    }
    return all;
  }

  /**
   * 32 bytes a point.
   *
   * @throws IllegalStateException if one of them is the identity
   */
  public byte[] encodeAll() {
    for (int i = 0; i < length; i++) {
      if (isIdentity(i)) {
        throw new IllegalStateException("the identity has no encoding");
      }
    }
    byte[] out = new byte[length * PointCodec.BYTES];
    Pool.forRange(
        length,
        ENCODE_GRAIN,
        (from, to) -> curve.codec().encode(limbs, from, to - from, out, from * PointCodec.BYTES));
    return out;
  }

  /** The coordinates themselves; for reading. */
  double[] limbs() {
    return limbs;
  }

  @Override
  public String toString() {
    return "PointVector(" + curve.name() + ", " + length + ")";
  }
}

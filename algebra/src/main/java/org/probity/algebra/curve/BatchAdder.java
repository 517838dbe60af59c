package org.probity.algebra.curve;

import java.util.Arrays;

/**
 * Affine additions in batches: operands are gathered into lanes, the slopes share one inversion,
 * the sums are scattered. Complete: a lane whose operands are equal doubles, one whose operands are
 * opposite gives the identity. Operands must not be the identity; callers skip those.
 *
 * <p>A point is ten doubles, x then y, five limbs each; the identity is ten zeros (no other point
 * of a curve of odd order has y = 0).
 *
 * <p>A sum is written when its batch is flushed, so until then its target must not be read. It may
 * lie on an operand that has been gathered.
 */
final class BatchAdder {
  static final int POINT = 10;
  static final int MAX_LANES = 2048;

  private final Lanes lanes;
  private final BatchInversion inversion;
  private final int capacity;
  private final double[] x1;
  private final double[] y1;
  private final double[] x2;
  private final double[] y2;
  private final double[] denominator;
  private final double[] slope;
  private final int[] out;
  private int[] special = new int[8];
  private int count;

  /** At most {@code expected} additions are likely to be pending at once; more are flushed. */
  BatchAdder(Lanes lanes, int expected) {
    this.lanes = lanes;
    this.capacity = (Math.clamp(expected, 1, MAX_LANES) + 7) & -8;
    int size = capacity * Lanes.LIMBS;
    this.inversion = new BatchInversion(lanes, capacity / 8);
    this.x1 = new double[size];
    this.y1 = new double[size];
    this.x2 = new double[size];
    this.y2 = new double[size];
    this.denominator = new double[size];
    this.slope = new double[size];
    this.out = new int[capacity];
  }

  /** target[to] = signA * a[i] + signB * b[j], indices in points; signs are 1.0 or -1.0. */
  void add(
      double[] a, int i, double signA, double[] b, int j, double signB, double[] target, int to) {
    int lane = Lanes.at(count);
    gather(a, i * POINT, signA, x1, y1, lane);
    gather(b, j * POINT, signB, x2, y2, lane);
    out[count++] = to;
    if (count == capacity) {
      flush(target);
    }
  }

  /** target[to] = target[i] + target[j]. */
  void add(double[] target, int i, int j, int to) {
    add(target, i, 1.0, target, j, 1.0, target, to);
  }

  static boolean isIdentity(double[] points, int i) {
    int y = i * POINT + Lanes.LIMBS;
    return points[y] == 0
        && points[y + 1] == 0
        && points[y + 2] == 0
        && points[y + 3] == 0
        && points[y + 4] == 0;
  }

  static void copy(double[] from, int i, double sign, double[] to, int j) {
    int s = i * POINT;
    int d = j * POINT;
    System.arraycopy(from, s, to, d, Lanes.LIMBS);
    for (int l = Lanes.LIMBS; l < POINT; l++) {
      to[d + l] = sign * from[s + l];
    }
  }

  /** The abscissa goes in negated. */
  private static void gather(double[] p, int at, double sign, double[] x, double[] y, int lane) {
    x[lane] = -p[at];
    x[lane + 8] = -p[at + 1];
    x[lane + 16] = -p[at + 2];
    x[lane + 24] = -p[at + 3];
    x[lane + 32] = -p[at + 4];
    y[lane] = sign * p[at + 5];
    y[lane + 8] = sign * p[at + 6];
    y[lane + 16] = sign * p[at + 7];
    y[lane + 24] = sign * p[at + 8];
    y[lane + 32] = sign * p[at + 9];
  }

  /** The ordinate comes out negated. */
  private static void scatter(double[] x, double[] y, int lane, double[] p, int at) {
    p[at] = x[lane];
    p[at + 1] = x[lane + 8];
    p[at + 2] = x[lane + 16];
    p[at + 3] = x[lane + 24];
    p[at + 4] = x[lane + 32];
    p[at + 5] = -y[lane];
    p[at + 6] = -y[lane + 8];
    p[at + 7] = -y[lane + 16];
    p[at + 8] = -y[lane + 24];
    p[at + 9] = -y[lane + 32];
  }

  /** Computes and writes what is pending. All pending additions must have this target. */
  void flush(double[] target) {
    if (count == 0) {
      return;
    }
    int blocks = (count + 7) / 8;
    // Abscissas are held negated, so that sums of products take the last term as an addend.
    lanes.subtract(denominator, 0, x1, 0, x2, 0, blocks);
    lanes.add(x2, 0, x1, 0, x2, 0, blocks);
    lanes.subtract(y2, 0, y2, 0, y1, 0, blocks);
    for (int lane = count; lane < blocks * 8; lane++) {
      setOne(denominator, Lanes.at(lane));
    }
    int opposite = resolveSpecial();
    inversion.invert(denominator, slope, blocks);
    lanes.multiply(slope, 0, y2, 0, slope, 0, blocks);
    lanes.multiplyAdd(x2, slope, slope, x2, blocks); // x3 = slope^2 - x1 - x2
    lanes.add(x1, 0, x1, 0, x2, 0, blocks);
    lanes.multiplyAdd(y1, x1, slope, y1, blocks); // -y3 = slope (x3 - x1) + y1
    for (int lane = 0; lane < count; lane++) {
      scatter(x2, y1, Lanes.at(lane), target, out[lane] * POINT);
    }
    for (int s = 0; s < opposite; s++) {
      int at = out[special[s]] * POINT;
      Arrays.fill(target, at, at + POINT, 0.0);
    }
    count = 0;
  }

  /**
   * Finds the lanes with x1 = x2. For equal points numerator (in y2) and denominator become 3 x^2
   * and 2 y; for opposite ones the denominator becomes 1. The lanes of the latter are left at the
   * front of {@code special}; returns how many.
   */
  private int resolveSpecial() {
    int found = 0;
    for (int lane = 0; lane < count; lane++) {
      int at = Lanes.at(lane);
      if (denominator[at] == 0 && Lanes.isZero(denominator, lane)) {
        if (found == special.length) {
          special = Arrays.copyOf(special, 2 * found);
        }
        special[found++] = lane;
      }
    }
    if (found == 0) {
      return 0;
    }
    int opposite = 0;
    for (int s = 0; s < found; s++) {
      int lane = special[s];
      int at = Lanes.at(lane);
      // Same x: y2 = y1 or y2 = -y1, never both, since y = 0 does not occur on the curve.
      if (!Lanes.isZero(y2, lane)) {
        special[s] = special[opposite];
        special[opposite++] = lane;
        setOne(denominator, at);
      }
    }
    doubleLanes(opposite, found);
    return opposite;
  }

  private void doubleLanes(int from, int to) {
    int n = to - from;
    int blocks = (n + 7) / 8;
    double[] x = new double[blocks * Lanes.BLOCK];
    double[] y = new double[blocks * Lanes.BLOCK];
    for (int s = 0; s < n; s++) {
      move(x1, Lanes.at(special[from + s]), x, Lanes.at(s));
      move(y1, Lanes.at(special[from + s]), y, Lanes.at(s));
    }
    double[] triple = new double[blocks * Lanes.BLOCK];
    lanes.multiply(x, 0, x, 0, x, 0, blocks);
    lanes.add(triple, 0, x, 0, x, 0, blocks);
    lanes.add(triple, 0, triple, 0, x, 0, blocks);
    lanes.add(y, 0, y, 0, y, 0, blocks);
    for (int s = 0; s < n; s++) {
      move(triple, Lanes.at(s), y2, Lanes.at(special[from + s]));
      move(y, Lanes.at(s), denominator, Lanes.at(special[from + s]));
    }
  }

  private static void move(double[] from, int at, double[] to, int toAt) {
    for (int l = 0; l < Lanes.BLOCK; l += 8) {
      to[toAt + l] = from[at + l];
    }
  }

  private static void setOne(double[] v, int at) {
    v[at] = 1;
    for (int l = 8; l < Lanes.BLOCK; l += 8) {
      v[at + l] = 0;
    }
  }
}

package org.probity.algebra.curve;

import java.util.Arrays;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;

/**
 * One point with its multiples d 2^(6 w), 1 &lt;= d &lt;= 32, so that a full scalar times it is 43
 * affine additions: for blinders, of which there are thousands. The table (about 110 KB) is made on
 * first use. Safe for use by several threads.
 */
public final class FixedBase {
  static final int WINDOW = 6;
  static final int WINDOWS = SignedWindows.count(WINDOW);
  private static final int MULTIPLES = 1 << (WINDOW - 1);

  private final Point point;
  private double[] table;

  private FixedBase(Point point) {
    this.point = point;
  }

  /**
   * A base for fixed-base multiplication.
   *
   * @throws IllegalArgumentException if the point is the identity
   */
  public static FixedBase of(Point point) {
    if (point.isIdentity()) {
      throw new IllegalArgumentException("the identity is no base");
    }
    return new FixedBase(point);
  }

  public Point point() {
    return point;
  }

  Curve curve() {
    return point.curve();
  }

  /** scalars[i] * point for all i. A zero scalar gives the identity. */
  public PointVector multiplyAll(FieldVector scalars) {
    return MultiScalar.commitRows(
        FixedBases.of(PointVector.of(point)), new int[0], 0, 0, scalars.length(), this, scalars);
  }

  /** Index of d 2^(6 w) times the point, d &gt; 0. */
  static int index(int w, int d) {
    return w * MULTIPLES + d - 1;
  }

  synchronized double[] table() {
    if (table == null) {
      table = build();
    }
    return table;
  }

  private double[] build() {
    double[] t = new double[WINDOWS * MULTIPLES * BatchAdder.POINT];
    PointVector powers = powers();
    for (int w = 0; w < WINDOWS; w++) {
      BatchAdder.copy(powers.limbs(), w, 1, t, index(w, 1));
    }
    BatchAdder adder = new BatchAdder(curve().lanes(), WINDOWS * MULTIPLES / 2);
    for (int d = 1; d < MULTIPLES; d *= 2) {
      for (int w = 0; w < WINDOWS; w++) {
        for (int i = d; i < 2 * d && 2 * i <= MULTIPLES; i++) {
          adder.add(t, index(w, i), index(w, i), index(w, 2 * i));
        }
      }
      adder.flush(t);
      // 2i + 1 of 2i and 1, for the entries of the next step that the table has room for.
      for (int w = 0; w < WINDOWS; w++) {
        for (int i = d; i < 2 * d && 2 * i + 1 <= MULTIPLES; i++) {
          adder.add(t, index(w, 2 * i), index(w, 1), index(w, 2 * i + 1));
        }
      }
      adder.flush(t);
    }
    return t;
  }

  /** 2^(6 w) times the point. */
  private PointVector powers() {
    Jacobian[] chain = new Jacobian[WINDOWS];
    chain[0] = Jacobian.of(point);
    for (int w = 1; w < WINDOWS; w++) {
      chain[w] = chain[w - 1];
      for (int i = 0; i < WINDOW; i++) {
        chain[w] = chain[w].doubled();
      }
    }
    FieldElement[] z = Arrays.stream(chain).map(Jacobian::z).toArray(FieldElement[]::new);
    FieldElement[] inverses = FieldElement.batchInverse(z);
    PointVector powers = PointVector.zeros(curve(), WINDOWS);
    for (int w = 0; w < WINDOWS; w++) {
      powers.set(w, chain[w].toPoint(curve(), inverses[w]));
    }
    return powers;
  }
}

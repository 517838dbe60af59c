package org.probity.algebra.curve;

import java.util.HashMap;
import java.util.Map;
import org.probity.algebra.parallel.Pool;

/**
 * Points that many sums share. Tables of 2^(c w) times each of them, made when first needed and
 * kept, let all windows of a sum go into one set of buckets. Safe for use by several threads.
 *
 * <p>Small integers need few windows and cheap tables. The tables for full scalars cost some 300
 * additions a base, which one sum does not earn back: until the sums so far could have saved that
 * much, they are computed without.
 */
public final class FixedBases {
  private static final int BUILD_GRAIN = 256;

  private final PointVector points;
  private final Map<Integer, double[]> tables = new HashMap<>();
  private long foregone;

  private FixedBases(PointVector points) {
    this.points = points;
  }

  /**
   * Bases without tables as yet.
   *
   * @throws IllegalArgumentException if one of the points is the identity
   */
  public static FixedBases of(PointVector points) {
    for (int i = 0; i < points.length(); i++) {
      if (points.isIdentity(i)) {
        throw new IllegalArgumentException("the identity is no base");
      }
    }
    return new FixedBases(points);
  }

  public PointVector points() {
    return points;
  }

  public Curve curve() {
    return points.curve();
  }

  public int length() {
    return points.length();
  }

  /**
   * Notes that a sum took {@code saving} additions more than it would have with tables.
   *
   * @return whether the savings foregone by now exceed the cost of the tables
   */
  synchronized boolean worthwhile(long saving, long cost) {
    foregone += saving;
    return foregone > cost;
  }

  /** How many windows of width c there are already. */
  synchronized int windows(int c) {
    double[] table = tables.get(c);
    return table == null ? 1 : table.length / points.limbs().length;
  }

  /**
   * A table with at least {@code windows} windows: 2^(c w) times point j is at w * length() + j.
   */
  synchronized double[] table(int c, int windows) {
    if (windows == 1) {
      return points.limbs();
    }
    double[] table = tables.get(c);
    if (table == null || table.length < windows * points.limbs().length) {
      table = build(c, windows);
      tables.put(c, table);
    }
    return table;
  }

  private double[] build(int c, int windows) {
    int n = length();
    double[] table = new double[windows * n * BatchAdder.POINT];
    System.arraycopy(points.limbs(), 0, table, 0, n * BatchAdder.POINT);
    Pool.forRange(
        n,
        BUILD_GRAIN,
        (from, to) -> {
          BatchAdder adder = new BatchAdder(curve().lanes(), to - from);
          for (int w = 1; w < windows; w++) {
            int row = w * n;
            int at = (row + from) * BatchAdder.POINT;
            int previous = at - n * BatchAdder.POINT;
            System.arraycopy(table, previous, table, at, (to - from) * BatchAdder.POINT);
            for (int i = 0; i < c; i++) {
              for (int j = row + from; j < row + to; j++) {
                BucketSums.addOrCopy(adder, table, j, j, j);
              }
              adder.flush(table);
            }
          }
        });
    return table;
  }
}

package org.probity.algebra.curve;

import java.util.Arrays;
import java.util.Objects;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.parallel.Pool;

/**
 * Multi-scalar multiplication: sums Σ s_i P_i by the bucket method with signed windows and batched
 * affine additions ({@link BucketSums}). Exact for all inputs, equal, opposite and identity points
 * included.
 *
 * <p>Not constant-time: the running time depends on how many digits are zero and how they spread
 * over the buckets, for rows of integers also on the bit length of the largest one.
 */
public final class MultiScalar {
  /** Entries plus buckets that one batch aims at: about a megabyte of points. */
  private static final int BATCH = 1 << 15;

  /** Rows that one task combines. */
  private static final int COMBINE_GRAIN = 256;

  private static final int MAX_WINDOW = 13;

  /** What the doublings that join the windows cost, in additions. */
  private static final int JOIN = 1000;

  private MultiScalar() {}

  /**
   * Σ scalars[i] points[i].
   *
   * @throws IllegalArgumentException if the lengths or the fields do not match
   */
  public static Point sum(PointVector points, FieldVector scalars) {
    if (points.length() != scalars.length()) {
      throw new IllegalArgumentException(
          scalars.length() + " scalars for " + points.length() + " points");
    }
    requireScalars(points.curve(), scalars);
    return variable(points, scalars);
  }

  /**
   * Σ scalars[i] bases[i] for a prefix of the bases.
   *
   * @throws IllegalArgumentException if there are more scalars than bases or the field is not the
   *     curve's scalar field
   */
  public static Point sum(FixedBases bases, FieldVector scalars) {
    int n = scalars.length();
    if (n > bases.length()) {
      throw new IllegalArgumentException(n + " scalars for " + bases.length() + " bases");
    }
    requireScalars(bases.curve(), scalars);
    int c = mergedWindow(bases.length());
    if (!useTables(bases, n, c, Pool.parallelism())) {
      return variable(bases.points().slice(0, n), scalars);
    }
    return merged(bases, prefix(n), scalars, c, Pool.parallelism());
  }

  /**
   * Several sums over one family: out[k] = Σ_i scalars[k][i] bases[which[k][i]]. They are computed
   * side by side, which takes fewer additions than splitting each of them over the pool.
   *
   * @param which indices of bases, for each sum as many as it has scalars
   * @throws IllegalArgumentException if lengths or fields do not match
   */
  public static Point[] sums(FixedBases bases, int[][] which, FieldVector... scalars) {
    if (which.length != scalars.length) {
      throw new IllegalArgumentException(which.length + " selections, " + scalars.length + " sums");
    }
    for (int k = 0; k < scalars.length; k++) {
      requireScalars(bases.curve(), scalars[k]);
      if (which[k].length != scalars[k].length()) {
        throw new IllegalArgumentException(
            scalars[k].length() + " scalars for " + which[k].length + " bases");
      }
    }
    int c = mergedWindow(bases.length());
    int parts = Math.max(1, Pool.parallelism() / Math.max(1, scalars.length));
    boolean[] merged = new boolean[scalars.length];
    for (int k = 0; k < scalars.length; k++) {
      merged[k] = useTables(bases, scalars[k].length(), c, parts);
    }
    Point[] sums = new Point[scalars.length];
    Pool.forRange(
        sums.length,
        1,
        (from, to) -> {
          for (int k = from; k < to; k++) {
            sums[k] =
                merged[k]
                    ? merged(bases, which[k], scalars[k], c, parts)
                    : variable(bases.points().select(which[k]), scalars[k]);
          }
        });
    return sums;
  }

  /** Whether the tables of the bases are there or have been missed often enough to be made. */
  private static boolean useTables(FixedBases bases, int n, int c, int parts) {
    int windows = SignedWindows.count(c);
    long saving = variableCost(variableWindow(n), n) - mergedCost(c, n, parts);
    return saving > 0
        && (bases.windows(c) >= windows
            || bases.worthwhile(saving, (long) bases.length() * c * windows));
  }

  /**
   * Pedersen commitments to rows of integers: out[i] = Σ_j data[offset + i rowLength + j] bases[j]
   * + blinders[i] h, all normalised together.
   *
   * @param data rows times rowLength integers, row-major from {@code offset} on; small ones are
   *     faster
   * @param blinders one for each row
   * @return {@code rows} points; one is the identity only if the sum is
   * @throws IllegalArgumentException if sizes, curves or fields do not match
   */
  public static PointVector commitRows(
      FixedBases bases,
      int[] data,
      int offset,
      int rowLength,
      int rows,
      FixedBase h,
      FieldVector blinders) {
    if (rowLength > bases.length()) {
      throw new IllegalArgumentException(
          "rows of " + rowLength + " integers for " + bases.length() + " bases");
    }
    if (bases.curve() != h.curve() || blinders.length() != rows) {
      throw new IllegalArgumentException("blinders do not match the rows");
    }
    requireScalars(bases.curve(), blinders);
    Objects.checkFromIndexSize(offset, Math.multiplyExact(rowLength, rows), data.length);
    return RowCommitter.of(bases, data, offset, rowLength, rows, h).commit(blinders);
  }

  private static void requireScalars(Curve curve, FieldVector scalars) {
    if (scalars.field() != curve.scalarField()) {
      throw new IllegalArgumentException("scalars are not of the curve's scalar field");
    }
  }

  /**
   * Points and their images under the endomorphism, with scalars of half the length. Windows are
   * rows of their own; their sums are joined by doublings.
   */
  private static Point variable(PointVector points, FieldVector scalars) {
    int n = points.length();
    Curve curve = points.curve();
    if (n <= 1) {
      return n == 0 ? curve.identity() : points.get(0).multiply(scalars.get(0));
    }
    int c = variableWindow(n);
    int windows = SignedWindows.countHalf(c);
    double[] table = curve.endomorphism().withImages(points, curve.lanes());
    int[] digits = SignedWindows.halves(scalars, curve.endomorphism(), c);
    double[] parts = new double[windows * c * BatchAdder.POINT];
    forBatches(
        windows,
        2 * n + (1 << c),
        (from, to) -> {
          BucketSums sums = new BucketSums(curve.lanes(), c - 1, table, new double[0]);
          sums.start((to - from) * 2 * n);
          for (int w = from; w < to; w++) {
            for (int j = 0; j < 2 * n; j++) {
              int d = digits[w * 2 * n + j];
              if (d != 0 && !BatchAdder.isIdentity(table, j)) {
                sums.enter(w - from, d, j);
              }
            }
          }
          sums.finish(to - from, parts, from * c);
        });
    return joinWindows(combine(curve, parts, windows, c - 1), c);
  }

  private static Point joinWindows(PointVector windows, int c) {
    Jacobian sum = Jacobian.of(windows.get(windows.length() - 1));
    for (int w = windows.length() - 2; w >= 0; w--) {
      for (int i = 0; i < c; i++) {
        sum = sum.doubled();
      }
      sum = sum.add(windows.get(w));
    }
    return sum.toPoint(windows.curve());
  }

  private static int[] prefix(int n) {
    int[] which = new int[n];
    Arrays.setAll(which, i -> i);
    return which;
  }

  /** All windows in one set of buckets for each part of the bases. */
  static Point merged(FixedBases bases, FieldVector scalars, int c) {
    return merged(bases, prefix(scalars.length()), scalars, c, Pool.parallelism());
  }

  private static Point merged(
      FixedBases bases, int[] which, FieldVector scalars, int c, int mostParts) {
    int n = scalars.length();
    int windows = SignedWindows.count(c);
    double[] table = bases.table(c, windows);
    int[] digits = SignedWindows.full(scalars, c);
    int parts = Math.clamp(n * windows / (1 << c), 1, mostParts);
    double[] sums = new double[parts * c * BatchAdder.POINT];
    Pool.forRange(
        parts,
        1,
        (first, last) -> {
          for (int part = first; part < last; part++) {
            int from = (int) ((long) n * part / parts);
            int to = (int) ((long) n * (part + 1) / parts);
            BucketSums buckets = new BucketSums(bases.curve().lanes(), c - 1, table, new double[0]);
            buckets.start((to - from) * windows);
            for (int j = from; j < to; j++) {
              for (int w = 0; w < windows; w++) {
                int d = digits[w * n + j];
                if (d != 0) {
                  buckets.enter(0, d, w * bases.length() + which[j]);
                }
              }
            }
            buckets.finish(1, sums, part * c);
          }
        });
    PointVector partial = combine(bases.curve(), sums, parts, c - 1);
    Point total = partial.get(0);
    for (int i = 1; i < parts; i++) {
      total = total.add(partial.get(i));
    }
    return total;
  }

  /** Splits rows into batches of about {@link #BATCH}, but enough of them to occupy the pool. */
  static void forBatches(int rows, int rowCost, Pool.RangeTask task) {
    int cores = Pool.parallelism();
    int most = (int) Math.min(rows, Math.max(cores, (long) rows * rowCost / BATCH));
    int batches =
        rows * (long) rowCost < 2048 ? 1 : Math.max(1, (most + cores - 1) / cores * cores);
    int count = Math.min(rows, batches);
    Pool.forRange(
        count,
        1,
        (first, last) -> {
          for (int b = first; b < last; b++) {
            task.run((int) ((long) rows * b / count), (int) ((long) rows * (b + 1) / count));
          }
        });
  }

  /** T + Σ_b 2^b Z_b of each row, as {@link BucketSums#finish} leaves them, Horner's way. */
  static PointVector combine(Curve curve, double[] parts, int rows, int logBuckets) {
    PointVector out = PointVector.zeros(curve, rows);
    int width = logBuckets + 1;
    Pool.forRange(
        rows,
        COMBINE_GRAIN,
        (from, to) -> {
          BatchAdder adder = new BatchAdder(curve.lanes(), to - from);
          double[] at = parts;
          for (int b = logBuckets - 1; b >= 0; b--) {
            // acc lives in the slot of the bit above; 2 acc + Z_b goes to the slot of b.
            if (b < logBuckets - 1) {
              for (int r = from; r < to; r++) {
                BucketSums.addOrCopy(
                    adder, at, r * width + b + 2, r * width + b + 2, r * width + b + 2);
              }
              adder.flush(at);
              for (int r = from; r < to; r++) {
                BucketSums.addOrCopy(
                    adder, at, r * width + b + 1, r * width + b + 2, r * width + b + 1);
              }
              adder.flush(at);
            }
          }
          if (logBuckets > 0) {
            for (int r = from; r < to; r++) {
              BucketSums.addOrCopy(adder, at, r * width, r * width + 1, r * width);
            }
            adder.flush(at);
          }
          for (int r = from; r < to; r++) {
            BatchAdder.copy(at, r * width, 1, out.limbs(), r);
          }
        });
    return out;
  }

  /** Additions a sum of n variable bases takes with windows of c bits. */
  private static long variableCost(int c, int n) {
    return (long) SignedWindows.countHalf(c) * (2L * n + (1 << c)) + JOIN;
  }

  private static long mergedCost(int c, int n, int parts) {
    return (long) SignedWindows.count(c) * n + (1L << c) * parts;
  }

  private static int variableWindow(int n) {
    int best = 2;
    for (int c = 3; c <= MAX_WINDOW; c++) {
      best = variableCost(c, n) < variableCost(best, n) ? c : best;
    }
    return best;
  }

  static int mergedWindow(int n) {
    int best = 2;
    for (int c = 3; c <= MAX_WINDOW; c++) {
      best =
          mergedCost(c, n, Pool.parallelism()) < mergedCost(best, n, Pool.parallelism()) ? c : best;
    }
    return best;
  }
}

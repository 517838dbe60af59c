package org.probity.graph;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The function of integers that an {@link Interpolate} applies. Row k covers the arguments {@code
 * start_k <= y < start_{k+1}}; with {@code d = y - start_k}, {@code F} fraction bits of y, {@code
 * P} of slopes, {@code C} of the coefficients of squares and {@code o} of the result
 *
 * <pre>  u = round(curvature_k d / 2^(F + C - P)),
 *   out = round((base_k + d (slope_k + u)) / 2^(F + P - o)),</pre>
 *
 * each rounded half up. The rows follow from the function and the formats, by {@link StrictMath}
 * and correctly rounded operations, so that every machine has the same: an interval of a power of
 * two of arguments is halved until the polynomial through the function at Chebyshev's points, its
 * coefficients rounded, is within a quarter of the result's unit of the function, limited to the
 * result's format, at {@link #CHECKS} points or more, and no argument's result leaves that format.
 * A single argument has the function's value, rounded. Neighbours with one and the same constant
 * are one row.
 */
public final class PiecewisePolynomial {
  /** Limit on the rows of one node, and of all nodes of a graph. */
  public static final int MAX_ROWS = 1 << 14;

  public static final int MAX_TOTAL_ROWS = 1 << 16;

  /**
   * Limit on the operators that are evaluated for one table, and for all of a graph. Intervals that
   * become one row count as well: rows alone do not bound the work.
   */
  public static final long MAX_WORK = 1L << 28;

  /** Points at which a polynomial is compared with the function; more where it is wide. */
  private static final int CHECKS = 9;

  private static final int MAX_CHECKS = 257;

  /** Points for each unit of the real argument. */
  private static final int DENSITY = 4;

  /** Zeros of Chebyshev's polynomials of degrees 2 and 3 on [0, 1]. */
  private static final double[][] POINTS = {
    {0.14644660940672624, 0.8535533905932737}, {0.06698729810778067, 0.5, 0.9330127018922193}
  };

  /** Limit on the magnitude of numerators, so that sums of a few stay within 62 bits. */
  public static final int NUMERATOR_BITS = 59;

  private static final long NUMERATOR_LIMIT = 1L << NUMERATOR_BITS;

  /** Limit on slopes, coefficients of squares and bends. */
  public static final int COEFFICIENT_BITS = 30;

  /** Tables made last: lint, execution and lowering ask for the same. */
  private static final int KEPT = 64;

  private static final Map<Key, PiecewisePolynomial> RECENT =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, PiecewisePolynomial> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * All that a table depends on.
   *
   * @param bits arguments lie in {@code [-2^bits, 2^bits)}
   */
  private record Key(
      RealFunction function,
      int bits,
      int argumentFraction,
      int degree,
      int slopeFraction,
      int curvatureFraction,
      Format to) {
    int slopeShift() {
      return degree == 1 ? 0 : argumentFraction + curvatureFraction - slopeFraction;
    }

    int resultShift() {
      return argumentFraction + slopeFraction - to.fraction();
    }
  }

  private final Key key;
  private final int operators;
  private long[] starts = new long[64];
  private long[] bases = new long[64];
  private long[] slopes = new long[64];
  private long[] curvatures = new long[64];
  private int rows;
  private long work;

  private PiecewisePolynomial(Key key) {
    this.key = key;
    this.operators = key.function.nodes();
    long end = 1L << key.bits;
    cover(-end, 0);
    cover(0, end);
    starts = Arrays.copyOf(starts, rows);
    bases = Arrays.copyOf(bases, rows);
    slopes = Arrays.copyOf(slopes, rows);
    curvatures = Arrays.copyOf(curvatures, rows);
  }

  /**
   * The table of a node.
   *
   * @param from format of the input
   * @param to format of the output
   * @throws IllegalArgumentException if the fractions do not fit each other, the table were larger
   *     than {@link #MAX_ROWS}, or it takes more than {@link #MAX_WORK} to find
   */
  public static PiecewisePolynomial of(Interpolate node, Format from, Format to) {
    long magnitude = Math.max(node.shifted(from.max()), -(node.shifted(from.min()) + 1));
    int bits = Math.max(1, 64 - Long.numberOfLeadingZeros(Math.max(magnitude, 0)));
    int fraction = from.fraction() - node.shift();
    int curvature = node.degree() == 1 ? 0 : node.curvatureFraction();
    Key key =
        new Key(
            node.function(), bits, fraction, node.degree(), node.slopeFraction(), curvature, to);
    requireShift(node, "result", key.resultShift(), 60);
    requireShift(node, "slope", key.slopeShift(), 40);
    int width = 64 - Long.numberOfLeadingZeros(to.magnitude());
    if (bits > 61 || Math.abs(fraction) > 62 || width + key.resultShift() > NUMERATOR_BITS) {
      throw new IllegalArgumentException(node.output() + ": argument or result is too wide");
    }
    synchronized (RECENT) {
      PiecewisePolynomial known = RECENT.get(key);
      if (known == null) {
        known = new PiecewisePolynomial(key);
        RECENT.put(key, known);
      }
      return known;
    }
  }

  private static void requireShift(Interpolate node, String what, int shift, int most) {
    if (shift < 0 || shift > most) {
      throw new IllegalArgumentException(
          node.output() + ": the " + what + " is shifted by " + shift + " bits");
    }
  }

  // --- the function

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Operators that were evaluated to find the rows. */
  public long work() {
    return work;
  }

  /** Arguments lie in {@code [-2^bits, 2^bits)}. */
  public int bits() {
    return key.bits;
  }

  public int degree() {
    return key.degree;
  }

  /** First argument of a row. */
  public long start(int row) {
    return starts[row];
  }

  /** Last argument of a row. */
  public long end(int row) {
    return (row + 1 < rows ? starts[row + 1] : 1L << key.bits) - 1;
  }

  public long base(int row) {
    return bases[row];
  }

  public long slope(int row) {
    return slopes[row];
  }

  /** Coefficient of the square. */
  public long curvature(int row) {
    return curvatures[row];
  }

  /** {@code F + C - P}; 0 if the degree is 1. */
  public int slopeShift() {
    return key.slopeShift();
  }

  /** {@code F + P - o}. */
  public int resultShift() {
    return key.resultShift();
  }

  /** Last distance from the start of a row. */
  public long last(int row) {
    return end(row) - starts[row];
  }

  /** The row of an argument. */
  public int row(long argument) {
    int found = Arrays.binarySearch(starts, argument);
    return found >= 0 ? found : -found - 2;
  }

  /** {@code u} of a row at distance d from its start. */
  public long bend(int row, long d) {
    return rounded(curvatures[row] * d, slopeShift());
  }

  /** {@code base + d (slope + u)}. */
  public long numerator(int row, long d) {
    return bases[row] + d * (slopes[row] + bend(row, d));
  }

  /** The result for an argument. */
  public long apply(long argument) {
    int row = row(argument);
    return rounded(numerator(row, argument - starts[row]), resultShift());
  }

  private static long rounded(long x, int shift) {
    return shift == 0 ? x : (x + (1L << (shift - 1))) >> shift;
  }

  /** Equal functions have equal rows. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PiecewisePolynomial p && key.equals(p.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  // --- its derivation

  /** Adds rows for {@code [from, to)}, whose length is a power of two. */
  private void cover(long from, long to) {
    long length = to - from;
    // At most so many evaluations until the next interval.
    work += operators * (2L * checks(length) + POINTS.length + 1);
    if (work > MAX_WORK) {
      throw new IllegalArgumentException(
          "a function takes too long to approximate; a coarser result or a narrower domain would"
              + " help");
    }
    if (!addFlat(from, length) && !addFitted(from, length)) {
      if (length == 1) {
        add(from, result(from) << resultShift(), 0, 0);
      } else {
        cover(from, from + length / 2);
        cover(from + length / 2, to);
      }
    }
  }

  private void add(long start, long base, long slope, long curvature) {
    if (rows > 0
        && slope == 0
        && curvature == 0
        && slopes[rows - 1] == 0
        && curvatures[rows - 1] == 0
        && bases[rows - 1] == base) {
      return;
    }
    if (rows == MAX_ROWS) {
      throw new IllegalArgumentException(
          "a function needs more than "
              + MAX_ROWS
              + " polynomials; a lower precision or a narrower domain would help");
    }
    if (rows == starts.length) {
      starts = Arrays.copyOf(starts, 2 * rows);
      bases = Arrays.copyOf(bases, 2 * rows);
      slopes = Arrays.copyOf(slopes, 2 * rows);
      curvatures = Arrays.copyOf(curvatures, 2 * rows);
    }
    starts[rows] = start;
    bases[rows] = base;
    slopes[rows] = slope;
    curvatures[rows] = curvature;
    rows++;
  }

  /** The value at an argument, limited to the format, in units of the result. */
  private double target(double argument) {
    double scaled =
        Math.scalb(key.function.at(Math.scalb(argument, -key.argumentFraction)), key.to.fraction());
    double real = Double.isNaN(scaled) ? 0 : scaled;
    return Math.max((double) key.to.min(), Math.min((double) key.to.max(), real));
  }

  private long result(long argument) {
    return (long) Math.floor(target((double) argument) + 0.5);
  }

  private int checks(long length) {
    double units = Math.scalb((double) length, -key.argumentFraction);
    return (int) Math.max(CHECKS, Math.min(MAX_CHECKS, DENSITY * units));
  }

  /** The i-th of so many arguments from end to end. */
  private static long distance(int i, int checks, long length) {
    return i == checks - 1 ? length - 1 : (long) ((double) (length - 1) / (checks - 1) * i);
  }

  /** One row for a function that rounds to one integer. */
  private boolean addFlat(long from, long length) {
    long value = result(from);
    int checks = checks(length);
    for (int i = 0; i < checks; i++) {
      double there = target((double) (from + distance(i, checks, length)));
      if (!(Math.abs(there - value) <= (length == 1 ? 0.5 : 0.25))) {
        return false;
      }
    }
    add(from, value << resultShift(), 0, 0);
    return true;
  }

  private boolean addFitted(long from, long length) {
    if (length < 4) {
      return false;
    }
    double[] points = POINTS[key.degree - 1];
    double[] f = new double[points.length];
    for (int i = 0; i < f.length; i++) {
      f[i] = target(from + points[i] * length);
    }
    // Newton's form, then powers of d / length, in units of the result.
    double first = (f[1] - f[0]) / (points[1] - points[0]);
    double second = 0;
    if (key.degree == 2) {
      double next = (f[2] - f[1]) / (points[2] - points[1]);
      second = (next - first) / (points[2] - points[0]);
    }
    double base = f[0] - first * points[0] + second * points[0] * points[1];
    double slope = (first - second * (points[0] + points[1])) / length;
    double square = second / length / length;
    // F + P - o bits beyond the result's unit; and so forth.
    double b = Math.rint(Math.scalb(base, resultShift()));
    double s = Math.rint(Math.scalb(slope, resultShift()));
    double c = Math.rint(Math.scalb(square, resultShift() + slopeShift()));
    double limit = 1L << COEFFICIENT_BITS;
    if (!(Math.abs(s) < limit && Math.abs(c) < limit && Math.abs(b) < NUMERATOR_LIMIT)) {
      return false;
    }
    if (!bounded(b, s, c, length) || !close(from, length, (long) b, (long) s, (long) c)) {
      return false;
    }
    add(from, (long) b, (long) s, (long) c);
    return true;
  }

  /**
   * Whether all results are within the format, and what they are made of within the limits, on the
   * safe side.
   */
  private boolean bounded(double base, double slope, double curvature, long length) {
    double last = (double) (length - 1);
    double bend = Math.scalb(curvature, -slopeShift());
    boolean fits =
        Math.abs(curvature) * last < NUMERATOR_LIMIT
            && Math.abs(bend) * last + Math.abs(slope) + 1 < 1L << COEFFICIENT_BITS;
    // d (slope + bend d) is extreme at the ends or where its derivative vanishes.
    double end = last * (slope + bend * last);
    double low = Math.min(0, end);
    double high = Math.max(0, end);
    if (bend != 0) {
      double at = -slope / (2 * bend);
      if (at > 0 && at < last) {
        low = Math.min(low, at * slope / 2);
        high = Math.max(high, at * slope / 2);
      }
    }
    // Rounding u moves the product by up to d / 2; doubles have 52 bits.
    double slack = last + Math.scalb(Math.abs(base) + high - low, -48) + 1;
    double half = resultShift() == 0 ? 0 : Math.scalb(1.0, resultShift() - 1);
    double least = Math.scalb((double) key.to.min(), resultShift()) - half;
    double most = Math.scalb((double) key.to.max(), resultShift()) + half;
    return fits
        && base + low - slack >= least
        && base + high + slack < most
        && base + high + slack < NUMERATOR_LIMIT
        && base + low - slack > -NUMERATOR_LIMIT;
  }

  private boolean close(long from, long length, long base, long slope, long curvature) {
    int checks = checks(length);
    for (int i = 0; i < checks; i++) {
      long d = distance(i, checks, length);
      long value = base + d * (slope + rounded(curvature * d, slopeShift()));
      double error = Math.scalb((double) value, -resultShift()) - target((double) (from + d));
      if (!(Math.abs(error) <= 0.25)) {
        return false;
      }
    }
    return true;
  }
}

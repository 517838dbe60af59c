package org.probity.algebra.curve;

import org.probity.algebra.field.FieldVector;

/**
 * One job of {@link MultiScalar#commitRows}: rows of integers in windows of c bits over the tables
 * of the bases; the windows of the blinder are further entries of weight 1.
 */
record RowCommitter(
    int[] data,
    int offset,
    int rowLength,
    int rows,
    FixedBases bases,
    FixedBase h,
    int c,
    int windows) {

  static RowCommitter of(
      FixedBases bases, int[] data, int offset, int rowLength, int rows, FixedBase h) {
    long max = magnitude(data, offset, rowLength * rows);
    int cells = nonZero(data, offset, rowLength * rows);
    int best = 1;
    for (int c = 2; c <= 12 && max > 0; c++) {
      best = cost(bases, c, max, cells, rows) < cost(bases, best, max, cells, rows) ? c : best;
    }
    return new RowCommitter(
        data, offset, rowLength, rows, bases, h, best, SignedWindows.count(best, max));
  }

  /** The power of two that bounds all absolute values, 0 if all are zero. */
  private static long magnitude(int[] data, int offset, int count) {
    int bits = 0;
    int any = 0;
    for (int i = offset; i < offset + count; i++) {
      bits |= data[i] ^ (data[i] >> 31);
      any |= data[i];
    }
    return any == 0 ? 0 : 1L << (32 - Integer.numberOfLeadingZeros(bits));
  }

  /** Cells that cost anything: in columns of multiplicities most are zero. */
  private static int nonZero(int[] data, int offset, int count) {
    int cells = 0;
    for (int i = offset; i < offset + count; i++) {
      cells += data[i] == 0 ? 0 : 1;
    }
    return cells;
  }

  /** Additions: entries, folding of the buckets, and doublings for windows not yet in the table. */
  private static long cost(FixedBases bases, int c, long max, int cells, int rows) {
    int windows = SignedWindows.count(c, max);
    long additions = (long) windows * cells + ((long) rows << c);
    int missing = Math.max(0, windows - bases.windows(c));
    return additions + (long) missing * c * bases.length();
  }

  PointVector commit(FieldVector blinders) {
    Curve curve = bases.curve();
    double[] table = bases.table(c, windows);
    double[] second = h.table();
    int[] digits = SignedWindows.full(blinders, FixedBase.WINDOW);
    double[] parts = new double[rows * c * BatchAdder.POINT];
    int cells = nonZero(data, offset, rows * rowLength);
    int perRow = Math.toIntExact((long) cells * windows / Math.max(1, rows)) + FixedBase.WINDOWS;
    MultiScalar.forBatches(
        rows,
        perRow + (1 << c),
        (from, to) -> {
          BucketSums sums = new BucketSums(curve.lanes(), c - 1, table, second);
          int own = nonZero(data, offset + from * rowLength, (to - from) * rowLength);
          int blinding = (to - from) * FixedBase.WINDOWS;
          sums.start(Math.addExact(Math.multiplyExact(own, windows), blinding));
          for (int row = from; row < to; row++) {
            enterCells(sums, row, from);
            enterBlinder(sums, row, from, digits, table.length / BatchAdder.POINT);
          }
          sums.finish(to - from, parts, from * c);
        });
    return MultiScalar.combine(curve, parts, rows, c - 1);
  }

  private void enterCells(BucketSums sums, int row, int from) {
    int at = offset + row * rowLength;
    if (windows == 1) {
      for (int j = 0; j < rowLength; j++) {
        if (data[at + j] != 0) {
          sums.enter(row - from, data[at + j], j);
        }
      }
      return;
    }
    int half = 1 << (c - 1);
    for (int j = 0; j < rowLength; j++) {
      int sign = (data[at + j] >> 31) | 1;
      long rest = Math.abs((long) data[at + j]);
      for (int w = 0; rest != 0; w++) {
        int d = (int) rest & ((1 << c) - 1);
        d -= d > half ? 1 << c : 0;
        rest = (rest - d) >> c;
        if (d != 0) {
          sums.enter(row - from, sign * d, w * bases.length() + j);
        }
      }
    }
  }

  private void enterBlinder(BucketSums sums, int row, int from, int[] digits, int first) {
    for (int w = 0; w < FixedBase.WINDOWS; w++) {
      int d = digits[w * rows + row];
      if (d != 0) {
        sums.enter(row - from, d < 0 ? -1 : 1, first + FixedBase.index(w, Math.abs(d)));
      }
    }
  }
}

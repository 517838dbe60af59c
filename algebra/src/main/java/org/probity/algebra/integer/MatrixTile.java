package org.probity.algebra.integer;

import java.util.Arrays;
import org.probity.algebra.field.Digits;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.kernel.BlockArithmetic;
import org.probity.algebra.kernel.IntegerKernel;
import org.probity.algebra.kernel.Kernel;

/**
 * A window on a part of a matrix, and the sums that it adds to. A window with an entry beyond
 * [-2^16, 2^16) is copied as low + 2^16 high with low in [-2^15, 2^15) and |high| <= 2^15; one
 * whose last block would reach beyond its array is copied with zeros there.
 */
final class MatrixTile {
  private static final int LANES = Kernel.LANES;
  private static final int SUM = IntegerKernel.SUM;
  private static final int HALF_WORD = 16;

  private final IntegerKernel kernel;
  private final double[] sums;

  /** Null as long as all windows were narrow. */
  private double[] highSums;

  private int[] m;
  private int at;
  private int stride;
  private int[] high;
  private int rows;
  private int blocks;

  /** For so many sum blocks. */
  MatrixTile(IntegerKernel kernel, int sumBlocks) {
    this.kernel = kernel;
    sums = new double[sumBlocks * SUM];
  }

  void clear() {
    Arrays.fill(sums, 0);
    highSums = null;
  }

  /** Moves the window to rows x n entries that begin at {@code from}. */
  void load(int[] matrix, int from, int rowStride, int rowCount, int n) {
    m = matrix;
    at = from;
    stride = rowStride;
    rows = rowCount;
    blocks = (n + LANES - 1) / LANES;
    high = null;
    long width = blocks * (long) LANES;
    boolean narrow = kernel.isNarrow(m, at, stride, rows, n);
    if (!narrow || from + (rows - 1L) * stride + width > matrix.length) {
      copy(n, narrow);
    }
    if (!narrow && highSums == null) {
      highSums = new double[sums.length];
    }
  }

  private void copy(int n, boolean narrow) {
    int width = blocks * LANES;
    int[] low = new int[rows * width];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(m, at + r * stride, low, r * width, n);
    }
    m = low;
    at = 0;
    stride = width;
    if (!narrow) {
      high = new int[low.length];
      for (int i = 0; i < low.length; i++) {
        int x = low[i];
        low[i] = (short) x;
        high[i] = (x >> HALF_WORD) + (x >> (HALF_WORD - 1) & 1);
      }
    }
  }

  /** Adds the rows times their weights, at most TERMS rows. */
  void addRows(double[] w, int wOff) {
    kernel.addRows(sums, blocks, m, at, stride, rows, w, wOff);
    if (high != null) {
      kernel.addRows(highSums, blocks, high, at, stride, rows, w, wOff);
    }
  }

  /** Adds the products of each row with v, at most TERMS blocks of them. */
  void addDots(double[] v, int vOff) {
    kernel.addDots(sums, 0, rows, m, at, stride, blocks, v, vOff);
    if (high != null) {
      kernel.addDots(highSums, 0, rows, high, at, stride, blocks, v, vOff);
    }
  }

  /** dst[to + i] = the sum in lane i of the blocks, for i < n. */
  void readLanes(FieldVector dst, int to, int n, BlockArithmetic arithmetic) {
    read(dst, to, n, sums, highSums, arithmetic);
  }

  /** dst[to + i] = the sum over the lanes of block i, for i < n. */
  void readBlocks(FieldVector dst, int to, int n, BlockArithmetic arithmetic) {
    double[] high = highSums == null ? null : laneSums(highSums, n);
    read(dst, to, n, laneSums(sums, n), high, arithmetic);
  }

  /** The sums over the lanes of n blocks, eight of them in a block. */
  private static double[] laneSums(double[] acc, int n) {
    double[] result = new double[(n + LANES - 1) / LANES * SUM];
    for (int i = 0; i < n; i++) {
      int to = i / LANES * SUM + i % LANES;
      for (int k = 0; k < SUM; k += LANES) {
        int from = i * SUM + k;
        result[to + k] =
            ((acc[from] + acc[from + 1]) + (acc[from + 2] + acc[from + 3]))
                + ((acc[from + 4] + acc[from + 5]) + (acc[from + 6] + acc[from + 7]));
      }
    }
    return result;
  }

  /** dst[to + i] = element i of low + 2^16 high, for i < n. */
  private static void read(
      FieldVector dst, int to, int n, double[] low, double[] highs, BlockArithmetic arithmetic) {
    Digits.read(dst, to, n, low, arithmetic);
    if (highs != null) {
      FieldVector part = FieldVector.zeros(dst.field(), n);
      Digits.read(part, 0, n, highs, arithmetic);
      double[] radix = FieldVector.block(dst.field().of(1L << HALF_WORD));
      arithmetic.addScaled(dst.limbs(), to / LANES * Kernel.BLOCK, part.limbs(), 0, radix, n);
    }
  }
}

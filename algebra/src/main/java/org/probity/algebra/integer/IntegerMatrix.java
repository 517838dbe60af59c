package org.probity.algebra.integer;

import java.util.Objects;
import org.probity.algebra.field.Digits;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.kernel.BlockArithmetic;
import org.probity.algebra.kernel.IntegerKernel;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.parallel.Pool;

/**
 * A row-major matrix of ints times field vectors: entry (i, j) of a rows x cols matrix stands at
 * offset + i * cols + j. Entries may be any ints; a part of the matrix with an entry beyond [-2^16,
 * 2^16) takes two to three times as long.
 */
public final class IntegerMatrix {
  /** Products below which a range is not worth splitting. */
  private static final int GRAIN = 1 << 16;

  /** Products of about this many count as one field multiplication. */
  private static final int PER_MULTIPLICATION = 16;

  /** Columns, or rows, that are summed up together; their sums stay in the first-level cache. */
  private static final int TILE_COLS = 256;

  private static final int TILE_ROWS = 32;

  private IntegerMatrix() {}

  /** The cols sums over i of weights[weightsOffset + i] * m(i, j). */
  public static FieldVector combineRows(
      PrimeField f,
      int[] m,
      int offset,
      int rows,
      int cols,
      FieldVector weights,
      int weightsOffset) {
    check(m, offset, rows, cols);
    Objects.checkFromIndexSize(weightsOffset, rows, weights.length());
    double[] w = new double[rows * IntegerKernel.DIGITS];
    for (int i = 0; i < rows; i++) {
      Digits.write(weights, weightsOffset + i, w, i * IntegerKernel.DIGITS, 1);
    }
    FieldVector result = FieldVector.zeros(f, cols);
    Pool.forRange(
        cols,
        grain(rows, TILE_COLS),
        (lo, hi) -> {
          BlockArithmetic arithmetic = arithmetic(f, rows, hi - lo);
          MatrixTile tile =
              new MatrixTile(arithmetic.kernel().integers(), TILE_COLS / Kernel.LANES);
          for (int j = lo; j < hi; j += TILE_COLS) {
            int n = Math.min(TILE_COLS, hi - j);
            tile.clear();
            for (int i = 0; i < rows; i += IntegerKernel.TERMS) {
              int count = Math.min(IntegerKernel.TERMS, rows - i);
              tile.load(m, offset + i * cols + j, cols, count, n);
              tile.addRows(w, i * IntegerKernel.DIGITS);
            }
            tile.readLanes(result, j, n, arithmetic);
          }
        });
    return result;
  }

  /** The rows sums over j of m(i, j) * v[j]. */
  public static FieldVector dotRows(
      PrimeField f, int[] m, int offset, int rows, int cols, FieldVector v) {
    check(m, offset, rows, cols);
    if (v.length() != cols) {
      throw new IllegalArgumentException("vector of " + v.length() + " for " + cols + " columns");
    }
    // lanes beyond the last column stay zero
    double[] digits = new double[(cols + Kernel.LANES - 1) / Kernel.LANES * IntegerKernel.BLOCK];
    for (int j = 0; j < cols; j++) {
      int at = j / Kernel.LANES * IntegerKernel.BLOCK + j % Kernel.LANES;
      Digits.write(v, j, digits, at, Kernel.LANES);
    }
    int part = IntegerKernel.TERMS * Kernel.LANES;
    FieldVector result = FieldVector.zeros(f, rows);
    Pool.forRange(
        rows,
        grain(cols, TILE_ROWS),
        (lo, hi) -> {
          BlockArithmetic arithmetic = arithmetic(f, cols, hi - lo);
          MatrixTile tile = new MatrixTile(arithmetic.kernel().integers(), TILE_ROWS);
          for (int i = lo; i < hi; i += TILE_ROWS) {
            int n = Math.min(TILE_ROWS, hi - i);
            tile.clear();
            for (int j = 0; j < cols; j += part) {
              int count = Math.min(part, cols - j);
              tile.load(m, offset + i * cols + j, cols, n, count);
              tile.addDots(digits, j * IntegerKernel.DIGITS);
            }
            tile.readBlocks(result, i, n, arithmetic);
          }
        });
    return result;
  }

  /** The least multiple of a tile whose products with the other dimension are worth a range. */
  private static int grain(int other, int tile) {
    return Math.max(1, GRAIN / Math.max(1, other) / tile) * tile;
  }

  private static BlockArithmetic arithmetic(PrimeField f, int a, int b) {
    return BlockArithmetic.of(f.kernelModulus(), (long) a * b / PER_MULTIPLICATION);
  }

  private static void check(int[] m, int offset, int rows, int cols) {
    if (rows < 0 || cols < 0 || offset < 0 || offset + (long) rows * cols > m.length) {
      throw new IllegalArgumentException(
          rows + " x " + cols + " at " + offset + " of " + m.length + " entries");
    }
  }
}

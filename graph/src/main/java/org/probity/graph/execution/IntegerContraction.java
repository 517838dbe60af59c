package org.probity.graph.execution;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.probity.graph.Contract;
import org.probity.graph.NodeAxes;
import org.probity.graph.Shapes;
import org.probity.graph.Tensor;

/**
 * Computes a {@link Contract}. Output axes are those of the rows (read by one side only), those of
 * the matrix (by the other side only) and the batch (by both). Where there is a matrix, each row of
 * one side, gathered over the summed axes, meets all columns of the other side, packed once;
 * otherwise, as in element-wise products, depthwise convolutions and window sums, whole blocks of
 * the output are added up term by term.
 */
final class IntegerContraction {
  /** Up to this many summed cells, blocks of the output are added up term by term. */
  private static final int FEW_TERMS = 64;

  /** From this many columns on, the inner loop may run along them. */
  private static final int MANY_COLUMNS = 16;

  private static final int ROWS = 4;

  private final int[] sizes;
  private final int outputRank;
  private final int[] summed;
  private final int[] outputStrides;
  private final boolean narrow;
  private final long[] out;

  /** One side of the product. */
  record Side(ViewReader reader, int[] values) {
    boolean reads(int axis) {
      return reader.reads(axis);
    }
  }

  private IntegerContraction(Contract node, Tensor output) {
    sizes = NodeAxes.sizes(node, output.shape()).stream().mapToInt(d -> d).toArray();
    outputRank = output.rank();
    summed = axesWhere(outputRank, sizes.length, a -> sizes[a] > 1);
    outputStrides = Shapes.strides(output.shape());
    // Within 31 bits the sum can be taken in ints: whatever wraps on the way, the total does not.
    narrow = output.format().magnitude() <= Integer.MAX_VALUE;
    out = new long[output.size()];
  }

  /** The output's values; {@code right} is null if the node has no right side. */
  static long[] run(Contract node, Tensor output, Side left, Side right) {
    IntegerContraction contraction = new IntegerContraction(node, output);
    if (right == null) {
      contraction.sums(left);
    } else {
      contraction.products(left, right);
    }
    return contraction.out;
  }

  private interface AxisTest {
    boolean test(int axis);
  }

  private static int[] axesWhere(int from, int to, AxisTest test) {
    return IntStream.range(from, to).filter(test::test).toArray();
  }

  private void sums(Side left) {
    int terms = Cells.product(sizes, summed);
    if (terms <= FEW_TERMS) {
      termByTerm(left, null);
      return;
    }
    ViewRows rows = new ViewRows(left.reader, summed);
    int[] output = Cells.axes(0, outputRank);
    Cells.inParallel(
        out.length,
        1 + (1 << 14) / terms,
        (from, to) -> {
          int[] cell = new int[sizes.length];
          int[] row = new int[terms];
          Cells.locate(from, sizes, output, cell);
          for (int i = from; i < to; i++) {
            rows.gather(left.values, cell, row, 0);
            long sum = 0;
            for (int v : row) {
              sum += v;
            }
            out[i] = sum;
            Cells.next(sizes, output, cell);
          }
        });
  }

  private void products(Side left, Side right) {
    int[] ofLeft = axesWhere(0, outputRank, a -> left.reads(a) && !right.reads(a));
    int[] ofRight = axesWhere(0, outputRank, a -> !left.reads(a) && right.reads(a));
    long m = Cells.product(sizes, ofLeft);
    long n = Cells.product(sizes, ofRight);
    long terms = Arrays.stream(summed).mapToLong(a -> sizes[a]).reduce(1, Math::multiplyExact);
    if (Math.min(m, n) == 1 && terms <= FEW_TERMS) {
      termByTerm(left, right);
    } else if (n >= MANY_COLUMNS || n >= m || m * terms > 1 << 24) {
      new Product(left, ofLeft, right, ofRight).run();
    } else {
      new Product(right, ofRight, left, ofLeft).run();
    }
  }

  /** Blocks of the output, one term of the sum at a time; {@code right} may be null. */
  private void termByTerm(Side left, Side right) {
    int start = Cells.blockStart(sizes, outputRank);
    int[] outer = Cells.axes(0, start);
    int[] inner = Cells.axes(start, outputRank);
    int block = Cells.product(sizes, inner);
    int terms = Cells.product(sizes, summed);
    ViewRows leftRows = new ViewRows(left.reader, inner);
    ViewRows rightRows = right == null ? null : new ViewRows(right.reader, inner);
    Cells.inParallel(
        out.length / block,
        1 + (1 << 14) / (block * terms),
        (from, to) -> {
          int[] cell = new int[sizes.length];
          int[] a = new int[block];
          int[] b = new int[block];
          Arrays.fill(b, 1);
          for (int i = from; i < to; i++) {
            Cells.locate(i, sizes, outer, cell);
            do {
              leftRows.gather(left.values, cell, a, 0);
              if (rightRows != null) {
                rightRows.gather(right.values, cell, b, 0);
              }
              addProducts(a, b, out, i * block);
            } while (Cells.next(sizes, summed, cell));
          }
        });
  }

  private static void addProducts(int[] a, int[] b, long[] sum, int at) {
    for (int j = 0; j < a.length; j++) {
      sum[at + j] += (long) a[j] * b[j];
    }
  }

  /** Rows of one side times a matrix made of the other side, for each cell of the batch. */
  private final class Product {
    private final Side rowSide;
    private final Side matrixSide;
    private final int[] rowAxes;
    private final int[] columnAxes;
    private final int[] batchAxes;

    /** The summed axes in the order in which both sides are laid out. */
    private final int[] depthAxes;

    private final int rows;
    private final int columns;
    private final int depth;
    private final int[] columnOffsets;

    /** Whether the inner loop runs along columns; else along the depth. */
    private final boolean alongColumns;

    Product(Side rowSide, int[] rowAxes, Side matrixSide, int[] columnAxes) {
      this.rowSide = rowSide;
      this.matrixSide = matrixSide;
      this.rowAxes = rowAxes;
      this.columnAxes = columnAxes;
      batchAxes =
          axesWhere(
              0,
              outputRank,
              a -> sizes[a] > 1 && !contains(rowAxes, a) && !contains(columnAxes, a));
      depthAxes = depthOrder();
      rows = Cells.product(sizes, rowAxes);
      columns = Cells.product(sizes, columnAxes);
      depth = Cells.product(sizes, depthAxes);
      columnOffsets = new int[columns];
      int[] cell = new int[sizes.length];
      for (int n = 0; n < columns; n++) {
        columnOffsets[n] = offset(columnAxes, cell);
        Cells.next(sizes, columnAxes, cell);
      }
      alongColumns = rows >= 2 * ROWS && columns >= MANY_COLUMNS && depth < FEW_TERMS;
    }

    private static boolean contains(int[] axes, int axis) {
      return Arrays.stream(axes).anyMatch(a -> a == axis);
    }

    /** An axis on which the matrix or the rows are contiguous comes last. */
    private int[] depthOrder() {
      int[] order = summed.clone();
      for (Side side : new Side[] {matrixSide, rowSide}) {
        for (int j = 0; j < order.length; j++) {
          if (side.reader.stride(order[j]) == 1 && !side.reader.isIrregular(order[j])) {
            int last = order[order.length - 1];
            order[order.length - 1] = order[j];
            order[j] = last;
            break;
          }
        }
      }
      return order;
    }

    private int offset(int[] axes, int[] cell) {
      int offset = 0;
      for (int a : axes) {
        offset += outputStrides[a] * cell[a];
      }
      return offset;
    }

    void run() {
      int batch = Cells.product(sizes, batchAxes);
      long work = (long) rows * columns * depth;
      if (batch >= 8) {
        Cells.inParallel(
            batch,
            (int) (1 + (1 << 16) / work),
            (from, to) -> {
              int[] cell = new int[sizes.length];
              for (int b = from; b < to; b++) {
                Cells.locate(b, sizes, batchAxes, cell);
                int[] matrix = pack(cell, false);
                rowRange(matrix, cell, 0, rows, 0, columns);
              }
            });
        return;
      }
      int[] cell = new int[sizes.length];
      for (int b = 0; b < batch; b++) {
        Cells.locate(b, sizes, batchAxes, cell);
        int[] matrix = pack(cell, true);
        int grain = (int) (1 + (1 << 16) / ((long) columns * depth));
        if (rows >= 2 * ROWS) {
          Cells.inParallel(
              (rows + ROWS - 1) / ROWS,
              Math.max(grain / ROWS, 1),
              (from, to) ->
                  rowRange(matrix, cell, from * ROWS, Math.min(to * ROWS, rows), 0, columns));
        } else {
          Cells.inParallel(
              columns,
              1 + (1 << 16) / depth,
              (from, to) -> rowRange(matrix, cell, 0, rows, from, to));
        }
      }
    }

    /**
     * The matrix at one cell of the batch: {@code [depth][columns]} if the inner loop runs along
     * columns, else {@code [columns][depth]}.
     */
    private int[] pack(int[] cell, boolean parallel) {
      int[] packed = new int[Math.multiplyExact(columns, depth)];
      int[] outer = alongColumns ? depthAxes : columnAxes;
      int[] inner = alongColumns ? columnAxes : depthAxes;
      ViewRows lines = new ViewRows(matrixSide.reader, inner);
      int length = lines.length();
      int count = packed.length / length;
      Cells.inParallel(
          count,
          parallel ? 1 + (1 << 16) / length : count,
          (from, to) -> {
            int[] at = cell.clone();
            Cells.locate(from, sizes, outer, at);
            for (int i = from; i < to; i++) {
              lines.gather(matrixSide.values, at, packed, i * length);
              Cells.next(sizes, outer, at);
            }
          });
      return packed;
    }

    private void rowRange(
        int[] matrix, int[] batchCell, int from, int to, int fromColumn, int toColumn) {
      ViewRows lines = new ViewRows(rowSide.reader, depthAxes);
      int[] cell = batchCell.clone();
      int base = offset(batchAxes, cell);
      int[][] row = new int[ROWS][depth];
      int[] at = new int[ROWS];
      long[][] sums = new long[ROWS][narrow ? 0 : columns];
      int[][] narrowSums = new int[ROWS][narrow ? columns : 0];
      Cells.locate(from, sizes, rowAxes, cell);
      for (int m = from; m < to; m += ROWS) {
        int count = Math.min(ROWS, to - m);
        for (int r = 0; r < count; r++) {
          lines.gather(rowSide.values, cell, row[r], 0);
          at[r] = base + offset(rowAxes, cell);
          Cells.next(sizes, rowAxes, cell);
        }
        for (int r = count; r < ROWS; r++) {
          Arrays.fill(row[r], 0);
        }
        if (narrow && alongColumns) {
          alongColumns(matrix, row, narrowSums, count);
        } else if (narrow) {
          alongDepth(matrix, row, narrowSums, count, fromColumn, toColumn);
        } else {
          wide(matrix, row, sums, count, fromColumn, toColumn);
        }
        for (int r = 0; r < count; r++) {
          for (int n = fromColumn; n < toColumn; n++) {
            out[at[r] + columnOffsets[n]] = narrow ? narrowSums[r][n] : sums[r][n];
          }
        }
      }
    }

    private void alongColumns(int[] matrix, int[][] row, int[][] sums, int count) {
      for (int r = 0; r < count; r++) {
        Arrays.fill(sums[r], 0);
      }
      for (int k = 0; k < depth; k++) {
        if (count == 1) {
          addRow(row[0][k], matrix, k * columns, sums[0]);
        } else {
          addRows(
              row[0][k],
              row[1][k],
              row[2][k],
              row[3][k],
              matrix,
              k * columns,
              sums[0],
              sums[1],
              sums[2],
              sums[3]);
        }
      }
    }

    private void alongDepth(int[] matrix, int[][] row, int[][] sums, int count, int from, int to) {
      for (int n = from; n < to; n++) {
        if (count == 1) {
          sums[0][n] = dot(row[0], matrix, n * depth);
        } else {
          dots(row[0], row[1], row[2], row[3], matrix, n * depth, sums, n);
        }
      }
    }

    private void wide(int[] matrix, int[][] row, long[][] sums, int count, int from, int to) {
      for (int r = 0; r < count; r++) {
        if (alongColumns) {
          Arrays.fill(sums[r], 0);
          for (int k = 0; k < depth; k++) {
            addRow(row[r][k], matrix, k * columns, sums[r]);
          }
        } else {
          for (int n = from; n < to; n++) {
            sums[r][n] = wideDot(row[r], matrix, n * depth);
          }
        }
      }
    }
  }

  // The loops below are of the form that the compiler turns into vector instructions.

  private static void addRow(int factor, int[] matrix, int at, int[] sum) {
    for (int n = 0; n < sum.length; n++) {
      sum[n] += factor * matrix[at + n];
    }
  }

  private static void addRow(int factor, int[] matrix, int at, long[] sum) {
    for (int n = 0; n < sum.length; n++) {
      sum[n] += (long) factor * matrix[at + n];
    }
  }

  private static void addRows(
      int f0,
      int f1,
      int f2,
      int f3,
      int[] matrix,
      int at,
      int[] s0,
      int[] s1,
      int[] s2,
      int[] s3) {
    for (int n = 0; n < s0.length; n++) {
      int w = matrix[at + n];
      s0[n] += f0 * w;
      s1[n] += f1 * w;
      s2[n] += f2 * w;
      s3[n] += f3 * w;
    }
  }

  private static int dot(int[] a, int[] matrix, int at) {
    int sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * matrix[at + k];
    }
    return sum;
  }

  private static long wideDot(int[] a, int[] matrix, int at) {
    long sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (long) a[k] * matrix[at + k];
    }
    return sum;
  }

  private static void dots(
      int[] a0, int[] a1, int[] a2, int[] a3, int[] matrix, int at, int[][] sums, int n) {
    int s0 = 0;
    int s1 = 0;
    int s2 = 0;
    int s3 = 0;
    for (int k = 0; k < a0.length; k++) {
      int w = matrix[at + k];
      s0 += a0[k] * w;
      s1 += a1[k] * w;
      s2 += a2[k] * w;
      s3 += a3[k] * w;
    }
    sums[0][n] = s0;
    sums[1][n] = s1;
    sums[2][n] = s2;
    sums[3][n] = s3;
  }
}

package org.probity.model.floatgraph;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.probity.graph.Shapes;

/**
 * Contractions of two views as matrix products: axes of the output that both sides read are a
 * batch, those that one side reads are rows or columns. The windows of a convolution are written
 * out for one block of summed cells at a time.
 */
final class ContractKernel {
  /** Entries of the matrix of columns that are written out at a time. */
  private static final int BLOCK = 1 << 16;

  /** Rows that share the reading of a column. */
  private static final int BAND = 4;

  /** Below this many products a loop is not worth splitting over the cores. */
  private static final long PARALLEL = 1 << 16;

  private final int[] sizes;
  private final int rank;
  private final int[] outStrides;

  /**
   * Prepares for axes.
   *
   * @param sizes sizes of the axes of the output, then of the summed ones
   * @param rank number of axes of the output
   */
  ContractKernel(int[] sizes, int rank) {
    this.sizes = sizes;
    this.rank = rank;
    this.outStrides = Shapes.strides(Arrays.stream(sizes, 0, rank).boxed().toList());
  }

  /** {@code out[i] = sum_k left[i,k] * right[i,k]}. */
  double[] run(ViewReader left, double[] x, ViewReader right, double[] w) {
    int[] leftOnly = outputs(a -> !right.dependsOn(a));
    int[] rightOnly = outputs(a -> right.dependsOn(a) && !left.dependsOn(a));
    int[] batch = outputs(a -> left.dependsOn(a) && right.dependsOn(a));
    double[] out = new double[cells(outputs(_ -> true))];
    if (cells(leftOnly) == 1 && cells(rightOnly) == 1) {
      pointwise(left, x, right, w, out);
    } else if (cells(leftOnly) > cells(rightOnly)) {
      product(new Side(right, w, rightOnly), new Side(left, x, leftOnly), batch, out);
    } else {
      product(new Side(left, x, leftOnly), new Side(right, w, rightOnly), batch, out);
    }
    return out;
  }

  /** One operand and the axes of the output that it alone spans. */
  private record Side(ViewReader reader, double[] values, int[] axes) {}

  private int[] outputs(IntPredicate condition) {
    return IntStream.range(0, rank).filter(condition).toArray();
  }

  private int cells(int[] axes) {
    return Arrays.stream(axes).map(a -> sizes[a]).reduce(1, Math::multiplyExact);
  }

  /** Both sides span the whole output. */
  private void pointwise(ViewReader left, double[] x, ViewReader right, double[] w, double[] out) {
    int[] outAxes = outputs(_ -> true);
    int[] summed = IntStream.range(rank, sizes.length).toArray();
    int depth = cells(summed);
    boolean byOutput = depth > out.length;
    int[] inner = byOutput ? summed : outAxes;
    double[] a = new double[cells(inner)];
    double[] b = new double[a.length];
    int[] startA = left.origin();
    int[] startB = right.origin();
    int first = byOutput ? 0 : rank;
    int end = byOutput ? rank : sizes.length;
    int[] counterA = new int[end - first];
    int[] counterB = new int[end - first];
    int turns = byOutput ? out.length : depth;
    for (int t = 0; t < turns; t++) {
      left.copy(x, startA, inner, a, 0);
      right.copy(w, startB, inner, b, 0);
      for (int i = 0; i < a.length; i++) {
        out[byOutput ? t : i] += a[i] * b[i];
      }
      Windows.next(left, startA, counterA, sizes, first, end);
      Windows.next(right, startB, counterB, sizes, first, end);
    }
  }

  private void product(Side rows, Side columns, int[] batch, double[] out) {
    int batches = cells(batch);
    long work = (long) cells(rows.axes) * cells(columns.axes) * cells(summedFrom(0));
    IntStream all = IntStream.range(0, batches);
    boolean outer = batches > 1 && work * batches >= PARALLEL;
    int[] rowOffsets = offsets(rows.axes);
    int[] columnOffsets = offsets(columns.axes);
    (outer ? all.parallel() : all)
        .forEach(
            b -> {
              int[] rowStart = rows.reader.origin();
              int[] columnStart = columns.reader.origin();
              int at = 0;
              int rest = b;
              for (int d = batch.length - 1; d >= 0; d--) {
                int i = rest % sizes[batch[d]];
                rest /= sizes[batch[d]];
                rows.reader.move(rowStart, batch[d], i);
                columns.reader.move(columnStart, batch[d], i);
                at += i * outStrides[batch[d]];
              }
              double[] c =
                  product(rows, rowStart, columns, columnStart, !outer && work >= PARALLEL);
              for (int m = 0, i = 0; m < rowOffsets.length; m++) {
                int row = at + rowOffsets[m];
                for (int offset : columnOffsets) {
                  out[row + offset] = c[i++];
                }
              }
            });
  }

  private int[] summedFrom(int first) {
    return IntStream.range(rank + first, sizes.length).toArray();
  }

  /** Address in the output by row-major index over some of its axes. */
  private int[] offsets(int[] axes) {
    int[] offsets = new int[cells(axes)];
    int block = offsets.length;
    for (int a : axes) {
      block /= sizes[a];
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] += i / block % sizes[a] * outStrides[a];
      }
    }
    return offsets;
  }

  private double[] product(
      Side rows, int[] rowStart, Side columns, int[] columnStart, boolean parallel) {
    int[] summed = summedFrom(0);
    int m = cells(rows.axes);
    int n = cells(columns.axes);
    int depth = cells(summed);
    double[] a = new double[Math.multiplyExact(m, depth)];
    rows.reader.copy(
        rows.values,
        rowStart,
        IntStream.concat(Arrays.stream(rows.axes), Arrays.stream(summed)).toArray(),
        a,
        0);
    double[] c = new double[Math.multiplyExact(m, n)];
    // Blocks go over the leading summed axes.
    int outer = 0;
    int blockDepth = depth;
    while (outer < summed.length && (long) blockDepth * n > BLOCK) {
      blockDepth /= sizes[rank + outer++];
    }
    int[] inner =
        IntStream.concat(Arrays.stream(summedFrom(outer)), Arrays.stream(columns.axes)).toArray();
    double[] b = new double[Math.multiplyExact(blockDepth, n)];
    int[] start = columnStart.clone();
    int[] counter = new int[outer];
    int block = blockDepth;
    for (int k = 0; k < depth; k += block) {
      columns.reader.copy(columns.values, start, inner, b, 0);
      int from = k;
      IntStream bands = IntStream.range(0, (m + BAND - 1) / BAND);
      (parallel && m > BAND ? bands.parallel() : bands)
          .forEach(
              band -> {
                int row = band * BAND;
                if (row + BAND <= m) {
                  multiplyBand(a, row * depth + from, depth, b, block, c, row * n, n);
                } else {
                  for (; row < m; row++) {
                    multiply(a, row * depth + from, b, block, c, row * n, n);
                  }
                }
              });
      Windows.next(columns.reader, start, counter, sizes, rank, rank + outer);
    }
    return c;
  }

  /** {@code c[m,n] += sum_k a[m,k] b[k,n]} for four rows m, two summands at a time. */
  private static void multiplyBand(
      double[] a, int atA, int stride, double[] b, int depth, double[] c, int atC, int n) {
    int a1 = atA + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    int c1 = atC + n;
    int c2 = c1 + n;
    int c3 = c2 + n;
    for (int k = 0; k < depth; k += 2) {
      // An odd last summand is paired with itself times zero.
      boolean pair = k + 1 < depth;
      int next = pair ? k + 1 : k;
      double a00 = a[atA + k];
      double a10 = a[a1 + k];
      double a20 = a[a2 + k];
      double a30 = a[a3 + k];
      double a01 = pair ? a[atA + next] : 0;
      double a11 = pair ? a[a1 + next] : 0;
      double a21 = pair ? a[a2 + next] : 0;
      double a31 = pair ? a[a3 + next] : 0;
      int b0 = k * n;
      int b1 = next * n;
      for (int i = 0; i < n; i++) {
        double x = b[b0 + i];
        double y = b[b1 + i];
        c[atC + i] += a00 * x + a01 * y;
        c[c1 + i] += a10 * x + a11 * y;
        c[c2 + i] += a20 * x + a21 * y;
        c[c3 + i] += a30 * x + a31 * y;
      }
    }
  }

  /** {@code c[n] += sum_k a[k] b[k,n]}, four summands at a time. */
  private static void multiply(
      double[] a, int atA, double[] b, int depth, double[] c, int atC, int n) {
    int k = 0;
    for (; k + 4 <= depth; k += 4) {
      double a0 = a[atA + k];
      double a1 = a[atA + k + 1];
      double a2 = a[atA + k + 2];
      double a3 = a[atA + k + 3];
      int b0 = k * n;
      int b1 = b0 + n;
      int b2 = b1 + n;
      int b3 = b2 + n;
      for (int i = 0; i < n; i++) {
        c[atC + i] += a0 * b[b0 + i] + a1 * b[b1 + i] + a2 * b[b2 + i] + a3 * b[b3 + i];
      }
    }
    for (; k < depth; k++) {
      double a0 = a[atA + k];
      int b0 = k * n;
      for (int i = 0; i < n; i++) {
        c[atC + i] += a0 * b[b0 + i];
      }
    }
  }
}

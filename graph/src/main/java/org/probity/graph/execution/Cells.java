package org.probity.graph.execution;

import java.util.stream.IntStream;

/** Walks over the cells of axes, row-major, and splits ranges among threads. */
final class Cells {
  private Cells() {}

  /** Work on a range of indices. */
  @FunctionalInterface
  interface RangeTask {
    void run(int from, int to);
  }

  /** Covers {@code [0, count)} by ranges of at least {@code grain} indices, in parallel. */
  static void inParallel(int count, int grain, RangeTask task) {
    int pieces = Math.clamp(count / Math.max(grain, 1), 1, 64);
    if (pieces == 1) {
      task.run(0, count);
      return;
    }
    IntStream.range(0, pieces)
        .parallel()
        .forEach(
            p ->
                task.run(
                    (int) ((long) count * p / pieces), (int) ((long) count * (p + 1) / pieces)));
  }

  /** Product of the sizes of some axes. */
  static int product(int[] sizes, int... axes) {
    int product = 1;
    for (int a : axes) {
      product = Math.multiplyExact(product, sizes[a]);
    }
    return product;
  }

  /**
   * Sets a cell's positions on some axes to those of the index over them, the last axis running
   * fastest.
   */
  static void locate(int index, int[] sizes, int[] axes, int[] cell) {
    int rest = index;
    for (int j = axes.length - 1; j >= 0; j--) {
      cell[axes[j]] = rest % sizes[axes[j]];
      rest /= sizes[axes[j]];
    }
  }

  /** Moves a cell to the next position on some axes; false, and the first position, at the end. */
  static boolean next(int[] sizes, int[] axes, int[] cell) {
    for (int j = axes.length - 1; j >= 0; j--) {
      if (++cell[axes[j]] < sizes[axes[j]]) {
        return true;
      }
      cell[axes[j]] = 0;
    }
    return false;
  }

  /** The axes from inclusive to exclusive. */
  static int[] axes(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  /**
   * The first of the trailing output axes that make a block: blocks are what one task works on at
   * once.
   */
  static int blockStart(int[] sizes, int outputRank) {
    int start = outputRank;
    long block = 1;
    while (start > 0 && block * sizes[start - 1] <= 4096) {
      start--;
      block *= sizes[start];
    }
    return Math.min(start, outputRank - 1);
  }
}

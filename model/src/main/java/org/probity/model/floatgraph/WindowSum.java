package org.probity.model.floatgraph;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Sums over windows of one view. */
final class WindowSum {
  private WindowSum() {}

  /**
   * {@code out[i] = sum_k view[i,k]}.
   *
   * @param sizes sizes of the axes of the output, then of the summed ones
   * @param rank number of axes of the output
   */
  static double[] of(ViewReader reader, double[] x, int[] sizes, int rank) {
    int cells = Arrays.stream(sizes, 0, rank).reduce(1, Math::multiplyExact);
    int window = Arrays.stream(sizes, rank, sizes.length).reduce(1, Math::multiplyExact);
    double[] out = new double[cells];
    int[] outAxes = IntStream.range(0, rank).toArray();
    if (window <= cells) {
      double[] addend = new double[cells];
      Windows.forEach(
          reader,
          sizes,
          rank,
          start -> {
            reader.copy(x, start, outAxes, addend, 0);
            for (int i = 0; i < cells; i++) {
              out[i] += addend[i];
            }
          });
      return out;
    }
    double[] addends = new double[window];
    int[] summedAxes = IntStream.range(rank, sizes.length).toArray();
    int[] start = reader.origin();
    int[] counter = new int[rank];
    for (int i = 0; i < cells; i++) {
      reader.copy(x, start, summedAxes, addends, 0);
      for (double addend : addends) {
        out[i] += addend;
      }
      Windows.next(reader, start, counter, sizes, 0, rank);
    }
    return out;
  }
}

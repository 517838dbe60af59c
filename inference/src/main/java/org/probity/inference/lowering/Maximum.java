package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.List;
import org.probity.argument.program.Shape;

/** The honest values of maxima along one axis, which keeps size 1. */
final class Maximum {
  private Maximum() {}

  /** Commits the maxima; the checks are the caller's. */
  static Virtual commit(String name, Virtual x, int axis, Draft draft) {
    List<Integer> sizes = new ArrayList<>(x.shape().sizes());
    int size = sizes.set(axis, 1);
    int inner = 1;
    for (int s : sizes.subList(axis + 1, sizes.size())) {
      inner *= s;
    }
    int step = inner;
    Values values = trace -> along(x.values(trace), size, step);
    return draft.commit(name, new Shape(sizes), values, x.min(), x.max());
  }

  private static long[] along(long[] x, int size, int inner) {
    long[] max = new long[x.length / size];
    java.util.Arrays.fill(max, Long.MIN_VALUE);
    for (int i = 0; i < x.length; i++) {
      int cell = i / (inner * size) * inner + i % inner;
      max[cell] = Math.max(max[cell], x[i]);
    }
    return max;
  }
}

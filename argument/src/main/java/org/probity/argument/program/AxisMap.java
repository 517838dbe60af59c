package org.probity.argument.program;

/** How one axis of a column is addressed by the index of an expression. */
public sealed interface AxisMap {
  /** Column index {@code = stride * i_axis + offset}. */
  record Along(int axis, int stride, int offset) implements AxisMap {}

  /** Sum over the column's axis with public weights (one per real cell of that axis). */
  record Weighted(long... weights) implements AxisMap {
    public Weighted {
      weights = weights.clone();
    }

    @Override
    public long[] weights() {
      return weights.clone();
    }
  }

  /** The column index is the expression's index on {@code axis}. */
  static AxisMap along(int axis) {
    return new Along(axis, 1, 0);
  }

  /** A fixed index of an axis with {@code size} cells. */
  static AxisMap at(int index, int size) {
    long[] weights = new long[size];
    weights[index] = 1;
    return new Weighted(weights);
  }

  /** Plain sum over an axis with {@code size} cells. */
  static AxisMap sum(int size) {
    long[] weights = new long[size];
    java.util.Arrays.fill(weights, 1);
    return new Weighted(weights);
  }
}

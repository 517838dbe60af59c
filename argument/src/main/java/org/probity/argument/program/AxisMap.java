package org.probity.argument.program;

import java.util.Arrays;
import java.util.List;

/**
 * How one or more consecutive axes of a column are addressed by the index of an expression. No axis
 * of the expression occurs in two maps of one view, so a view's weights are a product of those of
 * its maps.
 */
public sealed interface AxisMap {
  /** Axes of the expression that the address depends on; no duplicates. */
  List<Integer> axes();

  /** Number of consecutive axes of the column that are addressed together. */
  int columnAxes();

  /**
   * Whether the column index is the index on one axis of the expression, as it stands. Such a map
   * costs nothing; where the sizes are equal too, the axis is read whole.
   */
  default boolean isPlain() {
    return this instanceof Strided strided
        && strided.axes.size() == 1
        && strided.strides.equals(List.of(1))
        && strided.offset == 0
        && strided.divisor == 1;
  }

  /**
   * Column index {@code = (offset + sum_j strides_j * i_{axes_j}) / divisor}. Where that is no
   * integer or lies outside of the column's real cells, the view reads zero.
   *
   * @param strides one for each axis, not zero
   * @param divisor at least 1
   */
  record Strided(List<Integer> axes, List<Integer> strides, int offset, int divisor)
      implements AxisMap {
    public Strided {
      axes = List.copyOf(axes);
      strides = List.copyOf(strides);
    }

    @Override
    public int columnAxes() {
      return 1;
    }
  }

  /**
   * A public table: the row-major index over the real cells of {@code columnAxes} axes is {@code
   * cells[i]}, with i the row-major index over the expression's {@code axes}; -1 reads zero.
   */
  record Table(int columnAxes, List<Integer> axes, int[] cells) implements AxisMap {
    public Table {
      axes = List.copyOf(axes);
      cells = cells.clone();
    }

    /** Callers must not modify the array. */
    @Override
    public int[] cells() {
      return cells;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Table t
          && columnAxes == t.columnAxes
          && axes.equals(t.axes)
          && Arrays.equals(cells, t.cells);
    }

    @Override
    public int hashCode() {
      return 31 * axes.hashCode() + Arrays.hashCode(cells) + columnAxes;
    }
  }

  /** Sum over the column's axis with public weights (one per real cell of that axis). */
  record Weighted(long... weights) implements AxisMap {
    public Weighted {
      weights = weights.clone();
    }

    @Override
    public long[] weights() {
      return weights.clone();
    }

    @Override
    public List<Integer> axes() {
      return List.of();
    }

    @Override
    public int columnAxes() {
      return 1;
    }
  }

  /** The column index is the expression's index on {@code axis}. */
  static AxisMap along(int axis) {
    return along(axis, 1, 0);
  }

  /** The column index is {@code stride * i_axis + offset}. */
  static AxisMap along(int axis, int stride, int offset) {
    return new Strided(List.of(axis), List.of(stride), offset, 1);
  }

  /** A fixed index of an axis. */
  static AxisMap at(int index) {
    return new Strided(List.of(), List.of(), index, 1);
  }

  /** Plain sum over an axis with {@code size} cells. */
  static AxisMap sum(int size) {
    long[] weights = new long[size];
    Arrays.fill(weights, 1);
    return new Weighted(weights);
  }
}

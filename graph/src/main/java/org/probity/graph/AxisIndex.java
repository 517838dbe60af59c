package org.probity.graph;

import java.util.Arrays;
import java.util.List;

/**
 * How one or more consecutive axes of a source tensor are addressed by the axes of its reader. No
 * axis of the reader occurs in two entries of one {@link View}, so a view is a product of these.
 */
public sealed interface AxisIndex {
  /** The axes of the reader that the address depends on; no duplicates. */
  List<Integer> axes();

  /** Number of consecutive axes of the source that are addressed together. */
  int sourceAxes();

  /**
   * One axis of the source at index {@code (offset + sum_j strides_j * i_{axes_j}) / divisor}.
   * Where that is no integer, or lies outside the axis, the view reads zero. Convolution windows,
   * slices, paddings with zeros, dilations and axes that are split are all of this form; without
   * axes it is a fixed index.
   *
   * @param strides one for each axis; may be negative, never zero
   * @param divisor at least 1
   */
  record Strided(List<Integer> axes, List<Integer> strides, int offset, int divisor)
      implements AxisIndex {
    public Strided {
      axes = List.copyOf(axes);
      strides = List.copyOf(strides);
      if (axes.size() != strides.size() || divisor < 1) {
        throw new IllegalArgumentException("a strided index needs a stride for each axis");
      }
    }

    @Override
    public int sourceAxes() {
      return 1;
    }
  }

  /**
   * A public table: {@code sourceAxes} consecutive axes of the source at the row-major index {@code
   * cells[i]}, where i is the row-major index over the reader's {@code axes}; -1 reads zero. What
   * does not factor into strides is of this form: axes that are merged, reflections, any selection
   * by constants. It costs the verifier one step for each entry and each cell of the source's axes.
   */
  record Table(int sourceAxes, List<Integer> axes, int[] cells) implements AxisIndex {
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
          && sourceAxes == t.sourceAxes
          && axes.equals(t.axes)
          && Arrays.equals(cells, t.cells);
    }

    @Override
    public int hashCode() {
      return 31 * axes.hashCode() + Arrays.hashCode(cells) + sourceAxes;
    }
  }

  /** The source's index is the reader's index on {@code axis}. */
  static AxisIndex along(int axis) {
    return along(axis, 1, 0);
  }

  /** The source's index is {@code stride * i_axis + offset}. */
  static AxisIndex along(int axis, int stride, int offset) {
    return new Strided(List.of(axis), List.of(stride), offset, 1);
  }

  /** A fixed index of the source's axis. */
  static AxisIndex at(int index) {
    return new Strided(List.of(), List.of(), index, 1);
  }
}

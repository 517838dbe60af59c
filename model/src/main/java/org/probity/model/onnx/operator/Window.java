package org.probity.model.onnx.operator;

import java.util.List;
import org.probity.graph.AxisIndex;

/**
 * A sliding window along one axis: cell k of position o lies at index {@code stride * o + dilation
 * * k - before}.
 *
 * @param size cells of the axis, without padding
 * @param kernel cells of the window
 * @param before padding in front of the axis
 * @param after padding behind it
 * @param positions number of positions of the window
 */
record Window(
    int size, int kernel, int stride, int dilation, int before, int after, int positions) {

  /** The index of a window's cell, which may lie outside the axis. */
  int at(int position, int cell) {
    return stride * position + dilation * cell - before;
  }

  /** Whether every cell of every window lies on the axis. */
  boolean inside() {
    return before <= 0 && at(positions - 1, kernel - 1) < size;
  }

  /** Whether every window has a cell on the axis. */
  boolean reachesEverywhere() {
    for (int o = 0; o < positions; o++) {
      if (cells(o, 0, size) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Cells of a window that lie on the axis or, if asked for, in its padding. */
  int cells(int position, boolean countPadding) {
    return countPadding ? cells(position, -before, size + after) : cells(position, 0, size);
  }

  /** Cells of a window with an index in [from, to). */
  private int cells(int position, int from, int to) {
    int first = Math.max(0, Math.ceilDiv(from - at(position, 0), dilation));
    int end = Math.min(kernel, Math.ceilDiv(to - at(position, 0), dilation));
    return Math.max(0, end - first);
  }

  /** Reads the axis; outside it zero. */
  AxisIndex zeroOutside(int positionAxis, int cellAxis) {
    return new AxisIndex.Strided(
        List.of(positionAxis, cellAxis), List.of(stride, dilation), -before, 1);
  }

  /**
   * Reads the axis; where a cell lies outside, the window's first cell inside instead, which
   * changes neither a maximum nor a minimum.
   */
  AxisIndex repeatedOutside(int positionAxis, int cellAxis) {
    if (inside()) {
      return zeroOutside(positionAxis, cellAxis);
    }
    int[] cells = new int[positions * kernel];
    for (int o = 0; o < positions; o++) {
      int first = at(o, Math.max(0, Math.ceilDiv(before - stride * o, dilation)));
      for (int k = 0; k < kernel; k++) {
        int at = at(o, k);
        cells[o * kernel + k] = at >= 0 && at < size ? at : first;
      }
    }
    return new AxisIndex.Table(1, List.of(positionAxis, cellAxis), cells);
  }

  /**
   * Reads the input of a transposed convolution: the cell from which a window reaches a position.
   */
  AxisIndex reaching(int positionAxis, int cellAxis) {
    return new AxisIndex.Strided(
        List.of(positionAxis, cellAxis), List.of(1, -dilation), before, stride);
  }
}

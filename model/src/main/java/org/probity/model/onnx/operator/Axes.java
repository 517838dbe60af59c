package org.probity.model.onnx.operator;

import java.util.List;
import org.probity.graph.AxisIndex;

/** Indices of several axes at once. */
final class Axes {
  private Axes() {}

  /**
   * The source's axis at index {@code outer * innerSize + inner} of two axes of the reader.
   *
   * @param outer an axis of the reader, or -1 if it has none because its size would be 1
   * @param inner likewise
   */
  static AxisIndex merged(int outer, int innerSize, int inner) {
    if (outer < 0) {
      return inner < 0 ? AxisIndex.at(0) : AxisIndex.along(inner);
    }
    return inner < 0
        ? AxisIndex.along(outer, innerSize, 0)
        : new AxisIndex.Strided(List.of(outer, inner), List.of(innerSize, 1), 0, 1);
  }

  /** The next index in row-major order; after the last one the first. */
  static void advance(int[] index, int[] shape) {
    for (int d = shape.length - 1; d >= 0; d--) {
      if (++index[d] < shape[d]) {
        return;
      }
      index[d] = 0;
    }
  }

  /** The row-major number of an index. */
  static int number(int[] index, int[] shape) {
    int number = 0;
    for (int d = 0; d < shape.length; d++) {
      number = number * shape[d] + index[d];
    }
    return number;
  }
}

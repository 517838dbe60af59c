package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * The axis indices of common views. A scalar is read as a tensor of shape {@code [1]}; axes of size
 * 1 of a source are read at index 0 unless the method says otherwise.
 */
final class Views {
  /** Limit on the cells of one table. */
  private static final int MAX_CELLS = 1 << 24;

  private Views() {}

  /** Source axis d is reader axis d. */
  static List<AxisIndex> identity(int rank) {
    return IntStream.range(0, Math.max(rank, 1)).mapToObj(AxisIndex::along).toList();
  }

  /** NumPy broadcasting of {@code from} under a reader whose leading axes have shape {@code to}. */
  static List<AxisIndex> broadcast(int[] from, int[] to) {
    int offset = to.length - from.length;
    return IntStream.range(0, Math.max(from.length, 1))
        .mapToObj(
            d -> d >= from.length || from[d] == 1 ? AxisIndex.at(0) : AxisIndex.along(d + offset))
        .toList();
  }

  /** Source axis d is reader axis {@code axes[d]}. */
  static List<AxisIndex> along(int... axes) {
    return Arrays.stream(axes).mapToObj(AxisIndex::along).toList();
  }

  /** The transposition whose output axis d is source axis {@code permutation[d]}. */
  static List<AxisIndex> transpose(int[] permutation) {
    int[] inverse = new int[permutation.length];
    for (int d = 0; d < inverse.length; d++) {
      inverse[permutation[d]] = d;
    }
    return permutation.length == 0 ? identity(0) : along(inverse);
  }

  /**
   * Reads entries in row-major order under another shape of the same size: axes are split by
   * strides and merged by tables, in the smallest groups that fit.
   */
  static List<AxisIndex> reshape(OnnxNode node, int[] from, int[] to) throws ModelException {
    List<AxisIndex> view = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < from.length) {
      if (from[i] == 1) {
        view.add(AxisIndex.at(0));
        i++;
        continue;
      }
      int firstFrom = i;
      int firstTo = j;
      long left = from[i++];
      long right = 1;
      while (left != right) {
        if (right < left) {
          right *= to[j++];
        } else {
          left *= from[i++];
        }
      }
      view.add(group(node, i - firstFrom, to, firstTo, j));
    }
    return from.length == 0 ? List.of(AxisIndex.at(0)) : view;
  }

  /** So many source axes are the same entries as reader axes [j, jEnd). */
  private static AxisIndex group(OnnxNode node, int sourceAxes, int[] to, int j, int jEnd)
      throws ModelException {
    int[] axes = IntStream.range(j, jEnd).filter(d -> to[d] != 1).toArray();
    if (sourceAxes == 1) {
      List<Integer> strides = new ArrayList<>();
      int stride = 1;
      for (int d = axes.length - 1; d >= 0; d--) {
        strides.addFirst(stride);
        stride *= to[axes[d]];
      }
      return new AxisIndex.Strided(Shapes.list(axes), strides, 0, 1);
    }
    long cells = 1;
    for (int axis : axes) {
      cells *= to[axis];
    }
    requireCells(node, cells);
    return new AxisIndex.Table(
        sourceAxes, Shapes.list(axes), IntStream.range(0, (int) cells).toArray());
  }

  /** One source axis read at {@code cells[i]} for index i of a reader's axis; -1 reads zero. */
  static AxisIndex table(int axis, int[] cells) {
    return new AxisIndex.Table(1, List.of(axis), cells);
  }

  static void requireCells(OnnxNode node, long cells) throws ModelException {
    if (cells > MAX_CELLS) {
      throw node.error("it selects among more than 2^24 entries by a table; use smaller tensors");
    }
  }
}

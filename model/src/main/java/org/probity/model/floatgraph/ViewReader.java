package org.probity.model.floatgraph;

import java.util.Arrays;
import java.util.List;
import org.probity.graph.AxisIndex;
import org.probity.graph.Shapes;
import org.probity.graph.View;

/**
 * The addresses that a view reads, as one small table for each of its entries: no axis of the
 * reader occurs in two entries, so an address is a sum with one summand of each table.
 */
final class ViewReader {
  /**
   * By entry: the share of the address at the row-major index over the entry's axes, -1 outside.
   */
  private final int[][] shares;

  /** By axis of the reader: the entry that depends on it, or -1. */
  private final int[] entryOf;

  /** By axis of the reader: its stride in the index of its entry. */
  private final int[] strides;

  private final int[] sizes;

  /**
   * Prepares a view.
   *
   * @param sourceShape shape of what the view reads
   * @param sizes sizes of the reader's axes
   * @throws IllegalArgumentException if the view does not fit
   */
  ViewReader(View view, List<Integer> sourceShape, int[] sizes) {
    this.sizes = sizes;
    this.shares = new int[view.axes().size()][];
    this.entryOf = new int[sizes.length];
    this.strides = new int[sizes.length];
    Arrays.fill(entryOf, -1);
    int[] sourceStrides = Shapes.strides(sourceShape);
    int axis = 0;
    for (int e = 0; e < shares.length; e++) {
      AxisIndex index = view.axes().get(e);
      int end = axis + index.sourceAxes();
      if (end > sourceShape.size()) {
        throw new IllegalArgumentException("a view has more axes than " + view.source());
      }
      shares[e] =
          AxisTable.of(index, sourceShape.subList(axis, end), sizes).scaled(sourceStrides[end - 1]);
      int stride = 1;
      for (int a : index.axes().reversed()) {
        if (entryOf[a] >= 0) {
          throw new IllegalArgumentException("a view of " + view.source() + " uses an axis twice");
        }
        entryOf[a] = e;
        strides[a] = stride;
        stride *= sizes[a];
      }
      axis = end;
    }
    if (axis != sourceShape.size()) {
      throw new IllegalArgumentException("a view has fewer axes than " + view.source());
    }
  }

  /** Whether the view depends on an axis of the reader. */
  boolean dependsOn(int axis) {
    return entryOf[axis] >= 0;
  }

  /** Where to start reading: every entry's index with all axes at zero. */
  int[] origin() {
    return new int[shares.length];
  }

  /** Moves a start along an axis. */
  void move(int[] start, int axis, int by) {
    if (entryOf[axis] >= 0) {
      start[entryOf[axis]] += by * strides[axis];
    }
  }

  /** The address at a start, or -1 outside. */
  int address(int[] start) {
    int address = 0;
    for (int e = 0; e < shares.length; e++) {
      int share = shares[e][start[e]];
      if (share < 0) {
        return -1;
      }
      address += share;
    }
    return address;
  }

  /** The value at a start, zero outside. */
  double at(double[] source, int[] start) {
    int address = address(start);
    return address < 0 ? 0 : source[address];
  }

  /**
   * Copies the cells over some axes, row-major in the order given, the others fixed.
   *
   * @param start the cell with index zero on all of the axes
   */
  void copy(double[] source, int[] start, int[] axes, double[] to, int at) {
    copy(source, start.clone(), axes, 0, to, at);
  }

  private int copy(double[] source, int[] start, int[] axes, int depth, double[] to, int at) {
    if (depth == axes.length) {
      to[at] = at(source, start);
      return at + 1;
    }
    int axis = axes[depth];
    int next = at;
    if (depth == axes.length - 1) {
      copyRow(source, start, axis, to, at);
      return at + sizes[axis];
    }
    for (int i = 0; i < sizes[axis]; i++) {
      next = copy(source, start, axes, depth + 1, to, next);
      move(start, axis, 1);
    }
    move(start, axis, -sizes[axis]);
    return next;
  }

  private void copyRow(double[] source, int[] start, int axis, double[] to, int at) {
    int size = sizes[axis];
    int entry = entryOf[axis];
    int base = 0;
    for (int e = 0; e < shares.length; e++) {
      int share = e == entry ? 0 : shares[e][start[e]];
      if (share < 0) {
        Arrays.fill(to, at, at + size, 0);
        return;
      }
      base += share;
    }
    if (entry < 0) {
      Arrays.fill(to, at, at + size, source[base]);
      return;
    }
    int[] table = shares[entry];
    int stride = strides[axis];
    for (int i = 0, t = start[entry]; i < size; i++, t += stride) {
      to[at + i] = table[t] < 0 ? 0 : source[base + table[t]];
    }
  }
}

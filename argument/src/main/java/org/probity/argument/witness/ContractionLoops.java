package org.probity.argument.witness;

import java.util.List;

/**
 * {@code out[o] += left[l] * right[r]} over an index space in which each array has one stride per axis.
 * The innermost loop runs along the axis in which the right operand is contiguous.
 */
final class ContractionLoops {
  private final int[] sizes;
  private final long[] left;
  private final int[] leftStrides;
  private final long[] right;
  private final int[] rightStrides;
  private final int[] outStrides;

  ContractionLoops(
      List<Integer> sizes,
      long[] left,
      long[] leftStrides,
      long[] right,
      long[] rightStrides,
      long[] outStrides) {
    int axes = sizes.size();
    int inner = axes - 1;
    for (int d = 0; d < axes; d++) {
      if (rightStrides[d] == 1 && sizes.get(d) > 1) {
        inner = d;
      }
    }
    this.sizes = new int[axes];
    this.leftStrides = new int[axes];
    this.rightStrides = new int[axes];
    this.outStrides = new int[axes];
    for (int d = 0; d < axes; d++) {
      int from = d == axes - 1 ? inner : d == inner ? axes - 1 : d;
      this.sizes[d] = sizes.get(from);
      this.leftStrides[d] = (int) leftStrides[from];
      this.rightStrides[d] = (int) rightStrides[from];
      this.outStrides[d] = (int) outStrides[from];
    }
    this.left = left;
    this.right = right;
  }

  void run(long[] out) {
    loop(0, 0, 0, 0, out);
  }

  private void loop(int axis, int l, int r, int o, long[] out) {
    if (axis == sizes.length - 1) {
      inner(axis, l, r, o, out);
      return;
    }
    for (int i = 0; i < sizes[axis]; i++) {
      loop(
          axis + 1,
          l + i * leftStrides[axis],
          r + i * rightStrides[axis],
          o + i * outStrides[axis],
          out);
    }
  }

  private void inner(int axis, int l, int r, int o, long[] out) {
    int n = sizes[axis];
    int ls = leftStrides[axis];
    int rs = rightStrides[axis];
    int os = outStrides[axis];
    if (ls == 0 && rs == 1 && os == 1) {
      long factor = left[l];
      for (int i = 0; i < n; i++) {
        out[o + i] += factor * right[r + i];
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      out[o + i * os] += left[l + i * ls] * right[r + i * rs];
    }
  }
}

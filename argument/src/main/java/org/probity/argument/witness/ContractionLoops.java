package org.probity.argument.witness;

import java.util.List;

/**
 * {@code out[o] += left[l] * right[r]} over an index space in which each array has one stride per
 * axis. The innermost loop runs along an axis in which the right operand is contiguous. Sums are
 * taken modulo 2^64.
 */
final class ContractionLoops {
  private final int[] sizes;
  private final StridedArray left;
  private final int[] leftStrides;
  private final StridedArray right;
  private final int[] rightStrides;
  private final int[] outStrides;

  ContractionLoops(List<Integer> sizes, StridedArray left, StridedArray right, long[] outStrides) {
    int axes = sizes.size();
    int inner = axes - 1;
    for (int d = 0; d < axes; d++) {
      if (right.strides()[d] == 1 && sizes.get(d) > 1) {
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
      this.leftStrides[d] = (int) left.strides()[from];
      this.rightStrides[d] = (int) right.strides()[from];
      this.outStrides[d] = (int) outStrides[from];
    }
    this.left = left;
    this.right = right;
  }

  void run(long[] out) {
    loop(0, left.start(), right.start(), 0, out);
  }

  private void loop(int axis, int l, int r, int o, long[] out) {
    if (axis >= sizes.length - 1) {
      inner(l, r, o, out);
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

  private void inner(int l, int r, int o, long[] out) {
    if (sizes.length == 0) {
      out[o] += left.get(l) * right.get(r);
      return;
    }
    int axis = sizes.length - 1;
    int n = sizes[axis];
    int ls = leftStrides[axis];
    int rs = rightStrides[axis];
    int os = outStrides[axis];
    if (ls == 0 && rs == 1 && os == 1 && right.narrow() != null) {
      addScaled(out, o, left.get(l), right.narrow(), r, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      out[o + i * os] += left.get(l + i * ls) * right.get(r + i * rs);
    }
  }

  private static void addScaled(long[] out, int o, long factor, int[] right, int r, int n) {
    for (int i = 0; i < n; i++) {
      out[o + i] += factor * right[r + i];
    }
  }
}

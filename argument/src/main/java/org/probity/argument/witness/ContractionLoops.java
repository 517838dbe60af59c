package org.probity.argument.witness;

import java.util.List;
import org.probity.algebra.parallel.Pool;

/**
 * {@code out[o] += left[l] * right[r]} over an index space in which each array has one stride per
 * axis. The innermost loop runs along an axis in which the right operand is contiguous. Sums are
 * taken modulo 2^64, in 32 bits where they fit.
 */
final class ContractionLoops {
  /** Products below which a range is not worth splitting. */
  private static final long GRAIN = 1 << 15;

  private final int[] sizes;
  private final StridedArray left;
  private final int[] leftStrides;
  private final StridedArray right;
  private final int[] rightStrides;
  private final int[] outStrides;
  private final boolean splits;
  private final boolean narrow;

  /**
   * The loops.
   *
   * @param outer number of leading axes that the result has; the others are summed
   */
  ContractionLoops(
      List<Integer> sizes, int outer, StridedArray left, StridedArray right, long[] outStrides) {
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
    // The outermost loop may be split where it runs over cells of the result.
    this.splits = axes > 1 && outer > 0 && inner != 0;
    this.narrow = fits(sizes.subList(outer, axes));
  }

  /** Whether every partial sum fits into 32 bits. */
  private boolean fits(List<Integer> summed) {
    long terms = 1;
    for (int size : summed) {
      terms *= size;
    }
    long l = left.magnitude();
    long r = right.magnitude();
    return l <= Integer.MAX_VALUE
        && r <= Integer.MAX_VALUE
        && (l == 0 || r == 0 || terms <= Integer.MAX_VALUE / l / r);
  }

  void run(long[] out) {
    long products = 1;
    for (int size : sizes) {
      products *= size;
    }
    int[] sums = narrow ? new int[out.length] : null;
    if (!splits) {
      loop(0, 0, 0, 0, out, sums);
    } else {
      int grain = (int) Math.max(1, GRAIN * sizes[0] / Math.max(1, products));
      Pool.forRange(
          sizes[0],
          grain,
          (lo, hi) -> {
            for (int i = lo; i < hi; i++) {
              loop(1, i * leftStrides[0], i * rightStrides[0], i * outStrides[0], out, sums);
            }
          });
    }
    if (sums != null) {
      for (int i = 0; i < out.length; i++) {
        out[i] += sums[i];
      }
    }
  }

  private void loop(int axis, int l, int r, int o, long[] out, int[] sums) {
    if (axis >= sizes.length - 1) {
      if (sums != null) {
        inner(l, r, o, sums);
      } else {
        inner(l, r, o, out);
      }
      return;
    }
    for (int i = 0; i < sizes[axis]; i++) {
      loop(
          axis + 1,
          l + i * leftStrides[axis],
          r + i * rightStrides[axis],
          o + i * outStrides[axis],
          out,
          sums);
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

  private void inner(int l, int r, int o, int[] out) {
    int[] lefts = left.narrow();
    int[] rights = right.narrow();
    if (sizes.length == 0) {
      out[o] += lefts[l] * rights[r];
      return;
    }
    int axis = sizes.length - 1;
    int n = sizes[axis];
    int ls = leftStrides[axis];
    int rs = rightStrides[axis];
    int os = outStrides[axis];
    if (ls == 0 && rs == 1 && os == 1) {
      addScaled(out, o, lefts[l], rights, r, n);
    } else if (ls == 1 && rs == 1 && os == 0) {
      out[o] += dot(lefts, l, rights, r, n);
    } else {
      for (int i = 0; i < n; i++) {
        out[o + i * os] += lefts[l + i * ls] * rights[r + i * rs];
      }
    }
  }

  private static void addScaled(int[] out, int o, int factor, int[] right, int r, int n) {
    for (int i = 0; i < n; i++) {
      out[o + i] += factor * right[r + i];
    }
  }

  private static int dot(int[] left, int l, int[] right, int r, int n) {
    int sum = 0;
    for (int i = 0; i < n; i++) {
      sum += left[l + i] * right[r + i];
    }
    return sum;
  }
}

package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** Arithmetic of ONNX shapes. */
final class Shapes {
  /** Limit on the entries of one tensor or constant. */
  static final long MAX_ENTRIES = 1L << 27;

  /**
   * Limit on the entries of a constant that is computed, which the size of the file does not bound.
   */
  static final long MAX_COMPUTED = 1L << 24;

  static final int MAX_RANK = org.probity.graph.Shapes.MAX_RANK;

  private Shapes() {}

  /** The shape as ints, each dimension at least 1 and their product bounded. */
  static int[] checked(long[] dims, String what) throws ModelException {
    if (dims.length > MAX_RANK) {
      throw new ModelException(what + " has " + dims.length + " dimensions");
    }
    long entries = 1;
    for (long d : dims) {
      if (d < 0) {
        throw new ModelException(what + " has a negative dimension");
      }
      if (d > MAX_ENTRIES || entries * d > MAX_ENTRIES) {
        throw new ModelException(what + " is too large: shape " + Arrays.toString(dims));
      }
      // A zero dimension makes the tensor empty; the others still stay bounded.
      entries *= Math.max(d, 1);
    }
    return Arrays.stream(dims).mapToInt(d -> (int) d).toArray();
  }

  static int size(int[] shape) {
    int size = 1;
    for (int d : shape) {
      size *= d;
    }
    return size;
  }

  /** The shape of the float tensor that holds a value of the given ONNX shape. */
  static int[] stored(int[] shape) {
    return shape.length == 0 ? new int[] {1} : shape;
  }

  static List<Integer> list(int... shape) {
    return Arrays.stream(shape).boxed().toList();
  }

  /** The axes as a list of flags; negative ones count from the end; none may occur twice. */
  static boolean[] axes(OnnxNode node, long[] axes, int rank) throws ModelException {
    boolean[] flags = new boolean[rank];
    for (long a : axes) {
      int axis = axis(node, a, rank);
      if (flags[axis]) {
        throw node.error("axis " + a + " appears twice");
      }
      flags[axis] = true;
    }
    return flags;
  }

  /** The shape with one dimension replaced. */
  static int[] with(int[] shape, int axis, int size) {
    int[] changed = shape.clone();
    changed[axis] = size;
    return changed;
  }

  static void requireComputable(OnnxNode node, int[] shape) throws ModelException {
    if (size(shape) > MAX_COMPUTED) {
      throw node.error("a constant of shape " + Arrays.toString(shape) + " is too large");
    }
  }

  static int axis(OnnxNode node, long axis, int rank) throws ModelException {
    if (axis < -rank || axis >= rank) {
      throw node.error("axis " + axis + " outside a shape of " + rank + " dimensions");
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** The common shape of two operands by the broadcasting rules. */
  static int[] broadcast(OnnxNode node, int[] a, int[] b) throws ModelException {
    int rank = Math.max(a.length, b.length);
    long[] shape = new long[rank];
    for (int i = 0; i < rank; i++) {
      int da = i < rank - a.length ? 1 : a[i - (rank - a.length)];
      int db = i < rank - b.length ? 1 : b[i - (rank - b.length)];
      if (da != db && da != 1 && db != 1) {
        throw node.error(
            "shapes " + Arrays.toString(a) + " and " + Arrays.toString(b) + " do not fit");
      }
      shape[i] = da == 1 ? db : da;
    }
    return checked(shape, node.label());
  }

  /** The common shape of several operands by the broadcasting rules. */
  static int[] broadcast(OnnxNode node, List<Value> operands) throws ModelException {
    int[] shape = operands.getFirst().shape();
    for (Value operand : operands) {
      shape = broadcast(node, shape, operand.shape());
    }
    return shape;
  }

  /**
   * For every entry of {@code to} in row-major order, the row-major index into {@code from}, which
   * broadcasts to it.
   */
  static int[] broadcastIndex(int[] from, int[] to) {
    int[] strides = new int[to.length];
    int stride = 1;
    for (int i = from.length - 1; i >= 0; i--) {
      strides[i + to.length - from.length] = from[i] == 1 ? 0 : stride;
      stride *= from[i];
    }
    int[] index = new int[size(to)];
    int[] at = new int[to.length];
    int offset = 0;
    for (int i = 0; i < index.length; i++) {
      index[i] = offset;
      for (int d = to.length - 1; d >= 0; d--) {
        offset += strides[d];
        if (++at[d] < to[d]) {
          break;
        }
        at[d] = 0;
        offset -= strides[d] * to[d];
      }
    }
    return index;
  }

  /** The target of a reshape; -1 is inferred, 0 copies unless zeros are allowed. */
  static int[] reshaped(OnnxNode node, int[] from, long[] target, boolean allowZero)
      throws ModelException {
    long[] to = target.clone();
    int inferred = -1;
    long known = 1;
    for (int i = 0; i < to.length; i++) {
      if (to[i] == 0 && !allowZero) {
        to[i] = i < from.length ? from[i] : 0;
      }
      if (to[i] == -1 && inferred < 0) {
        inferred = i;
      } else if (to[i] < 0 || to[i] > MAX_ENTRIES || known * to[i] > MAX_ENTRIES) {
        throw node.error("cannot reshape to " + Arrays.toString(target));
      } else {
        known *= to[i];
      }
    }
    if (inferred >= 0) {
      to[inferred] = known == 0 ? 0 : size(from) / known;
    }
    int[] shape = checked(to, node.label());
    if (size(shape) != size(from)) {
      throw node.error(
          "cannot reshape " + Arrays.toString(from) + " to " + Arrays.toString(target));
    }
    return shape;
  }

  /** Removes the given axes, or all of size 1 if none are given. */
  static int[] squeezed(OnnxNode node, int[] from, long[] axes) throws ModelException {
    boolean[] remove = new boolean[from.length];
    for (long a : axes) {
      int axis = axis(node, a, from.length);
      if (from[axis] != 1) {
        throw node.error("axis " + a + " has size " + from[axis] + ", not 1");
      }
      remove[axis] = true;
    }
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < from.length; i++) {
      if (axes.length == 0 ? from[i] != 1 : !remove[i]) {
        shape.add(from[i]);
      }
    }
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Inserts axes of size 1 at the given positions of the result. */
  static int[] unsqueezed(OnnxNode node, int[] from, long[] axes) throws ModelException {
    int rank = from.length + axes.length;
    if (rank > MAX_RANK) {
      throw node.error("more than " + MAX_RANK + " dimensions");
    }
    int[] shape = new int[rank];
    for (long a : axes) {
      int axis = axis(node, a, rank);
      if (shape[axis] == 1) {
        throw node.error("axis " + a + " appears twice");
      }
      shape[axis] = 1;
    }
    int next = 0;
    for (int i = 0; i < rank; i++) {
      shape[i] = shape[i] == 1 ? 1 : from[next++];
    }
    return shape;
  }
}

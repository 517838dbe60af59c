package org.probity.graph.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.probity.graph.AxisIndex;
import org.probity.graph.NodeAxes;
import org.probity.graph.Shapes;
import org.probity.graph.View;
import org.probity.graph.bound.ViewBounds;
import org.probity.graph.lint.GraphLint;

/**
 * Addresses of a view's cells, quickly. The flat row-major index in the source is a sum with one
 * part for each entry of the view. Entries that are affine and never outside are folded into one
 * offset and a stride for each axis of the node; any other entry is a table over its own axes, with
 * {@link #OUTSIDE} where it reads zero. Immutable; the graph has passed {@link GraphLint}.
 */
public final class ViewReader {
  /**
   * What an entry adds to the index where it is outside: with it, any sum is at least as large as
   * this and above all indices, and sums of one for each entry fit an int.
   */
  static final int OUTSIDE = 1 << 27;

  private final int[] sizes;
  private final int offset;
  private final int[] strides;
  private final List<Part> parts;

  /**
   * An entry that is not affine.
   *
   * @param axes of the node
   * @param steps stride in {@code indices} of each of these axes
   * @param indices what the entry adds to the flat index
   */
  record Part(int[] axes, int[] steps, int[] indices) {}

  private ViewReader(int[] sizes, int offset, int[] strides, List<Part> parts) {
    this.sizes = sizes;
    this.offset = offset;
    this.strides = strides;
    this.parts = List.copyOf(parts);
  }

  /**
   * A reader.
   *
   * @param nodeAxes sizes of the node's axes, see {@link NodeAxes}
   * @param sourceShape shape of the view's source, of at most 2^27 entries
   */
  public static ViewReader of(View view, List<Integer> nodeAxes, List<Integer> sourceShape) {
    if (Shapes.size(sourceShape) > OUTSIDE) {
      throw new IllegalArgumentException("the source of a view has more than 2^27 entries");
    }
    int[] sizes = nodeAxes.stream().mapToInt(d -> d).toArray();
    int[] sourceStrides = Shapes.strides(sourceShape);
    int[] strides = new int[sizes.length];
    int offset = 0;
    List<Part> parts = new ArrayList<>();
    int axis = 0;
    for (AxisIndex entry : view.axes()) {
      int size = sourceShape.get(axis);
      int last = axis + entry.sourceAxes() - 1;
      int sourceStride = sourceStrides[last];
      if (entry instanceof AxisIndex.Strided s && ViewBounds.alwaysInside(entry, nodeAxes, size)) {
        offset += s.offset() / s.divisor() * sourceStride;
        for (int j = 0; j < s.axes().size(); j++) {
          int d = s.axes().get(j);
          strides[d] = sizes[d] == 1 ? 0 : s.strides().get(j) / s.divisor() * sourceStride;
        }
      } else {
        int[] axes = entry.axes().stream().mapToInt(d -> d).toArray();
        int[] indices =
            switch (entry) {
              case AxisIndex.Strided s -> indices(s, sizes, size);
              case AxisIndex.Table t -> t.cells();
            };
        Part part = part(axes, sizes, indices, sourceStride);
        int[] affine = affine(part, sizes);
        if (affine == null) {
          parts.add(part);
        } else {
          offset += part.indices[0];
          for (int j = 0; j < axes.length; j++) {
            strides[axes[j]] = affine[j];
          }
        }
      }
      axis += entry.sourceAxes();
    }
    return new ViewReader(sizes, offset, strides, parts);
  }

  /** The source's index over the entry's axes, row-major; -1 outside. */
  private static int[] indices(AxisIndex.Strided entry, int[] sizes, int size) {
    int cells = 1;
    for (int a : entry.axes()) {
      cells = Math.multiplyExact(cells, sizes[a]);
    }
    int[] indices = new int[cells];
    int[] position = new int[entry.axes().size()];
    for (int i = 0; i < cells; i++) {
      long at = entry.offset();
      for (int j = 0; j < position.length; j++) {
        at += (long) entry.strides().get(j) * position[j];
      }
      boolean inside = at >= 0 && at % entry.divisor() == 0 && at / entry.divisor() < size;
      indices[i] = inside ? (int) (at / entry.divisor()) : -1;
      for (int j = position.length - 1; j >= 0; j--) {
        if (++position[j] < sizes[entry.axes().get(j)]) {
          break;
        }
        position[j] = 0;
      }
    }
    return indices;
  }

  private static Part part(int[] axes, int[] sizes, int[] indices, int sourceStride) {
    int[] steps = new int[axes.length];
    int step = 1;
    for (int j = axes.length - 1; j >= 0; j--) {
      steps[j] = step;
      step *= sizes[axes[j]];
    }
    int[] scaled = new int[indices.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = indices[i] < 0 ? OUTSIDE : indices[i] * sourceStride;
    }
    return new Part(axes, steps, scaled);
  }

  /** The strides of a part that is affine and never outside, else null. */
  private static int[] affine(Part part, int[] sizes) {
    int[] strides = new int[part.axes.length];
    for (int j = 0; j < strides.length; j++) {
      strides[j] = sizes[part.axes[j]] == 1 ? 0 : part.indices[part.steps[j]] - part.indices[0];
    }
    for (int i = 0; i < part.indices.length; i++) {
      int expected = part.indices[0];
      for (int j = 0; j < strides.length; j++) {
        expected += i / part.steps[j] % sizes[part.axes[j]] * strides[j];
      }
      if (part.indices[i] != expected || part.indices[i] >= OUTSIDE) {
        return null;
      }
    }
    return strides;
  }

  /** Sizes of the node's axes. */
  int[] sizes() {
    return sizes;
  }

  /** Whether the view depends on the axis of the node. */
  public boolean reads(int axis) {
    return strides[axis] != 0
        || (sizes[axis] > 1
            && parts.stream().anyMatch(p -> Arrays.stream(p.axes).anyMatch(a -> a == axis)));
  }

  /** Whether the index is {@code offset + sum_d strides_d * i_d} everywhere. */
  public boolean isAffine() {
    return parts.isEmpty();
  }

  /** The affine part of the index at the node's first cell. */
  public int offset() {
    return offset;
  }

  /** Stride of the affine part along an axis of the node; zero for axes of size 1. */
  public int stride(int axis) {
    return strides[axis];
  }

  /** Whether the index along the axis depends on more than the stride. */
  boolean isIrregular(int axis) {
    return parts.stream().anyMatch(p -> Arrays.stream(p.axes).anyMatch(a -> a == axis));
  }

  List<Part> parts() {
    return parts;
  }

  /** The flat index in the source at a cell of the node, or -1 outside. */
  public int at(int[] cell) {
    int index = offset;
    for (int d = 0; d < strides.length; d++) {
      index += strides[d] * cell[d];
    }
    for (Part part : parts) {
      int i = 0;
      for (int j = 0; j < part.axes.length; j++) {
        i += part.steps[j] * cell[part.axes[j]];
      }
      if (part.indices[i] >= OUTSIDE) {
        return -1;
      }
      index += part.indices[i];
    }
    return index;
  }

  /** The flat indices in the source at all cells of the node, row-major; -1 outside. */
  public int[] indices() {
    int[] axes = new int[sizes.length];
    Arrays.setAll(axes, d -> d);
    ViewRows rows = new ViewRows(this, axes);
    int[] all = new int[rows.length()];
    rows.indices(new int[sizes.length], all, 0);
    return all;
  }
}

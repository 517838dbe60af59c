package org.probity.graph.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a view: its cells over some of the node's axes, the others being fixed. Windows that
 * stick out of the source are clipped run by run, not cell by cell. Immutable and shared by
 * threads.
 */
public final class ViewRows {
  private final int[] axes;
  private final int[] sizes;
  private final int[] strides;
  private final int offset;

  /** Products of the sizes of the axes that follow; the row's length at the end. */
  private final int[] blocks;

  /** Strides of the axes that are fixed, by axis of the node. */
  private final int[] outerStrides;

  /** The parts that depend on fixed axes alone, and those that some axis of the row completes. */
  private final List<ViewReader.Part> outerParts = new ArrayList<>();

  private final Step[][] steps;

  /**
   * A part of the index that is known from this axis of the row on.
   *
   * @param inner positions in the row's axes of the part's axes that are not fixed
   * @param last stride in the part of the completing axis
   */
  private record Step(ViewReader.Part part, int[] inner, int[] innerSteps, int last) {}

  /**
   * Rows over the given axes of the node, the last of them running fastest.
   *
   * @param axes distinct axes of the node
   */
  public ViewRows(ViewReader reader, int... axes) {
    this.axes = axes.clone();
    int rank = axes.length;
    sizes = Arrays.stream(axes).map(a -> reader.sizes()[a]).toArray();
    strides = Arrays.stream(axes).map(reader::stride).toArray();
    offset = reader.offset();
    blocks = new int[rank + 1];
    blocks[rank] = 1;
    for (int d = rank - 1; d >= 0; d--) {
      blocks[d] = Math.multiplyExact(blocks[d + 1], sizes[d]);
    }
    outerStrides = new int[reader.sizes().length];
    Arrays.setAll(outerStrides, reader::stride);
    for (int a : axes) {
      outerStrides[a] = 0;
    }
    List<List<Step>> byAxis = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      byAxis.add(new ArrayList<>());
    }
    for (ViewReader.Part part : reader.parts()) {
      Step step = step(part);
      if (step.inner.length == 0) {
        outerParts.add(part);
      } else {
        byAxis.get(step.inner[step.inner.length - 1]).add(step);
      }
    }
    steps = byAxis.stream().map(list -> list.toArray(Step[]::new)).toArray(Step[][]::new);
  }

  private Step step(ViewReader.Part part) {
    int[] inner = new int[part.axes().length];
    int[] innerSteps = new int[inner.length];
    int count = 0;
    for (int d = 0; d < axes.length; d++) {
      for (int j = 0; j < part.axes().length; j++) {
        if (part.axes()[j] == axes[d]) {
          inner[count] = d;
          innerSteps[count++] = part.steps()[j];
        }
      }
    }
    return new Step(
        part,
        Arrays.copyOf(inner, count),
        Arrays.copyOf(innerSteps, count),
        count == 0 ? 0 : innerSteps[count - 1]);
  }

  /** Number of cells of a row. */
  public int length() {
    return blocks[0];
  }

  /**
   * The row of a source's values, zero outside.
   *
   * @param source all values of the view's source
   * @param cell the position on the node's axes; those of the row are ignored
   * @param into receives {@link #length} values from {@code at} on
   */
  public void gather(int[] source, int[] cell, int[] into, int at) {
    new Walk(source, cell, into, at).start();
  }

  /** The row of indices in the source, -1 outside; arguments as for {@link #gather}. */
  public void indices(int[] cell, int[] into, int at) {
    new Walk(null, cell, into, at).start();
  }

  /** One row in the making. */
  private final class Walk {
    private final int[] source;
    private final int[] cell;
    private final int[] into;
    private int at;

    /** Position on the row's axes, and for each axis the position in each part it completes. */
    private final int[] position = new int[axes.length];

    Walk(int[] source, int[] cell, int[] into, int at) {
      this.source = source;
      this.cell = cell;
      this.into = into;
      this.at = at;
    }

    void start() {
      int base = offset;
      for (int d = 0; d < outerStrides.length; d++) {
        base += outerStrides[d] * cell[d];
      }
      for (ViewReader.Part part : outerParts) {
        base += part.indices()[index(part)];
      }
      walk(0, base);
    }

    /** Index in a part with the fixed axes' positions and the walk's. */
    private int index(ViewReader.Part part) {
      int i = 0;
      for (int j = 0; j < part.axes().length; j++) {
        i += part.steps()[j] * cell[part.axes()[j]];
      }
      return i;
    }

    /** Index in a part at position zero on the completing axis. */
    private int index(Step step) {
      int i = 0;
      int[] partAxes = step.part.axes();
      for (int j = 0; j < partAxes.length; j++) {
        if (!isInner(partAxes[j])) {
          i += step.part.steps()[j] * cell[partAxes[j]];
        }
      }
      for (int j = 0; j < step.inner.length - 1; j++) {
        i += step.innerSteps[j] * position[step.inner[j]];
      }
      return i;
    }

    private boolean isInner(int axis) {
      for (int a : axes) {
        if (a == axis) {
          return true;
        }
      }
      return false;
    }

    private void walk(int d, int base) {
      if (base >= ViewReader.OUTSIDE) {
        Arrays.fill(into, at, at + blocks[d], source == null ? -1 : 0);
        at += blocks[d];
      } else if (d == axes.length) {
        into[at++] = source == null ? base : source[base];
      } else if (d == axes.length - 1 && steps[d].length <= 1) {
        if (steps[d].length == 0) {
          run(base, strides[d], sizes[d]);
        } else {
          run(base, strides[d], sizes[d], steps[d][0]);
        }
      } else {
        descend(d, base);
      }
    }

    private void descend(int d, int base) {
      Step[] completed = steps[d];
      int[] from = new int[completed.length];
      for (int s = 0; s < from.length; s++) {
        from[s] = index(completed[s]);
      }
      for (int i = 0; i < sizes[d]; i++) {
        int here = base + strides[d] * i;
        for (int s = 0; s < from.length; s++) {
          here += completed[s].part.indices()[from[s] + completed[s].last * i];
        }
        position[d] = i;
        walk(d + 1, here);
      }
    }

    /** The last axis where it is affine. */
    private void run(int base, int stride, int length) {
      if (source == null) {
        for (int i = 0; i < length; i++) {
          into[at + i] = base + stride * i;
        }
      } else if (stride == 1) {
        System.arraycopy(source, base, into, at, length);
      } else {
        for (int i = 0, from = base; i < length; i++, from += stride) {
          into[at + i] = source[from];
        }
      }
      at += length;
    }

    /** The last axis where it completes one part, as windows along the last axis do. */
    private void run(int base, int stride, int length, Step step) {
      int[] indices = step.part.indices();
      int from = index(step);
      for (int i = 0; i < length; i++) {
        int index = base + stride * i + indices[from + step.last * i];
        into[at + i] =
            index >= ViewReader.OUTSIDE
                ? (source == null ? -1 : 0)
                : source == null ? index : source[index];
      }
      at += length;
    }
  }
}

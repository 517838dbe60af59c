package org.probity.inference.lowering;

import java.util.Arrays;
import java.util.List;
import org.probity.model.graph.AxisIndex;
import org.probity.model.graph.Shapes;
import org.probity.model.graph.View;

/** The honest values of a view of a stored tensor. */
final class ViewValues {
  private final List<Integer> sizes;
  private final List<Integer> sourceShape;
  private final View view;

  /**
   * A view.
   *
   * @param sizes of the reader's axes
   */
  ViewValues(View view, List<Integer> sourceShape, List<Integer> sizes) {
    this.view = view;
    this.sourceShape = sourceShape;
    this.sizes = sizes;
  }

  /** The entries that the reader sees, row-major over its axes; zero for an index outside. */
  long[] of(long[] source) {
    int[] positions = positions();
    long[] out = new long[positions.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = positions[i] < 0 ? 0 : source[positions[i]];
    }
    return out;
  }

  private int[] positions() {
    int[] out = new int[Shapes.size(sizes)];
    int[] strides = Shapes.strides(sourceShape);
    int first = 0;
    for (AxisIndex index : view.axes()) {
      int last = first + index.sourceAxes() - 1;
      int size = Shapes.size(sourceShape.subList(first, last + 1));
      add(out, index, size, strides[last]);
      first = last + 1;
    }
    return out;
  }

  /** Adds {@code stride * index}; once outside, a position stays negative. */
  private void add(int[] positions, AxisIndex index, int size, int stride) {
    int[] own = own(index, size);
    int[] ownSizes = index.axes().stream().mapToInt(sizes::get).toArray();
    int[] steps = new int[sizes.size()];
    int step = 1;
    for (int j = ownSizes.length - 1; j >= 0; j--) {
      steps[index.axes().get(j)] = step;
      step *= ownSizes[j];
    }
    int[] at = new int[sizes.size()];
    int cell = 0;
    for (int i = 0; i < positions.length; i++) {
      int target = own[cell];
      positions[i] = target < 0 || positions[i] < 0 ? -1 : positions[i] + target * stride;
      for (int d = at.length - 1; d >= 0; d--) {
        cell += steps[d];
        if (++at[d] < sizes.get(d)) {
          break;
        }
        cell -= steps[d] * sizes.get(d);
        at[d] = 0;
      }
    }
  }

  /** The index, or -1, for each cell of the entry's own axes. */
  private int[] own(AxisIndex index, int size) {
    return switch (index) {
      case AxisIndex.Table table -> table.cells();
      case AxisIndex.Strided s -> {
        List<Integer> own = s.axes().stream().map(sizes::get).toList();
        int[] out = new int[Shapes.size(own)];
        int[] at = new int[own.size()];
        for (int i = 0; i < out.length; i++) {
          long sum = s.offset();
          for (int j = 0; j < at.length; j++) {
            sum += (long) s.strides().get(j) * at[j];
          }
          boolean inside = sum >= 0 && sum % s.divisor() == 0 && sum / s.divisor() < size;
          out[i] = inside ? (int) (sum / s.divisor()) : -1;
          for (int d = at.length - 1; d >= 0 && ++at[d] == own.get(d); d--) {
            at[d] = 0;
          }
        }
        yield out;
      }
    };
  }

  @Override
  public String toString() {
    return "ViewValues[" + view.source() + " as " + Arrays.toString(sizes.toArray()) + "]";
  }
}

package org.probity.model.floatgraph;

import java.util.Arrays;
import java.util.List;
import org.probity.graph.AxisIndex;
import org.probity.graph.Shapes;

/**
 * One entry of a view, written out.
 *
 * @param cells row-major index over the entry's source axes, by row-major index over its reader
 *     axes; -1 outside
 */
record AxisTable(int[] cells) {
  /** More cells than any tensor has. */
  private static final long MAX_CELLS = 1L << 28;

  /**
   * Writes out an entry.
   *
   * @param source sizes of the source axes that the entry covers
   * @param sizes sizes of all axes of the reader
   */
  static AxisTable of(AxisIndex index, List<Integer> source, int[] sizes) {
    long size = index.axes().stream().mapToLong(a -> sizes[a]).reduce(1, (a, b) -> a * b);
    if (size > MAX_CELLS) {
      throw new IllegalArgumentException("a view has too many cells");
    }
    return switch (index) {
      case AxisIndex.Strided s -> strided(s, source.getFirst(), sizes, (int) size);
      case AxisIndex.Table t -> {
        if (t.cells().length != size
            || Arrays.stream(t.cells()).max().orElse(-1) >= Shapes.size(source)) {
          throw new IllegalArgumentException("a table of a view does not fit its axes");
        }
        yield new AxisTable(t.cells());
      }
    };
  }

  private static AxisTable strided(AxisIndex.Strided index, int length, int[] sizes, int size) {
    int[] cells = new int[size];
    int[] counter = new int[index.axes().size()];
    long position = index.offset();
    for (int i = 0; i < size; i++) {
      boolean inside =
          position >= 0 && position % index.divisor() == 0 && position / index.divisor() < length;
      cells[i] = inside ? (int) (position / index.divisor()) : -1;
      for (int j = counter.length - 1; j >= 0; j--) {
        position += index.strides().get(j);
        if (++counter[j] < sizes[index.axes().get(j)]) {
          break;
        }
        position -= (long) counter[j] * index.strides().get(j);
        counter[j] = 0;
      }
    }
    return new AxisTable(cells);
  }

  /** The cells times a stride; -1 stays. */
  int[] scaled(int stride) {
    int[] scaled = new int[cells.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = cells[i] < 0 ? -1 : cells[i] * stride;
    }
    return scaled;
  }
}

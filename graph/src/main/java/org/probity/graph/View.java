package org.probity.graph;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A tensor or parameter as a node reads it: {@code value[i] = source[index(i)]} with {@code i} over
 * the node's axes (the axes of its output first, then those it sums or searches over). Axes of the
 * node that no entry mentions are broadcast.
 *
 * @param source name of a tensor or parameter
 * @param axes entries that cover the axes of the source in order
 */
public record View(String source, List<AxisIndex> axes) {
  public View {
    axes = List.copyOf(axes);
  }

  /** Source axis d is node axis d. */
  public static View identity(String source, int rank) {
    return new View(source, IntStream.range(0, rank).mapToObj(AxisIndex::along).toList());
  }

  /** Whether this is {@link #identity} for a node whose first axes are those of the source. */
  public boolean isIdentity() {
    return axes.equals(identity(source, axes.size()).axes());
  }
}

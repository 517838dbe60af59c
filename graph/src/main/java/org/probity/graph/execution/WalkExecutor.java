package org.probity.graph.execution;

import java.util.List;
import org.probity.graph.Format;
import org.probity.graph.Shapes;
import org.probity.graph.Walk;

/**
 * Executes a {@link Walk}.
 *
 * @param feature column of the table, as are the next two
 */
public record WalkExecutor(Walk node, int[] feature, int[] threshold, int[] child) {
  /**
   * Numbers on all levels: row-major {@code [depth + 1, B.., T]}, from the roots to what the last
   * step reaches.
   *
   * @param shape of the output, {@code [B.., T]}
   * @param reader of the ranks over the node's axes
   * @throws IllegalArgumentException if a walk leaves the table early or does not end in a leaf
   */
  public int[] ids(List<Integer> shape, ViewReader reader, int[] ranks) {
    int size = Shapes.size(shape);
    int trees = shape.getLast();
    int[] ids = new int[Math.multiplyExact(size, node.depth() + 1)];
    int[] sizes = shape.stream().mapToInt(d -> d).toArray();
    int[] batch = Cells.axes(0, sizes.length - 1);
    ViewRows rows = new ViewRows(reader, sizes.length);
    Cells.inParallel(
        size / trees,
        1 + (1 << 14) / (trees * node.depth()),
        (from, to) -> {
          int[] cell = new int[sizes.length + 1];
          int[] row = new int[node.features()];
          for (int b = from; b < to; b++) {
            Cells.locate(b, sizes, batch, cell);
            rows.gather(ranks, cell, row, 0);
            walk(row, ids, b * trees, trees, size);
          }
        });
    return ids;
  }

  /** All trees with one row of ranks: level by level, so that their loads overlap. */
  private void walk(int[] ranks, int[] ids, int at, int trees, int size) {
    for (int t = 0; t < trees; t++) {
      ids[at + t] = t;
    }
    int level = at;
    for (int l = 0; l < node.depth(); l++) {
      for (int t = level; t < level + trees; t++) {
        int id = ids[t];
        if (id >= child.length) {
          throw new IllegalArgumentException(
              "walk " + node.output() + ": a leaf outside of the table is reached early");
        }
        ids[t + size] = child[id] + (ranks[feature[id]] > threshold[id] ? 1 : 0);
      }
      level += size;
    }
  }

  /**
   * The ranks of the features that the nodes on the way compare, row-major {@code [depth, B.., T]}.
   *
   * @param ids from {@link #ids}
   */
  public long[] ranks(List<Integer> shape, ViewReader reader, int[] ranks, int[] ids) {
    int size = Shapes.size(shape);
    int trees = shape.getLast();
    long[] visited = new long[size * node.depth()];
    int[] sizes = shape.stream().mapToInt(d -> d).toArray();
    int[] batch = Cells.axes(0, sizes.length - 1);
    ViewRows rows = new ViewRows(reader, sizes.length);
    int[] cell = new int[sizes.length + 1];
    int[] row = new int[node.features()];
    for (int b = 0; b < size / trees; b++) {
      Cells.locate(b, sizes, batch, cell);
      rows.gather(ranks, cell, row, 0);
      for (int l = 0; l < node.depth(); l++) {
        int at = l * size + b * trees;
        for (int i = at; i < at + trees; i++) {
          visited[i] = row[feature[ids[i]]];
        }
      }
    }
    return visited;
  }

  /** The output: the leaves that the last step reaches. */
  int[] leaves(List<Integer> shape, int[] ids, Format format) {
    int size = Shapes.size(shape);
    int[] leaves = new int[size];
    for (int i = 0; i < size; i++) {
      leaves[i] = ids[size * node.depth() + i] - node.firstLeaf();
      if (!format.contains(leaves[i])) {
        throw new IllegalArgumentException(
            "walk " + node.output() + ": a tree does not end in a leaf");
      }
    }
    return leaves;
  }
}

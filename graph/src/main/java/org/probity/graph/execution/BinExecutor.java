package org.probity.graph.execution;

import java.util.Arrays;
import java.util.List;
import org.probity.graph.Bin;

/** Executes a {@link Bin}. */
public final class BinExecutor {
  private BinExecutor() {}

  /**
   * The row of the table that covers each cell's key.
   *
   * @param reader of the node's input over the node's axes
   * @param shape of the output
   * @throws IllegalArgumentException if the table does not cover a key
   */
  public static int[] rows(
      Bin node,
      List<Integer> shape,
      ViewReader reader,
      int[] input,
      int[] group,
      List<int[]> bounds) {
    int groups = shape.getLast();
    BinTable table = new BinTable(groups, group, bounds);
    int[] keys = words(reader, input);
    int[] rows = new int[keys.length / node.words()];
    Cells.inParallel(
        rows.length,
        1 << 12,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            rows[i] = table.row(i % groups, keys, i * node.words(), node.words());
          }
        });
    if (Arrays.stream(rows).anyMatch(row -> row < 0)) {
      throw new IllegalArgumentException("bin " + node.output() + ": no row covers an input");
    }
    return rows;
  }

  /** The words of all keys, row-major; the view never reads outside. */
  private static int[] words(ViewReader reader, int[] input) {
    int[] words = reader.indices();
    for (int i = 0; i < words.length; i++) {
      words[i] = input[words[i]];
    }
    return words;
  }
}

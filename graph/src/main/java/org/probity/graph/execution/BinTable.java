package org.probity.graph.execution;

import java.util.List;
import org.probity.graph.Bin;

/** The rows of a {@link Bin}, to be searched. */
public final class BinTable {
  private final long[] keys;

  /** For each group the first row that is not of a smaller one; the number of rows at the end. */
  private final int[] starts;

  /**
   * A table.
   *
   * @param groups number of groups that are asked for
   * @param group of each row, ascending
   * @param bounds one or two words of each row, the high one first; together with the groups they
   *     are in ascending order
   */
  public BinTable(int groups, int[] group, List<int[]> bounds) {
    keys = Bin.keys(bounds);
    starts = new int[groups + 1];
    int k = 0;
    for (int g = 0; g <= groups; g++) {
      while (k < group.length && group[k] < g) {
        k++;
      }
      starts[g] = k;
    }
  }

  /**
   * The row that covers a key, the last of those that begin at or below it; -1 if there is none or
   * no row begins above it.
   *
   * @param words of the key, from {@code at} on
   * @param count number of words, as of the bounds
   */
  public int row(int g, int[] words, int at, int count) {
    long key = Bin.key(words, at, count);
    int low = starts[g];
    int high = starts[g + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys[middle] <= key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < keys.length ? low - 1 : -1;
  }
}

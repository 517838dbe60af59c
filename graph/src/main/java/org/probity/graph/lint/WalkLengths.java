package org.probity.graph.lint;

/**
 * After how many steps all walks from a row stand on leaves: an interval for each row. A leaf in
 * the table is one after any number of steps, a leaf outside of it after none only.
 */
final class WalkLengths {
  /** More than any depth. */
  private static final byte ANY = Byte.MAX_VALUE;

  private final byte[] least;
  private final byte[] most;
  private final int firstLeaf;
  private final long last;

  /**
   * The intervals of a table.
   *
   * @param child column of the table; no entry is before its row
   * @param threshold column of the table
   * @param largest the largest rank: a threshold that is never exceeded
   * @param last the largest number
   */
  WalkLengths(int[] child, int[] threshold, long largest, int firstLeaf, long last) {
    this.firstLeaf = firstLeaf;
    this.last = last;
    least = new byte[child.length];
    most = new byte[child.length];
    for (int k = child.length - 1; k >= 0; k--) {
      if (k >= firstLeaf) {
        most[k] = ANY;
      } else if (child[k] == k) {
        least[k] = ANY;
        most[k] = -1;
      } else {
        int other = threshold[k] == largest ? child[k] : child[k] + 1;
        least[k] = (byte) Math.min(ANY, Math.max(least(child[k]), least(other)) + 1);
        int rest = Math.min(most(child[k]), most(other));
        most[k] = (byte) (rest == ANY || rest < 0 ? rest : rest + 1);
      }
    }
  }

  /** Whether all walks from the row stand on leaves after so many steps, at most 64. */
  boolean endsAfter(int row, int steps) {
    return least[row] <= steps && steps <= most[row];
  }

  private int least(int id) {
    return id < least.length ? least[id] : isLeaf(id) ? 0 : ANY;
  }

  private int most(int id) {
    return id < most.length ? most[id] : isLeaf(id) ? 0 : -1;
  }

  private boolean isLeaf(int id) {
    return id >= firstLeaf && id <= last;
  }
}

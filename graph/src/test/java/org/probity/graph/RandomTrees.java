package org.probity.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The table of a {@link Walk} with random trees: full ones, paths, trees of one leaf.
 *
 * @param numbers how many numbers stand for nodes and leaves
 */
record RandomTrees(
    int depth, int firstLeaf, int numbers, int[] feature, int[] threshold, int[] child) {
  /** Where an inner row leads: to rows of the next level, to leaves in the table, or behind it. */
  private enum Target {
    INNER,
    EARLY,
    LAST
  }

  private record Row(Target target, int position, boolean single) {}

  static RandomTrees of(Random random, int trees, int depth, int features, Format ranks) {
    List<Row> rows = new ArrayList<>();
    int early = random.nextInt(3);
    int last = 0;
    int level = trees;
    for (int l = 0; l < depth; l++) {
      int next = rows.size() + level;
      for (int end = next; rows.size() < end; ) {
        // Not too wide, however deep.
        boolean narrow = next - end > 40;
        boolean single = random.nextInt(4) == 0;
        if (l == depth - 1 && random.nextInt(3) > 0) {
          rows.add(new Row(Target.LAST, last, single));
          last += single ? 1 : 2;
        } else if (l == depth - 1 || narrow || random.nextInt(3) == 0) {
          rows.add(new Row(Target.EARLY, early, single));
          early += single ? 1 : 2;
        } else {
          rows.add(new Row(Target.INNER, next, single));
          next += single ? 1 : 2;
        }
      }
      level = next - rows.size();
    }
    int firstLeaf = rows.size();
    int n = firstLeaf + early;
    int[] feature = random.ints(n, 0, features).toArray();
    int[] threshold = new int[n];
    int[] child = new int[n];
    for (int k = 0; k < n; k++) {
      boolean single = k >= firstLeaf || rows.get(k).single();
      threshold[k] = (int) (single ? ranks.max() : random.nextLong(ranks.min(), ranks.max() + 1));
      child[k] =
          k >= firstLeaf
              ? k
              : rows.get(k).position()
                  + switch (rows.get(k).target()) {
                    case INNER -> 0;
                    case EARLY -> firstLeaf;
                    case LAST -> n;
                  };
    }
    int numbers = Math.max(n + last, firstLeaf + 1);
    return new RandomTrees(depth, firstLeaf, numbers, feature, threshold, child);
  }
}

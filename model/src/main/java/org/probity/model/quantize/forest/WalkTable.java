package org.probity.model.quantize.forest;

import java.util.ArrayList;
import java.util.List;
import org.probity.graph.Walk;
import org.probity.model.ModelException;
import org.probity.model.trees.Ensemble;

/**
 * The rows of the secret table of a {@link Walk}: inner nodes, the roots first and siblings one
 * after the other; then the leaves that are reached before the last step, which lead to themselves.
 * A leaf whose sibling is none stands behind an inner row that always leads to it.
 *
 * <p>Numbers of rows and leaves are rounded up to powers of two.
 *
 * @param leaves by number of the leaf, from the first leaf on: the node of the ensemble, -1 for a
 *     leaf of no tree
 */
record WalkTable(
    int depth, int firstLeaf, int[] feature, int[] threshold, int[] child, int[] leaves) {
  /** Depths are rounded up to one of these. */
  private static final int[] DEPTHS = {2, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, Walk.MAX_DEPTH};

  /** More rows than a table may have. */
  private static final int MAX_ROWS = 1 << 20;

  /** Stands for the leaf of trees that are none. */
  static final int NO_LEAF = -1;

  /** Numbers of children that are leaves are only known in the end. */
  private enum Kind {
    INNER,
    EARLY,
    LAST
  }

  private record Child(Kind kind, int number) {}

  /** Where a row is, and what it stands for. */
  private record Open(int row, int node, int level) {}

  /** Where a branch leads: a rank that is above the threshold leads to the second child. */
  interface Splits {
    int feature(int node);

    int threshold(int node);

    /** Whether the ranks that are not above are those that fulfil the branch's condition. */
    boolean lowIsTrue(int node);
  }

  /**
   * Lays out an ensemble.
   *
   * @param roots the trees in their order, {@link #NO_LEAF} for none; their number is that of walks
   * @param never a threshold that no rank is above
   */
  static WalkTable of(String name, Ensemble ensemble, int[] roots, Splits splits, int never)
      throws ModelException {
    return new Writer(name, ensemble, splits, never).write(roots);
  }

  private static final class Writer {
    private final String name;
    private final Ensemble ensemble;
    private final Splits splits;
    private final int never;
    private final int depth;
    private final List<Integer> feature = new ArrayList<>();
    private final List<Integer> threshold = new ArrayList<>();
    private final List<Child> child = new ArrayList<>();
    private final List<Integer> early = new ArrayList<>();
    private final List<Integer> last = new ArrayList<>();

    /** The early leaf of no tree. */
    private int none = -1;

    Writer(String name, Ensemble ensemble, Splits splits, int never) throws ModelException {
      this.name = name;
      this.ensemble = ensemble;
      this.splits = splits;
      this.never = never;
      int rounded = 0;
      while (rounded < DEPTHS.length && DEPTHS[rounded] < ensemble.depth()) {
        rounded++;
      }
      if (rounded == DEPTHS.length) {
        throw new ModelException(
            name
                + ": its trees have up to "
                + ensemble.depth()
                + " decisions on a path; limit their depth to "
                + Walk.MAX_DEPTH);
      }
      depth = DEPTHS[rounded];
    }

    WalkTable write(int[] roots) throws ModelException {
      List<Open> open = new ArrayList<>();
      for (int root : roots) {
        open.add(new Open(addRow(), root, 0));
      }
      for (int i = 0; i < open.size(); i++) {
        fill(open.get(i), open);
      }
      int inner = feature.size();
      int earlyRows = early.isEmpty() ? 0 : roundedUp(early.size());
      int rows = roundedUp(inner + earlyRows);
      if (rows > MAX_ROWS) {
        throw new ModelException(
            name + ": its trees have more than " + MAX_ROWS + " nodes; limit their size");
      }
      int firstLeaf = rows - earlyRows;
      int leafCount = roundedUp(earlyRows + last.size());
      int end = firstLeaf + leafCount;
      int[] features = new int[rows];
      int[] thresholds = new int[rows];
      int[] children = new int[rows];
      for (int k = 0; k < rows; k++) {
        features[k] = k < inner ? feature.get(k) : 0;
        thresholds[k] = k < inner ? threshold.get(k) : never;
        children[k] = k >= firstLeaf ? k : end - 1;
        if (k < inner) {
          Child to = child.get(k);
          children[k] =
              to.number()
                  + switch (to.kind()) {
                    case INNER -> 0;
                    case EARLY -> firstLeaf;
                    case LAST -> rows;
                  };
        }
      }
      int[] leaves = new int[leafCount];
      java.util.Arrays.fill(leaves, NO_LEAF);
      for (int e = 0; e < early.size(); e++) {
        leaves[e] = early.get(e);
      }
      for (int l = 0; l < last.size(); l++) {
        leaves[earlyRows + l] = last.get(l);
      }
      return new WalkTable(depth, firstLeaf, features, thresholds, children, leaves);
    }

    private int addRow() {
      feature.add(0);
      threshold.add(never);
      child.add(null);
      return feature.size() - 1;
    }

    private void fill(Open open, List<Open> queue) {
      int node = open.node();
      int below = open.level() + 1;
      if (node == NO_LEAF) {
        if (none < 0) {
          none = early.size();
          early.add(NO_LEAF);
        }
        child.set(open.row(), new Child(Kind.EARLY, none));
        return;
      }
      if (ensemble.isLeaf(node)) {
        child.set(open.row(), leaves(below, node));
        return;
      }
      feature.set(open.row(), splits.feature(node));
      threshold.set(open.row(), splits.threshold(node));
      int yes = ensemble.whenTrue(node);
      int no = ensemble.whenFalse(node);
      int low = splits.lowIsTrue(node) ? yes : no;
      int high = splits.lowIsTrue(node) ? no : yes;
      if (ensemble.isLeaf(low) && ensemble.isLeaf(high)) {
        child.set(open.row(), leaves(below, low, high));
        return;
      }
      int first = addRow();
      child.set(open.row(), new Child(Kind.INNER, first));
      queue.add(new Open(first, low, below));
      queue.add(new Open(addRow(), high, below));
    }

    /** Leaves one after the other. */
    private Child leaves(int level, int... nodes) {
      boolean atEnd = level == depth;
      List<Integer> list = atEnd ? last : early;
      Child first = new Child(atEnd ? Kind.LAST : Kind.EARLY, list.size());
      for (int node : nodes) {
        list.add(node);
      }
      return first;
    }
  }

  /** The least power of two that is not less. */
  static int roundedUp(int n) {
    return n <= 1 ? 1 : 2 * Integer.highestOneBit(n - 1);
  }

  /** A record of secrets: its sizes only. */
  @Override
  public String toString() {
    return "WalkTable[" + feature.length + " rows]";
  }
}

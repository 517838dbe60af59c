package org.probity.model.trees;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.probity.graph.OrderedCode;

/**
 * An ensemble of binary decision trees over real features. In every tree one leaf is reached, whose
 * values are added up for each result (or the least or largest is taken), and base values are
 * added. Made by {@link EnsembleBuilder}, which checks it. Holds thresholds and leaf values: {@link
 * #toString} shows sizes only.
 *
 * <p>Nodes have numbers from 0; the roots come first in the order of the trees, a child has a
 * larger number than its parent, and the two children of a branch follow each other.
 */
public final class Ensemble {
  /** Longs in {@link #walk} for a node. */
  private static final int STEP = 2;

  /** What a condition is like: its least code is a member, */
  private static final int FIRST = 1;

  /** NaN is a second edge, */
  private static final int NAN = 2;

  /** it has other edges than its first and NaN. */
  private static final int MANY = 4;

  private static final int KINDS = 8;

  private final int features;
  private final Aggregate aggregate;
  private final int trees;
  private final int depth;

  /** By node: the feature of a branch, -1 for a leaf. */
  private final int[] feature;

  private final Condition[] conditions;

  private final int[] whenTrue;

  /**
   * All that a walk needs of a node, side by side and short, as walks are bound by memory: the
   * first edge of its condition, {@link Long#MAX_VALUE} if it has none; -1 for a leaf, else, above
   * the next node if the condition holds, eight times the feature and the kind of the condition. If
   * it does not hold, the next node is the one after that.
   */
  private final long[] walk;

  /** By node: where its values begin in the two lists below; the length at the end. */
  private final int[] firstValue;

  private final int[] result;
  private final double[] value;
  private final double[] base;
  private final int hash;

  Ensemble(
      int features,
      Aggregate aggregate,
      int trees,
      int depth,
      int[] feature,
      Condition[] conditions,
      int[] whenTrue,
      int[] firstValue,
      int[] result,
      double[] value,
      double[] base) {
    this.features = features;
    this.aggregate = aggregate;
    this.trees = trees;
    this.depth = depth;
    this.feature = feature;
    this.conditions = conditions;
    this.whenTrue = whenTrue;
    this.walk = new long[STEP * feature.length];
    for (int n = 0; n < feature.length; n++) {
      setStep(n);
    }
    this.firstValue = firstValue;
    this.result = result;
    this.value = value;
    this.base = base;
    this.hash = 31 * Arrays.hashCode(feature) + Arrays.hashCode(value);
  }

  /** Number of features that it reads. */
  public int features() {
    return features;
  }

  /** Number of results. */
  public int results() {
    return base.length;
  }

  /** Number of trees; their roots are the first nodes. */
  public int trees() {
    return trees;
  }

  /** Number of nodes. */
  public int nodes() {
    return feature.length;
  }

  /** Branches on the longest path. */
  public int depth() {
    return depth;
  }

  /** How the leaves are joined. */
  public Aggregate aggregate() {
    return aggregate;
  }

  /** What is added to a result in the end. */
  public double base(int r) {
    return base[r];
  }

  /** Whether a node is a leaf. */
  public boolean isLeaf(int node) {
    return feature[node] < 0;
  }

  /** The feature that a branch decides by. */
  public int feature(int node) {
    return feature[node];
  }

  /** The condition of a branch. */
  public Condition condition(int node) {
    return conditions[node];
  }

  /** The next node if the condition of a branch holds. */
  public int whenTrue(int node) {
    return whenTrue[node];
  }

  /** The next node if the condition of a branch does not hold. */
  public int whenFalse(int node) {
    return whenTrue[node] + 1;
  }

  /** Number of values of a leaf. */
  public int values(int leaf) {
    return firstValue[leaf + 1] - firstValue[leaf];
  }

  /** The result that the i-th value of a leaf belongs to; ascending, each at most once. */
  public int result(int leaf, int i) {
    return result[firstValue[leaf] + i];
  }

  /** The i-th value of a leaf. */
  public double value(int leaf, int i) {
    return value[firstValue[leaf] + i];
  }

  /** The leaf of a tree for the features {@code x[at], x[at + 1], ...}. */
  public int leaf(int tree, double[] x, int at) {
    return leaf(tree, codes(x, at));
  }

  private long[] codes(double[] x, int at) {
    long[] codes = new long[features];
    Arrays.setAll(codes, f -> OrderedCode.of(x[at + f]));
    return codes;
  }

  private void setStep(int node) {
    int at = STEP * node;
    walk[at + 1] = -1;
    if (feature[node] >= 0) {
      Condition condition = conditions[node];
      long[] edges = condition.edges();
      boolean nan = edges.length > 1 && edges[1] == OrderedCode.FLOAT64_NAN;
      boolean many = edges.length > (nan ? 2 : 1);
      walk[at] = edges.length > 0 ? edges[0] : Long.MAX_VALUE;
      int kind = (condition.first() ? FIRST : 0) | (nan ? NAN : 0) | (many ? MANY : 0);
      walk[at + 1] = ((long) KINDS * feature[node] + kind) << Integer.SIZE | whenTrue[node];
    }
  }

  private int leaf(int tree, long[] codes) {
    int node = tree;
    for (int next = next(node, codes); next >= 0; next = next(node, codes)) {
      node = next;
    }
    return node;
  }

  /** The leaves of all trees: a step of each tree at a time, so that their loads overlap. */
  private int[] leaves(long[] codes) {
    int[] nodes = IntStream.range(0, trees).toArray();
    int[] open = nodes.clone();
    for (int count = trees; count > 0; ) {
      int left = 0;
      for (int i = 0; i < count; i++) {
        int tree = open[i];
        int next = next(nodes[tree], codes);
        if (next >= 0) {
          nodes[tree] = next;
          open[left++] = tree;
        }
      }
      count = left;
    }
    return nodes;
  }

  /** The node after a branch; -1 after a leaf. */
  private int next(int node, long[] codes) {
    int at = STEP * node;
    long step = walk[at + 1];
    if (step < 0) {
      return -1;
    }
    int kind = (int) (step >> Integer.SIZE);
    long code = codes[kind / KINDS];
    boolean holds =
        (kind & MANY) == 0
            ? ((kind & FIRST) != 0)
                ^ (walk[at] <= code)
                ^ ((kind & NAN) != 0 && code >= OrderedCode.FLOAT64_NAN)
            : conditions[node].contains(code);
    return (int) step + (holds ? 0 : 1);
  }

  /**
   * The results for the features {@code x[at], x[at + 1], ...}; a result that no leaf has a value
   * of is its base.
   */
  public double[] evaluate(double[] x, int at) {
    double[] out = new double[base.length];
    boolean[] known = new boolean[base.length];
    for (int leaf : leaves(codes(x, at))) {
      for (int i = firstValue[leaf]; i < firstValue[leaf + 1]; i++) {
        int r = result[i];
        out[r] = known[r] ? joined(out[r], value[i]) : value[i];
        known[r] = true;
      }
    }
    for (int r = 0; r < out.length; r++) {
      out[r] = (aggregate == Aggregate.AVERAGE ? out[r] / trees : out[r]) + base[r];
    }
    return out;
  }

  private double joined(double a, double b) {
    return switch (aggregate) {
      case SUM, AVERAGE -> a + b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
    };
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof Ensemble e
        && hash == e.hash
        && features == e.features
        && aggregate == e.aggregate
        && trees == e.trees
        && Arrays.equals(feature, e.feature)
        && Arrays.equals(conditions, e.conditions)
        && Arrays.equals(whenTrue, e.whenTrue)
        && Arrays.equals(firstValue, e.firstValue)
        && Arrays.equals(result, e.result)
        && Arrays.equals(value, e.value)
        && Arrays.equals(base, e.base);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "Ensemble[" + trees + " trees, " + features + " features, " + results() + " results]";
  }
}

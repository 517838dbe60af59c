package org.probity.model.trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.probity.model.ModelException;

/**
 * Writes an ensemble. Within each tree nodes have numbers in the order in which they are added,
 * from 0; the first one is the root, and children may come in any order:
 *
 * <pre>{@code
 * EnsembleBuilder b = new EnsembleBuilder("model.json", features, results);
 * b.tree();
 * b.branch(3, Precision.FLOAT32.less(0.5).missing(true), 1, 2);
 * b.leaf(0, -0.25);
 * b.leaf(0, 0.75);
 * Ensemble ensemble = b.base(0, 0.5).build();
 * }</pre>
 *
 * Methods throw {@link ModelException} that names the source, the tree and the node.
 */
public final class EnsembleBuilder {
  /** Limit on the nodes of all trees. */
  public static final int MAX_NODES = 1 << 22;

  /** Limit on the branches of a path. */
  public static final int MAX_DEPTH = 1 << 10;

  private static final int MAX_FEATURES = 1 << 20;
  private static final int MAX_RESULTS = 1 << 16;
  private static final int MAX_VALUES = 1 << 24;

  private static final int LEAF = -1;
  private static final int UNUSED = -2;

  private final String source;
  private final int features;
  private final double[] base;
  private Aggregate aggregate = Aggregate.SUM;

  private final IntList roots = new IntList();
  private final IntList feature = new IntList();
  private final List<Condition> conditions = new ArrayList<>();
  private final IntList whenTrue = new IntList();
  private final IntList whenFalse = new IntList();
  private final List<Leaf> leaves = new ArrayList<>();

  private record Leaf(int[] results, double[] values) {
    static final Leaf NONE = new Leaf(new int[0], new double[0]);
  }

  private int values;
  private int depth;

  /**
   * An ensemble without trees.
   *
   * @param source what messages call it: operator and node, or file
   * @param features number of features it reads
   * @param results number of results
   */
  public EnsembleBuilder(String source, int features, int results) throws ModelException {
    this.source = source;
    this.features = features;
    if (features < 1 || features > MAX_FEATURES || results < 1 || results > MAX_RESULTS) {
      throw error(features + " features and " + results + " results are not within the limits");
    }
    base = new double[results];
  }

  /** Begins a tree; the next node is its root. */
  public EnsembleBuilder tree() throws ModelException {
    requireNodes();
    roots.add(feature.size());
    return this;
  }

  private void requireNodes() throws ModelException {
    if (roots.size() > 0 && roots.get(roots.size() - 1) == feature.size()) {
      throw error("tree " + (roots.size() - 1) + " has no nodes");
    }
  }

  /**
   * Adds a branch.
   *
   * @param condition on the feature
   * @param whenTrue number, within the tree, of the next node if it holds
   * @param whenFalse number of the next node if it does not
   */
  public EnsembleBuilder branch(int feature, Condition condition, int whenTrue, int whenFalse)
      throws ModelException {
    if (feature < 0 || feature >= features) {
      throw error(place() + " reads feature " + feature + " of " + features);
    }
    return add(feature, condition, whenTrue, whenFalse, Leaf.NONE);
  }

  /** Adds a leaf with a value for one result. */
  public EnsembleBuilder leaf(int result, double value) throws ModelException {
    return leaf(new int[] {result}, new double[] {value});
  }

  /**
   * Adds a leaf with a value for each of some results; none at all is zero. Values of the same
   * result are added up.
   */
  public EnsembleBuilder leaf(int[] results, double[] values) throws ModelException {
    if (results.length != values.length) {
      throw error(place() + " has " + values.length + " values for " + results.length + " results");
    }
    for (int i = 0; i < values.length; i++) {
      if (results[i] < 0 || results[i] >= base.length) {
        throw error(place() + " has a value of result " + results[i] + " of " + base.length);
      }
      if (!Double.isFinite(values[i])) {
        throw error(place() + " has a value that is not a finite number");
      }
    }
    this.values += values.length;
    if (this.values > MAX_VALUES) {
      throw error("its leaves have more than " + MAX_VALUES + " values");
    }
    return add(LEAF, null, 0, 0, sorted(results, values));
  }

  /** Adds a node that nothing refers to, so that the numbers of the others are those of a file. */
  public EnsembleBuilder unused() throws ModelException {
    return add(UNUSED, null, 0, 0, Leaf.NONE);
  }

  /** What is added to a result in the end. */
  public EnsembleBuilder base(int result, double value) throws ModelException {
    if (result < 0 || result >= base.length || !Double.isFinite(value)) {
      throw error("a base value is not a finite number, or of result " + result);
    }
    base[result] = value;
    return this;
  }

  /** How the leaves are joined; sums if nothing is said. */
  public EnsembleBuilder aggregate(Aggregate value) {
    aggregate = value;
    return this;
  }

  /** What a branch decides by. */
  public record Split(int feature, Condition condition) {}

  /** What branches become. */
  @FunctionalInterface
  public interface Rewriting {
    /** The split in place of another; one whose condition has no edges is decided. */
    Split split(int feature, Condition condition) throws ModelException;
  }

  /** Another ensemble with its values changed. */
  public static Ensemble mapped(String source, Ensemble given, DoubleUnaryOperator change)
      throws ModelException {
    return rewritten(source, given, given.features(), Split::new, change);
  }

  /** Another ensemble with other splits; branches that are decided vanish. */
  public static Ensemble rewritten(String source, Ensemble given, int features, Rewriting rewriting)
      throws ModelException {
    return rewritten(source, given, features, rewriting, v -> v);
  }

  private static Ensemble rewritten(
      String source, Ensemble given, int features, Rewriting rewriting, DoubleUnaryOperator change)
      throws ModelException {
    EnsembleBuilder builder = new EnsembleBuilder(source, features, given.results());
    builder.aggregate(given.aggregate());
    for (int r = 0; r < given.results(); r++) {
      builder.base(r, given.base(r));
    }
    for (int t = 0; t < given.trees(); t++) {
      builder.tree();
      IntList order = new IntList();
      order.add(t);
      for (int i = 0; i < order.size(); i++) {
        int node = order.get(i);
        Split split = null;
        while (!given.isLeaf(node)) {
          split = rewriting.split(given.feature(node), given.condition(node));
          if (split.condition().edges().length > 0) {
            break;
          }
          node = split.condition().first() ? given.whenTrue(node) : given.whenFalse(node);
        }
        if (given.isLeaf(node)) {
          int leaf = node;
          builder.leaf(
              IntStream.range(0, given.values(leaf)).map(j -> given.result(leaf, j)).toArray(),
              IntStream.range(0, given.values(leaf))
                  .mapToDouble(j -> change.applyAsDouble(given.value(leaf, j)))
                  .toArray());
        } else {
          builder.branch(split.feature(), split.condition(), order.size(), order.size() + 1);
          order.add(given.whenTrue(node));
          order.add(given.whenFalse(node));
        }
      }
    }
    return builder.build();
  }

  private EnsembleBuilder add(int f, Condition condition, int yes, int no, Leaf leaf)
      throws ModelException {
    if (roots.size() == 0) {
      throw error("a node comes before the first tree");
    }
    if (feature.size() == MAX_NODES) {
      throw error("it has more than " + MAX_NODES + " nodes");
    }
    feature.add(f);
    conditions.add(condition);
    whenTrue.add(yes);
    whenFalse.add(no);
    leaves.add(leaf);
    return this;
  }

  private static Leaf sorted(int[] results, double[] values) {
    if (results.length <= 1) {
      return new Leaf(results.clone(), values.clone());
    }
    int[] order =
        IntStream.range(0, results.length)
            .boxed()
            .sorted((a, b) -> Integer.compare(results[a], results[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] r = new int[results.length];
    double[] v = new double[results.length];
    int count = 0;
    for (int i : order) {
      if (count > 0 && r[count - 1] == results[i]) {
        v[count - 1] += values[i];
      } else {
        r[count] = results[i];
        v[count++] = values[i];
      }
    }
    return new Leaf(Arrays.copyOf(r, count), Arrays.copyOf(v, count));
  }

  /** The node that is being added. */
  private String place() {
    int tree = roots.size() - 1;
    return tree < 0 ? "a node" : node(tree, feature.size() - roots.get(tree));
  }

  private static String node(int tree, int number) {
    return "node " + number + " of tree " + tree;
  }

  private ModelException error(String what) {
    return new ModelException(source + ": " + what);
  }

  /**
   * The ensemble, checked: every node but the roots and those that are unused is the child of one
   * branch, and reached from the root.
   */
  public Ensemble build() throws ModelException {
    requireNodes();
    if (roots.size() == 0) {
      throw error("it has no trees");
    }
    int[] order = order();
    int nodes = order.length;
    int[] rootOf = new int[feature.size()];
    for (int t = 0; t < roots.size(); t++) {
      Arrays.fill(rootOf, roots.get(t), end(t), roots.get(t));
    }
    int[] number = new int[feature.size()];
    for (int i = 0; i < nodes; i++) {
      number[order[i]] = i;
    }
    int[] firstValue = new int[nodes + 1];
    for (int i = 0; i < nodes; i++) {
      firstValue[i + 1] = firstValue[i] + leaves.get(order[i]).results().length;
    }
    int[] result = new int[firstValue[nodes]];
    double[] value = new double[firstValue[nodes]];
    for (int i = 0; i < nodes; i++) {
      Leaf leaf = leaves.get(order[i]);
      System.arraycopy(leaf.results(), 0, result, firstValue[i], leaf.results().length);
      System.arraycopy(leaf.values(), 0, value, firstValue[i], leaf.values().length);
    }
    int[] yes = new int[nodes];
    for (int i = 0; i < nodes; i++) {
      if (feature.get(order[i]) >= 0) {
        yes[i] = number[rootOf[order[i]] + whenTrue.get(order[i])];
      }
    }
    return new Ensemble(
        features,
        aggregate,
        roots.size(),
        depth,
        Arrays.stream(order).map(feature::get).toArray(),
        Arrays.stream(order).mapToObj(conditions::get).toArray(Condition[]::new),
        yes,
        firstValue,
        result,
        value,
        base.clone());
  }

  /** Where the nodes of a tree end. */
  private int end(int tree) {
    return tree + 1 < roots.size() ? roots.get(tree + 1) : feature.size();
  }

  /** All nodes in use: the roots, then level by level, the children of a branch side by side. */
  private int[] order() throws ModelException {
    int[] order = new int[feature.size()];
    int[] treeOf = new int[feature.size()];
    boolean[] seen = new boolean[feature.size()];
    int count = 0;
    for (int t = 0; t < roots.size(); t++) {
      int root = roots.get(t);
      if (feature.get(root) == UNUSED) {
        throw error("the root of tree " + t + " is unused");
      }
      Arrays.fill(treeOf, root, end(t), t);
      order[count++] = root;
      seen[root] = true;
    }
    depth = 0;
    int level = 0;
    for (int i = 0, levelEnd = count; i < count; i++) {
      if (i == levelEnd) {
        levelEnd = count;
        level++;
        if (level > MAX_DEPTH) {
          throw error("a path has more than " + MAX_DEPTH + " branches");
        }
      }
      int node = order[i];
      if (feature.get(node) >= 0) {
        depth = level + 1;
        int t = treeOf[node];
        order[count++] = child(t, node, whenTrue.get(node), treeOf, seen);
        order[count++] = child(t, node, whenFalse.get(node), treeOf, seen);
      }
    }
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i] && feature.get(i) != UNUSED) {
        throw error(node(treeOf[i], i - roots.get(treeOf[i])) + " is not reached from the root");
      }
    }
    return Arrays.copyOf(order, count);
  }

  private int child(int tree, int parent, int number, int[] treeOf, boolean[] seen)
      throws ModelException {
    int root = roots.get(tree);
    int position = root + number;
    if (number < 0
        || number >= feature.size() - root
        || treeOf[position] != tree
        || feature.get(position) == UNUSED) {
      throw error(
          node(tree, parent - root) + " has the child " + number + ", which does not exist");
    }
    if (seen[position]) {
      throw error("node " + number + " of tree " + tree + " has two parents, or is its own parent");
    }
    seen[position] = true;
    return position;
  }
}

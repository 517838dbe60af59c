package org.probity.model.xgboost;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.probity.model.ModelException;
import org.probity.model.trees.Condition;
import org.probity.model.trees.EnsembleBuilder;
import org.probity.model.trees.Precision;

/**
 * Reads one tree ({@code RegTree::LoadModel}). A row goes left if its float32 feature is below the
 * threshold, or, in a branch by categories, if its category is none of the listed ones.
 */
final class TreeReader {
  /** Feature of a node that was pruned: the largest that its 31 bits can say. */
  private static final int DELETED = Integer.MAX_VALUE;

  /** Categories are float32 integers. */
  private static final int MAX_CATEGORY = 1 << 24;

  private final Document.Fields tree;

  /** Number of values of a leaf; more than one if a tree has leaves for all targets. */
  private final int width;

  /** The values of the leaves of several values, leaf by leaf. */
  private final double[] vectors;

  private final int[] left;
  private final int[] right;
  private final int[] feature;
  private final double[] condition;
  private final double[] defaultLeft;
  private final int[] type;

  /** Which of the lists of categories a node has. */
  private final Map<Integer, Condition> categories;

  /**
   * Reads the lists of a tree.
   *
   * @param scores of the model
   */
  TreeReader(Document.Fields tree, int scores) throws ModelException {
    this.tree = tree;
    Document.Fields parameters = tree.fields("tree_param");
    width = Math.max(1, parameters.integerText("size_leaf_vector", 1));
    if (width > 1 && !tree.has("leaf_weights")) {
      throw Documents.error(
          tree.path(),
          "has leaves with a value for each target in a form that is not supported; train with"
              + " XGBoost 3.1 or newer, or with multi_strategy=one_output_per_tree");
    }
    vectors = width > 1 ? tree.numbers("leaf_weights") : new double[0];
    if (width > 1 && (width != scores || vectors.length % width != 0)) {
      throw Documents.error(
          tree.path(), "has leaves of %d values for %d scores".formatted(width, scores));
    }
    int nodes = parameters.integerText("num_nodes");
    left = tree.integers("left_children");
    right = tree.integers("right_children");
    feature = tree.integers("split_indices");
    condition = tree.numbers("split_conditions");
    defaultLeft = tree.numbers("default_left");
    // Before version 1.3 there are no branches by categories.
    type = tree.has("split_type") ? tree.integers("split_type") : new int[nodes];
    for (int length :
        new int[] {
          left.length,
          right.length,
          feature.length,
          condition.length,
          defaultLeft.length,
          type.length
        }) {
      if (length != nodes) {
        throw Documents.error(
            tree.path(), "has " + nodes + " nodes, and a list of " + length + " for them");
      }
    }
    categories = Arrays.stream(type).anyMatch(t -> t != 0) ? categories() : Map.of();
  }

  /** The condition that the category is listed, by node. */
  private Map<Integer, Condition> categories() throws ModelException {
    int[] nodes = tree.integers("categories_nodes");
    int[] starts = tree.integers("categories_segments");
    int[] sizes = tree.integers("categories_sizes");
    int[] listed = tree.integers("categories");
    if (nodes.length != starts.length || nodes.length != sizes.length) {
      throw Documents.error(tree.path(), "has lists of categories of different lengths");
    }
    Map<Integer, Condition> byNode = new HashMap<>();
    int next = 0;
    for (int i = 0; i < nodes.length; i++) {
      // In order and without overlap, so that the work is bounded by the size of the file.
      if (starts[i] != next || sizes[i] < 0 || sizes[i] > listed.length - next) {
        throw Documents.error(
            tree.path(), "has segments of categories that do not follow each other");
      }
      int[] members = Arrays.copyOfRange(listed, next, next + sizes[i]);
      next += sizes[i];
      if (Arrays.stream(members).anyMatch(c -> c < 0 || c >= MAX_CATEGORY)) {
        throw Documents.error(tree.path(), "has a category that is not from 0 to 2^24 - 1");
      }
      if (byNode.put(nodes[i], Precision.FLOAT32.flooredMember(members)) != null) {
        throw Documents.error(tree.path(), "lists the categories of a node twice");
      }
    }
    return byNode;
  }

  /**
   * Adds the tree to an ensemble.
   *
   * @param result which result its leaves belong to
   * @param weight factor of its leaves
   */
  void addTo(EnsembleBuilder ensemble, int result, double weight) throws ModelException {
    ensemble.tree();
    int[] all = IntStream.range(0, width).toArray();
    for (int i = 0; i < left.length; i++) {
      if (left[i] != -1) {
        ensemble.branch(feature[i], goesLeft(i), left[i], right[i]);
      } else if (feature[i] == DELETED) {
        ensemble.unused();
      } else if (width > 1) {
        ensemble.leaf(all, Arrays.stream(vector(i)).map(v -> weight * (float) v).toArray());
      } else {
        ensemble.leaf(result, weight * (float) condition[i]);
      }
    }
  }

  /** The values of a leaf, of which its right child is the number. */
  private double[] vector(int node) throws ModelException {
    int leaf = right[node];
    if (leaf < 0 || leaf >= vectors.length / width) {
      throw Documents.error(tree.path(), "has no values for the leaf at its node " + node);
    }
    return Arrays.copyOfRange(vectors, leaf * width, (leaf + 1) * width);
  }

  private Condition goesLeft(int node) throws ModelException {
    Condition known =
        switch (type[node]) {
          case 0 -> Precision.FLOAT32.less((float) condition[node]);
          case 1 -> listed(node).not();
          default -> throw Documents.error(tree.path(), "has a branch of unknown type");
        };
    return known.missing(defaultLeft[node] != 0);
  }

  private Condition listed(int node) throws ModelException {
    Condition listed = categories.get(node);
    if (listed == null) {
      throw Documents.error(tree.path(), "has no categories for its node " + node);
    }
    return listed;
  }
}

package org.probity.model.lightgbm;

import org.probity.model.ModelException;
import org.probity.model.trees.Condition;
import org.probity.model.trees.EnsembleBuilder;
import org.probity.model.trees.Precision;

/**
 * Reads one tree ({@code Tree::Tree(const char*, size_t*)}, {@code NumericalDecision}, {@code
 * CategoricalDecision}). A row goes left if its feature is at most the threshold, or, in a branch
 * by categories, if its category is a listed one. Branch i has number i, leaf j is written as -1 -
 * j.
 */
final class TreeReader {
  // decision_type
  private static final int CATEGORICAL = 1;
  private static final int DEFAULT_LEFT = 2;
  private static final int MISSING_SHIFT = 2;
  private static final int MAX_DECISION_TYPE = 15;

  private final Section tree;
  private final int leaves;
  private final double[] values;
  private int[] type;
  private double[] threshold;

  /** The condition that the category is listed, by number of the list. */
  private Condition[] listed;

  TreeReader(Section tree) throws ModelException {
    this.tree = tree;
    leaves = tree.integer("num_leaves");
    if (leaves < 1) {
      throw tree.error("num_leaves", "is not positive");
    }
    if (tree.integer("is_linear", 0) != 0 && leaves > 1) {
      throw tree.error(
          "is_linear",
          "says that leaves are linear functions, which is not supported; train with"
              + " linear_tree=false");
    }
    values = tree.reals("leaf_value", leaves);
  }

  /**
   * Adds the tree to an ensemble.
   *
   * @param result which result its leaves belong to
   * @param divisor of its leaves
   */
  void addTo(EnsembleBuilder ensemble, int result, int divisor) throws ModelException {
    ensemble.tree();
    if (leaves > 1) {
      addBranches(ensemble);
    }
    for (double value : values) {
      ensemble.leaf(result, value / divisor);
    }
  }

  private void addBranches(EnsembleBuilder ensemble) throws ModelException {
    int branches = leaves - 1;
    int[] feature = tree.integers("split_feature", branches);
    int[] left = tree.integers("left_child", branches);
    int[] right = tree.integers("right_child", branches);
    threshold = tree.reals("threshold", branches);
    type = tree.integers("decision_type", branches);
    listed = listed(tree.integer("num_cat", 0));
    for (int i = 0; i < branches; i++) {
      ensemble.branch(feature[i], goesLeft(i), number(left[i]), number(right[i]));
    }
  }

  /** The number of a child in the ensemble: branches first, then leaves. */
  private int number(int child) {
    return child >= 0 && child < leaves - 1 ? child : child >= 0 ? -1 : leaves - 2 - child;
  }

  private Condition[] listed(int count) throws ModelException {
    if (count <= 0) {
      return new Condition[0];
    }
    if (count >= Integer.MAX_VALUE - 1) {
      throw tree.error("num_cat", "is too large");
    }
    int[] ends = tree.integers("cat_boundaries", count + 1);
    int words = ends[count];
    if (ends[0] != 0 || words < 0) {
      throw tree.error("cat_boundaries", "does not begin with 0");
    }
    int[] bits = tree.unsigned("cat_threshold", words);
    Condition[] conditions = new Condition[count];
    for (int c = 0; c < count; c++) {
      if (ends[c + 1] < ends[c] || ends[c + 1] > words) {
        throw tree.error("cat_boundaries", "falls");
      }
      conditions[c] = member(bits, ends[c], ends[c + 1]);
    }
    return conditions;
  }

  /** The categories of which the bit is set; 32 in a word, the lowest first. */
  private static Condition member(int[] bits, int from, int to) {
    int count = 0;
    for (int w = from; w < to; w++) {
      count += Integer.bitCount(bits[w]);
    }
    int[] members = new int[count];
    int next = 0;
    for (int w = from; w < to; w++) {
      for (int word = bits[w]; word != 0; word &= word - 1) {
        members[next++] = 32 * (w - from) + Integer.numberOfTrailingZeros(word);
      }
    }
    return Precision.FLOAT64.truncatedMember(members);
  }

  private Condition goesLeft(int branch) throws ModelException {
    int bits = type[branch];
    if (bits < 0 || bits > MAX_DECISION_TYPE) {
      throw tree.error("decision_type", "has an entry that is not from 0 to 15");
    }
    if ((bits & CATEGORICAL) != 0) {
      int list = (int) threshold[branch];
      if (list != threshold[branch] || list < 0 || list >= listed.length) {
        throw tree.error("threshold", "of branch " + branch + " names no list of categories");
      }
      // Not a number is never in the list, whatever the missing type: its int is negative.
      return listed[list];
    }
    boolean defaultLeft = (bits & DEFAULT_LEFT) != 0;
    Condition known = Precision.FLOAT64.lessOrEqual(threshold[branch]).nearZeroIsZero();
    return switch (bits >> MISSING_SHIFT) {
      case 0 -> known.missingIsZero();
      case 1 -> known.missingOrZero(defaultLeft);
      case 2 -> known.missing(defaultLeft);
      default -> throw tree.error("decision_type", "has an unknown kind of missing values");
    };
  }
}

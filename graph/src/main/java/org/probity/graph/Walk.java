package org.probity.graph;

import java.util.List;

/**
 * Stored {@code out[b, t] =} the leaf that a walk down the secret tree t reaches. All trees stand
 * in one table: row k holds an inner node that compares {@code ranks[b, feature[k]]} with {@code
 * threshold[k]} and has its children at {@code child[k]} (not above) and {@code child[k] + 1}
 * (above). The root of tree t is row t. A walk takes {@code depth} steps
 *
 * <pre>id = child[id] + (ranks[b, feature[id]] > threshold[id] ? 1 : 0)</pre>
 *
 * and gives {@code id - firstLeaf}. Numbers from {@code firstLeaf} on are leaves. Those that are
 * reached early are rows that lead to themselves, by {@code child[k] = k} and the largest
 * threshold; those from the table's end on are reached by the last step only. Children are never
 * before their row.
 *
 * <p>The parameters have one axis, of the table's rows. The ranges are exactly {@code [0, features
 * - 1]} for {@code feature}, that of the ranks for {@code threshold}, {@code [0, m - 1]} with m not
 * less than the number of rows for {@code child}, {@code [0, m - 1 - firstLeaf]} for the output,
 * and no fractions but that of the ranks. The last axis of the output is t.
 *
 * @param ranks view of a stored tensor of at most 16 bits that never reads outside; its axes are
 *     those of the output, of which it does not read the last, then one of size {@code features}
 * @param features size of the node's own axis
 * @param depth number of steps, 1 to 64
 * @param firstLeaf the first number that stands for a leaf
 */
public record Walk(
    String output,
    View ranks,
    int features,
    int depth,
    int firstLeaf,
    String feature,
    String threshold,
    String child)
    implements Node {
  /** Limit on the number of steps. */
  public static final int MAX_DEPTH = 64;

  /** The columns of the table: feature, threshold, child. */
  public List<String> columns() {
    return List.of(feature, threshold, child);
  }

  @Override
  public List<String> sources() {
    return List.of(ranks.source(), feature, threshold, child);
  }
}

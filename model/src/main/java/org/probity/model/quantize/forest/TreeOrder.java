package org.probity.model.quantize.forest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.probity.model.ModelException;
import org.probity.model.trees.Aggregate;
import org.probity.model.trees.Ensemble;
import org.probity.model.trees.Presence;

/**
 * The order in which trees are walked through, so that views find the values of a result: round by
 * round a tree for each result, or all trees where some have values of several results.
 */
final class TreeOrder {
  private final Ensemble ensemble;

  /** By tree the result that its leaves have values of, or null if some tree has several. */
  private final int[] results;

  TreeOrder(Ensemble ensemble) {
    this.ensemble = ensemble;
    this.results = results(ensemble);
  }

  /** Whether all leaves of a tree have values of the same result alone. */
  boolean hasOneResult() {
    return results != null;
  }

  /** Whether the values of trees are added. */
  boolean isSum() {
    return ensemble.aggregate().isSum();
  }

  private static int[] results(Ensemble ensemble) {
    int[] result = new int[ensemble.trees()];
    Arrays.fill(result, -1);
    int[] treeOf = new int[ensemble.nodes()];
    for (int n = 0; n < treeOf.length; n++) {
      int tree = n < ensemble.trees() ? n : treeOf[n];
      if (!ensemble.isLeaf(n)) {
        treeOf[ensemble.whenTrue(n)] = tree;
        treeOf[ensemble.whenFalse(n)] = tree;
        continue;
      }
      for (int i = 0; i < ensemble.values(n); i++) {
        int r = ensemble.result(n, i);
        if (result[tree] >= 0 && result[tree] != r) {
          return null;
        }
        result[tree] = r;
      }
    }
    return Arrays.stream(result).map(r -> Math.max(r, 0)).toArray();
  }

  /** By walk the root of a tree, or {@link WalkTable#NO_LEAF}; their number is rounded up. */
  int[] roots() {
    int width = hasOneResult() ? ensemble.results() : 1;
    int[] result = hasOneResult() ? results : new int[ensemble.trees()];
    List<List<Integer>> byResult = new ArrayList<>();
    for (int r = 0; r < width; r++) {
      int wanted = r;
      byResult.add(
          IntStream.range(0, result.length).filter(t -> result[t] == wanted).boxed().toList());
    }
    int rounds = WalkTable.roundedUp(byResult.stream().mapToInt(List::size).max().orElse(1));
    int[] roots = new int[rounds * width];
    for (int i = 0; i < rounds; i++) {
      for (int r = 0; r < width; r++) {
        List<Integer> own = byResult.get(r);
        // A tree of no result more does not change a sum, nor does another copy an extremum.
        roots[i * width + r] =
            i < own.size()
                ? own.get(i)
                : isSum() || own.isEmpty() ? WalkTable.NO_LEAF : own.getFirst();
      }
    }
    return roots;
  }

  /**
   * An extremum is one of the values of all trees, or zero if none has any.
   *
   * @param name for the message
   */
  void requireAllResults(String name) throws ModelException {
    if (Arrays.stream(Presence.of(ensemble)).anyMatch(p -> p == Presence.SOMETIMES)) {
      throw new ModelException(
          name
              + ": with the aggregate "
              + ensemble.aggregate()
              + " every leaf must have a value of every result");
    }
  }

  /**
   * What a leaf without a value of a result has in its place: nothing to a sum, and to an extremum
   * what no tree is beyond.
   */
  double[] neutral() {
    double[] neutral = new double[ensemble.results()];
    if (isSum()) {
      return neutral;
    }
    boolean[] known = new boolean[neutral.length];
    boolean min = ensemble.aggregate() == Aggregate.MIN;
    for (int n = 0; n < ensemble.nodes(); n++) {
      for (int i = 0; i < ensemble.values(n); i++) {
        int r = ensemble.result(n, i);
        double value = ensemble.value(n, i);
        boolean beyond = min ? value > neutral[r] : value < neutral[r];
        neutral[r] = !known[r] || beyond ? value : neutral[r];
        known[r] = true;
      }
    }
    return neutral;
  }
}

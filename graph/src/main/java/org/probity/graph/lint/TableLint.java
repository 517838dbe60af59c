package org.probity.graph.lint;

import java.util.List;
import org.probity.graph.Bin;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Node;
import org.probity.graph.Parameters;
import org.probity.graph.Walk;

/**
 * Whether the secret tables of a graph are what its nodes take them for. No message tells a value
 * or where it stands.
 */
final class TableLint {
  private final IntegerGraph graph;
  private final Parameters parameters;

  /** Every parameter fills its shape and lies in its declared range. */
  TableLint(IntegerGraph graph, Parameters parameters) {
    this.graph = graph;
    this.parameters = parameters;
  }

  void check() {
    for (Node node : graph.nodes()) {
      if (node instanceof Bin bin) {
        check(bin);
      } else if (node instanceof Walk walk) {
        check(walk);
      }
    }
  }

  /** Rows are sorted, the first is not above the least key, the last one is above all keys. */
  private void check(Bin node) {
    int groups = graph.tensorsByName().get(node.output()).shape().getLast();
    Format input = graph.tensorsByName().get(node.input().source()).format();
    int[] group = parameters.get(node.group());
    List<int[]> bounds = node.bounds().stream().map(parameters::get).toList();
    long[] keys = Bin.keys(bounds);
    boolean sorted = true;
    for (int k = 1; k < keys.length; k++) {
      sorted &= group[k - 1] < group[k] || (group[k - 1] == group[k] && keys[k - 1] <= keys[k]);
    }
    require(sorted, "bin " + node.output() + ": the rows are not sorted");
    int least = (int) input.min();
    require(
        group[0] == 0 && keys[0] <= Bin.key(new int[] {least, least}, 0, node.words()),
        "bin " + node.output() + ": the first row is above the least key");
    require(
        group[group.length - 1] == groups,
        "bin " + node.output() + ": the last row is not above all keys");
  }

  /** Children are not before their rows, leaves stay, and every walk ends in a leaf. */
  private void check(Walk node) {
    String name = "walk " + node.output();
    int trees = graph.tensorsByName().get(node.output()).shape().getLast();
    long largest = graph.parametersByName().get(node.threshold()).format().max();
    int[] threshold = parameters.get(node.threshold());
    int[] child = parameters.get(node.child());
    boolean forward = true;
    boolean leaves = true;
    for (int k = 0; k < child.length; k++) {
      forward &= child[k] >= k;
      leaves &= k < node.firstLeaf() || (child[k] == k && threshold[k] == largest);
    }
    require(forward, name + ": a child is before its row");
    require(leaves, name + ": a leaf in the table is not its own child with the largest threshold");
    WalkLengths lengths =
        new WalkLengths(
            child,
            threshold,
            largest,
            node.firstLeaf(),
            graph.parametersByName().get(node.child()).format().max());
    for (int t = 0; t < trees; t++) {
      require(
          lengths.endsAfter(t, node.depth()),
          name + ": a tree does not end in leaves after " + node.depth() + " steps");
    }
  }

  private static void require(boolean condition, String message) {
    LintScope.require(condition, message);
  }
}

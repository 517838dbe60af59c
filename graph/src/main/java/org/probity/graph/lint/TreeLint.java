package org.probity.graph.lint;

import java.util.List;
import org.probity.graph.Bin;
import org.probity.graph.Format;
import org.probity.graph.Shapes;
import org.probity.graph.Tensor;
import org.probity.graph.Walk;

/**
 * Rules of {@link Bin} and {@link Walk}. Formats are exact, so that what a declared range lets
 * through is what the table can be asked for.
 */
final class TreeLint {
  /** Limit on the rows of a table, and on what its numbers may reach. */
  static final int MAX_ROWS = 1 << 20;

  private static final long MAX_NUMBER = 1L << 24;

  private final LintScope scope;

  TreeLint(LintScope scope) {
    this.scope = scope;
  }

  TensorKind check(Bin node, List<Integer> axes, Tensor out) {
    String name = "bin " + node.output();
    scope.requireStored(node, node.input().source());
    scope.requireInside(node, node.input(), axes);
    require(
        (node.words() == 1 || node.words() == 2) && node.bounds().size() == node.words(),
        name + " does not have one or two words, and bounds for each");
    requireColumns(name, node.columns());
    require(Shapes.size(scope.shape(node.group())) > 1, name + " has only one row");
    int groups = out.shape().getLast();
    require(
        scope.format(node.group()).equals(new Format(0, 0, groups)),
        name + ": the range of the groups is not [0, " + groups + "]");
    int fraction = scope.format(node.input().source()).fraction();
    for (String bound : node.bounds()) {
      require(
          scope.format(bound).equals(Format.signed(fraction, Integer.SIZE)),
          name + ": bounds are not 32 bits with the fraction of the input");
    }
    require(
        scope.format(node.rank()).equals(out.format()),
        name + ": the range of the ranks is not that of the output");
    return TensorKind.STORED;
  }

  TensorKind check(Walk node, List<Integer> axes, Tensor out) {
    String name = "walk " + node.output();
    String ranks = node.ranks().source();
    scope.requireNarrow(node, ranks);
    scope.requireInside(node, node.ranks(), axes);
    int trees = out.rank() - 1;
    require(
        node.ranks().axes().stream().noneMatch(entry -> entry.axes().contains(trees)),
        name + ": the ranks read the axis of trees");
    requireColumns(name, node.columns());
    int rows = Shapes.size(scope.shape(node.child()));
    require(out.shape().getLast() <= rows, name + " has more trees than rows");
    require(
        node.depth() >= 1 && node.depth() <= Walk.MAX_DEPTH,
        name + ": the depth is not 1 to " + Walk.MAX_DEPTH);
    require(
        (long) out.size() * (node.depth() + 1) <= GraphLint.MAX_TENSOR_SIZE,
        name + " has too many steps");
    require(
        scope.format(node.feature()).equals(new Format(0, 0, node.features() - 1L)),
        name + ": the range of the features is not [0, " + (node.features() - 1) + "]");
    require(
        scope.format(node.threshold()).equals(scope.format(ranks)),
        name + ": the range of the thresholds is not that of the ranks");
    Format child = scope.format(node.child());
    require(
        child.max() >= rows - 1L
            && child.max() < MAX_NUMBER
            && child.equals(new Format(0, 0, child.max())),
        name + ": the range of the children is not [0, m) for some m not below the rows");
    require(
        node.firstLeaf() >= 0
            && node.firstLeaf() <= child.max()
            && out.format().equals(new Format(0, 0, child.max() - node.firstLeaf())),
        name + ": the range of the leaves is not [0, m - first leaf)");
    return TensorKind.STORED;
  }

  /** All columns of a table are parameters with one axis, of its rows. */
  private void requireColumns(String name, List<String> columns) {
    for (String column : columns) {
      require(scope.isParameter(column), name + ": " + column + " is not a parameter");
      require(
          scope.shape(column).equals(scope.shape(columns.getFirst()))
              && scope.shape(column).size() == 1,
          name + ": the columns of the table are not of one length");
    }
    require(
        scope.shape(columns.getFirst()).getFirst() <= MAX_ROWS,
        name + ": the table has more than " + MAX_ROWS + " rows");
  }

  private static void require(boolean condition, String message) {
    LintScope.require(condition, message);
  }
}

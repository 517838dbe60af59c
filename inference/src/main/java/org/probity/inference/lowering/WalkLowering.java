package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;
import org.probity.graph.NodeAxes;
import org.probity.graph.Tensor;
import org.probity.graph.Walk;
import org.probity.graph.execution.ViewReader;
import org.probity.graph.execution.WalkExecutor;
import org.probity.inference.lowering.table.IntervalTable;

/**
 * All levels of all walks at once, in columns of shape {@code [depth, B.., T]}: the row of the
 * current node, the rank of its feature, and whether the walk goes to the upper child. A node's
 * number is {@code child + go} of the level before, and at level 0 the number of the tree, which is
 * public: it is the key of a committed table with the rows of the parameters, so feature, threshold
 * and child are those of that node. {@code (cell of the ranks, rank)} is in the committed table of
 * the ranks. {@code go} follows from rank and threshold. So there is one walk, step by step.
 */
final class WalkLowering {
  private final Walk node;
  private final Scope scope;
  private final String name;
  private final Tensor out;

  /** {@code [depth, B.., T]}. */
  private final Shape levels;

  private WalkLowering(Walk node, Scope scope) {
    this.node = node;
    this.scope = scope;
    this.name = node.output();
    this.out = scope.tensor(name);
    List<Integer> sizes = new ArrayList<>(out.shape());
    sizes.addFirst(node.depth());
    this.levels = new Shape(sizes);
  }

  static void lower(Walk node, Scope scope) {
    new WalkLowering(node, scope).lower();
  }

  private void lower() {
    Draft draft = scope.draft();
    Virtual feature = commitRow("feature", node.feature(), WalkExecutor::feature);
    Virtual threshold = commitRow("threshold", node.threshold(), WalkExecutor::threshold);
    Virtual child = commitRow("child", node.child(), WalkExecutor::child);
    Virtual above = draft.commit("step of " + name, levels, this::steps, 0, 1);
    draft.lookup(
        "node of " + name,
        nodes(),
        number(column(child), column(above)),
        feature,
        threshold,
        child);
    Virtual rank = rank(feature);
    compare(rank.minus(threshold), above);
    leaf(child, above);
  }

  /** A column of the rows of the nodes on the way. */
  private Virtual commitRow(
      String what, String parameter, Function<WalkExecutor, int[]> tableColumn) {
    var format = scope.parameters().get(parameter).format();
    Values values =
        trace -> {
          int[] ids = ids(trace);
          int[] all = tableColumn.apply(executor(trace));
          long[] rows = new long[levels.cells()];
          Arrays.setAll(rows, i -> all[ids[i]]);
          return rows;
        };
    return scope.draft().commit(what + " of " + name, levels, values, format.min(), format.max());
  }

  private static Column column(Virtual committed) {
    return ((Term.OfColumn) committed.terms().getFirst()).column();
  }

  /** {@code (k, feature_k, threshold_k, child_k)}. */
  private Draft.CommittedSpec nodes() {
    Shape rows = scope.weight(node.child()).shape();
    List<Expression> row = new ArrayList<>();
    row.add(Expression.linear(rows, new Term.OfIndex(1, 0)));
    for (String parameter : node.columns()) {
      row.add(Expression.linear(rows, Term.of(1, scope.weight(parameter))));
    }
    return scope.draft().committedTable("nodes of " + name, row.toArray(Expression[]::new));
  }

  /** The number of the node at each level: child and step of the level before, or the tree's. */
  private Virtual number(Column child, Column above) {
    List<AxisMap> before = maps(AxisMap.along(0, 1, -1), 1);
    int trees = levels.size(levels.axes() - 1);
    scope.reserveWeights((long) trees + node.depth());
    List<long[]> root = new ArrayList<>();
    for (int d = 0; d < levels.axes(); d++) {
      root.add(new long[0]);
    }
    long[] tree = new long[trees];
    Arrays.setAll(tree, t -> t);
    root.set(levels.axes() - 1, tree);
    // Where the views of the level before read zero, and nowhere else.
    long[] first = new long[node.depth()];
    first[0] = 1;
    root.set(0, first);
    return new Virtual(
        levels,
        List.of(
            new Term.OfColumn(1, child, before),
            new Term.OfColumn(1, above, before),
            new Term.Constant(1, root)),
        Optional.empty(),
        trace -> Arrays.stream(ids(trace), 0, levels.cells()).asLongStream().toArray(),
        0,
        scope.parameters().get(node.child()).format().max() + 1);
  }

  /** Maps for the axes {@code [depth, B.., T]} of a column, all but the first plain. */
  private List<AxisMap> maps(AxisMap first, int batch) {
    List<AxisMap> maps = new ArrayList<>();
    maps.add(first);
    for (int d = 1; d < levels.axes(); d++) {
      maps.add(AxisMap.along(d - 1 + batch));
    }
    return maps;
  }

  /** The rank of each node's feature: a cell of the ranks, at the position on the batch axes. */
  private Virtual rank(Virtual feature) {
    var format = scope.tensor(node.ranks().source()).format();
    Virtual rank =
        scope.draft().commit("rank of " + name, levels, this::ranks, format.min(), format.max());
    Term view = scope.term(node.ranks());
    TreeSet<Integer> read = new TreeSet<>(TermAxes.of(view));
    read.add(out.rank());
    List<Integer> axes = List.copyOf(read);
    CellTable table =
        CellTable.of(
            "ranks for " + name, view, axes, NodeAxes.sizes(node, out.shape()), scope.draft());
    // A feature is in [0, features), proven at registration: a key is that of one cell.
    Virtual key = table.key(feature, axes.stream().map(a -> a + 1).toList());
    scope.draft().lookup("rank of " + name, table.table(), key, rank);
    return rank;
  }

  /** {@code above = [distance > 0]}: by a table, or by limbs where that is larger. */
  private void compare(Virtual distance, Virtual above) {
    Draft draft = scope.draft();
    IntervalTable steps =
        new IntervalTable(IntervalTable.Kind.STEP, distance.min(), distance.max());
    long size = Draft.ceilPowerOfTwo(distance.max() + 1);
    long cells = 1L << levels.bits();
    int limbs = scope.ranges().limbs(size);
    // Beyond the lookup that both have; each limb but the lowest is committed.
    if (2 * draft.additionalLeaves(steps) <= cells * (2L * limbs - 1)) {
      draft.lookup("step of " + name, steps, distance, above);
    } else {
      // distance - 1 + size = size above + low with low in [0, size): division with remainder.
      scope.ranges().within("step of " + name, above, 2);
      Virtual low = distance.plus(size - 1).minus(above.times(size)).knownWithin(0, size - 1);
      scope.ranges().withinInteger("distance of " + name, low, size);
    }
  }

  /** The output is where the last step leads, counted from the first leaf. */
  private void leaf(Virtual child, Virtual above) {
    Virtual leaf = scope.declare(name);
    Shape shape = leaf.shape();
    List<AxisMap> last = maps(AxisMap.at(node.depth() - 1), 0);
    Virtual reached =
        new Virtual(
            shape,
            List.of(
                new Term.OfColumn(1, column(child), last),
                new Term.OfColumn(1, column(above), last),
                Term.constant(-node.firstLeaf(), shape.axes())),
            Optional.empty(),
            trace -> trace.values(name),
            leaf.min(),
            leaf.max());
    scope.draft().zero("leaf of " + name, leaf.minus(reached));
    // Not an inner node, nor beyond the last leaf.
    scope.ranges().withinInteger("range of leaf of " + name, leaf, leaf.max() + 1);
  }

  // --- honest values

  private WalkExecutor executor(Trace trace) {
    return new WalkExecutor(
        node,
        trace.parameter(node.feature()),
        trace.parameter(node.threshold()),
        trace.parameter(node.child()));
  }

  private ViewReader reader() {
    return ViewReader.of(
        node.ranks(),
        NodeAxes.sizes(node, out.shape()),
        scope.tensor(node.ranks().source()).shape());
  }

  private int[] ids(Trace trace) {
    return executor(trace).ids(out.shape(), reader(), trace.stored(node.ranks().source()));
  }

  private long[] steps(Trace trace) {
    int[] ids = ids(trace);
    int[] child = trace.parameter(node.child());
    long[] steps = new long[levels.cells()];
    Arrays.setAll(steps, i -> ids[i + out.size()] - child[ids[i]]);
    return steps;
  }

  private long[] ranks(Trace trace) {
    return executor(trace)
        .ranks(out.shape(), reader(), trace.stored(node.ranks().source()), ids(trace));
  }
}

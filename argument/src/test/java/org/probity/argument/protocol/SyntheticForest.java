package org.probity.argument.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.probity.argument.Instance;
import org.probity.argument.Suite;
import org.probity.argument.commitment.Coins;
import org.probity.argument.commitment.Opening;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Group;
import org.probity.argument.program.Program;
import org.probity.argument.program.ProgramBuilder;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Table;
import org.probity.argument.program.Term;
import org.probity.argument.witness.ColumnValues;

/**
 * A walk down complete random trees, for measurements: the nodes of all trees are one committed
 * table over three weight matrices, their leaves another one; each tree and level looks up its
 * node, the node's feature and a comparison.
 */
final class SyntheticForest {
  private static final int FEATURES = 32;
  private static final int RANKS = 1 << 10;

  private SyntheticForest() {}

  /**
   * Level by level: node j of level l of tree t has the id {@code (2^l - 1) trees + t 2^l + j}, and
   * leaves follow.
   *
   * @param trees a power of two
   */
  static SyntheticNet.Built of(int trees, int depth) {
    Random random = new Random(1);
    ProgramBuilder builder = new ProgramBuilder();
    int leaves = trees << depth;
    Shape nodes = Shape.of(leaves);
    Shape walk = Shape.of(trees, depth);
    Column feature = builder.column("feature", Column.Kind.WEIGHT_MATRIX, nodes);
    Column threshold = builder.column("threshold", Column.Kind.WEIGHT_MATRIX, nodes);
    Column child = builder.column("child", Column.Kind.WEIGHT_MATRIX, nodes);
    Column leaf = builder.column("leaf", Column.Kind.WEIGHT_MATRIX, nodes);
    Column input = builder.column("input", Column.Kind.PORT, Shape.of(FEATURES));
    Column readFeature = builder.column("read feature", Column.Kind.WITNESS, walk);
    Column readThreshold = builder.column("read threshold", Column.Kind.WITNESS, walk);
    Column readChild = builder.column("read child", Column.Kind.WITNESS, walk);
    Column rank = builder.column("rank", Column.Kind.WITNESS, walk);
    Column right = builder.column("right", Column.Kind.WITNESS, walk);
    Column value = builder.column("value", Column.Kind.WITNESS, Shape.of(trees));
    Column total = builder.column("total", Column.Kind.PORT, Shape.of(1));
    Table nodeTable =
        builder.committedTable(
            "nodes",
            Expression.linear(nodes, new Term.OfIndex(1, 0)),
            Expression.linear(nodes, Term.of(1, feature)),
            Expression.linear(nodes, Term.of(1, threshold)),
            Expression.linear(nodes, Term.of(1, child)));
    Table leafTable =
        builder.committedTable(
            "leaves",
            Expression.linear(nodes, new Term.OfIndex(1, 0)),
            Expression.linear(nodes, Term.of(1, leaf)));
    Table inputs =
        builder.committedTable(
            "inputs",
            Expression.linear(Shape.of(FEATURES), new Term.OfIndex(1, 0)),
            Expression.linear(Shape.of(FEATURES), Term.of(1, input)));
    Table range = builder.table("range", RANKS, 0, 1, List.of());
    Table bit = builder.table("bit", 2, 0, 1, List.of());

    // id[t, l] = child[t, l - 1] + right[t, l - 1], and t for l = 0.
    List<AxisMap> above = List.of(AxisMap.along(0), AxisMap.along(1, 1, -1));
    long[] first = new long[depth];
    first[0] = 1;
    long[] tree = new long[trees];
    for (int t = 0; t < trees; t++) {
      tree[t] = t;
    }
    builder.lookup(
        "node",
        nodeTable,
        Expression.linear(
            walk,
            new Term.OfColumn(1, readChild, above),
            new Term.OfColumn(1, right, above),
            new Term.Constant(1, List.of(tree, first))),
        Expression.linear(walk, Term.of(1, readFeature)),
        Expression.linear(walk, Term.of(1, readThreshold)),
        Expression.linear(walk, Term.of(1, readChild)));
    builder.lookup(
        "feature",
        inputs,
        Expression.linear(walk, Term.of(1, readFeature)),
        Expression.linear(walk, Term.of(1, rank)));
    builder.lookup("right", bit, Expression.linear(walk, Term.of(1, right)));
    // right: rank - threshold - 1 >= 0; else threshold - rank >= 0. One sign for both would be a
    // product, so the lookups of a comparison are stood for by one of the right size.
    builder.lookup("comparison", range, Expression.linear(walk, Term.of(1, rank)));
    List<AxisMap> last = List.of(AxisMap.along(0), AxisMap.at(depth - 1));
    Shape ends = Shape.of(trees);
    builder.lookup(
        "leaf",
        leafTable,
        Expression.linear(
            ends,
            new Term.OfColumn(1, readChild, last),
            new Term.OfColumn(1, right, last),
            Term.constant(-(long) trees * ((1 << depth) - 1), 1)),
        Expression.linear(ends, Term.of(1, value)));
    builder.equality(
        "total",
        Expression.linear(
            Shape.of(1),
            new Term.OfColumn(1, value, List.of(AxisMap.sum(trees))),
            Term.of(-1, total)));

    int[] features = random.ints(leaves, 0, FEATURES).toArray();
    int[] thresholds = random.ints(leaves, 0, RANKS).toArray();
    int[] children = new int[leaves];
    for (int level = 0; level < depth; level++) {
      int base = trees * ((1 << level) - 1);
      int next = trees * ((1 << (level + 1)) - 1);
      for (int k = 0; k < trees << level; k++) {
        children[base + k] = next + 2 * k;
      }
    }
    int[] values = random.ints(leaves, -1000, 1000).toArray();
    int[] ranks = random.ints(FEATURES, 0, RANKS).toArray();
    int[][] read = new int[5][trees * depth];
    int[] ended = new int[trees];
    int sum = 0;
    for (int t = 0; t < trees; t++) {
      int id = t;
      for (int level = 0; level < depth; level++) {
        int cell = t * depth + level;
        read[0][cell] = features[id];
        read[1][cell] = thresholds[id];
        read[2][cell] = children[id];
        read[3][cell] = ranks[features[id]];
        read[4][cell] = ranks[features[id]] > thresholds[id] ? 1 : 0;
        id = children[id] + read[4][cell];
      }
      ended[t] = values[id - trees * ((1 << depth) - 1)];
      sum += ended[t];
    }
    ColumnValues columns = new ColumnValues();
    columns.put(feature, features);
    columns.put(threshold, thresholds);
    columns.put(child, children);
    columns.put(leaf, values);
    columns.put(input, ranks);
    columns.put(readFeature, read[0]);
    columns.put(readThreshold, read[1]);
    columns.put(readChild, read[2]);
    columns.put(rank, read[3]);
    columns.put(right, read[4]);
    columns.put(value, ended);
    columns.put(total, new int[] {sum});
    return build(builder, columns, "forest of " + trees + " trees of depth " + depth, 4L * leaves);
  }

  private static SyntheticNet.Built build(
      ProgramBuilder builder, ColumnValues columns, String name, long weights) {
    Program program = builder.build(builder.suggestedRowBits());
    Map<Group, Opening> openings = new HashMap<>();
    Map<Group, RowCommitment> commitments = new HashMap<>();
    for (Group group : program.groups()) {
      if (group.kind() != Column.Kind.WITNESS) {
        Opening opening =
            Opening.of(Suite.GRUMPKIN.curve(), program, group, columns, Coins.freshSeed());
        openings.put(group, opening);
        commitments.put(group, opening.commit());
      }
    }
    Instance instance = new Instance(Suite.GRUMPKIN, program, new byte[0], commitments, Map.of());
    return new SyntheticNet.Built(name, program, instance, columns, openings, weights);
  }
}

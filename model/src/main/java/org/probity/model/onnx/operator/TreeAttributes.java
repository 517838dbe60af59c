package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxAttribute;
import org.probity.model.onnx.proto.OnnxNode;
import org.probity.model.trees.Aggregate;
import org.probity.model.trees.Condition;
import org.probity.model.trees.Ensemble;
import org.probity.model.trees.EnsembleBuilder;
import org.probity.model.trees.Precision;

/**
 * Reads the ensemble of a node: lists of nodes with the tree and the number of each, up to version
 * 4 of {@code ai.onnx.ml}, or lists of branches and of leaves. What ONNX Runtime makes of doubtful
 * attributes is what counts; what it refuses is refused.
 */
final class TreeAttributes {
  private final OnnxNode node;
  private final Scope scope;
  private final Precision precision;
  private final int features;

  TreeAttributes(OnnxNode node, Scope scope, Precision precision, int features) {
    this.node = node;
    this.scope = scope;
    this.precision = precision;
    this.features = features;
  }

  // ---- attributes

  private long[] integers(String attribute) throws ModelException {
    return node.integers(attribute, new long[0]);
  }

  private long[] integers(String attribute, int length) throws ModelException {
    long[] values = integers(attribute);
    requireLength(attribute, values.length, length);
    return values;
  }

  private void requireLength(String attribute, int length, int expected) throws ModelException {
    if (length != expected) {
      throw node.error(attribute + " has " + length + " entries, not " + expected);
    }
  }

  /** Numbers given as a list of float32 or, in double precision, as a tensor. */
  double[] reals(String attribute) throws ModelException {
    double[] listed = Estimators.reals(node, attribute);
    double[] tensor = tensor(attribute + "_as_tensor");
    if (listed.length > 0 && tensor.length > 0) {
      throw node.error(attribute + " is given as a list and as a tensor");
    }
    return tensor.length > 0 ? tensor : listed;
  }

  private double[] tensor(String attribute) throws ModelException {
    OnnxAttribute value = node.attribute(attribute).orElse(null);
    if (value == null) {
      return new double[0];
    }
    if (value.tensor().isEmpty()) {
      throw node.error("attribute " + attribute + " is not a tensor");
    }
    return TensorDecoder.decode(value.tensor().get(), scope.graph().context()).values();
  }

  /** Whether a missing value takes the branch of the true condition, by node. */
  private boolean[] tracks(int nodes) throws ModelException {
    long[] tracks = integers("nodes_missing_value_tracks_true");
    if (tracks.length > 0) {
      requireLength("nodes_missing_value_tracks_true", tracks.length, nodes);
    }
    boolean[] result = new boolean[nodes];
    for (int i = 0; i < tracks.length; i++) {
      result[i] = tracks[i] == 1;
    }
    return result;
  }

  private Condition condition(String mode, double value, boolean track) throws ModelException {
    Condition condition =
        switch (mode) {
          case "BRANCH_LEQ" -> precision.lessOrEqual(value);
          case "BRANCH_LT" -> precision.less(value);
          case "BRANCH_GTE" -> precision.greaterOrEqual(value);
          case "BRANCH_GT" -> precision.greater(value);
          case "BRANCH_EQ" -> precision.equal(value);
          case "BRANCH_NEQ" -> precision.notEqual(value);
          default ->
              throw node.error(
                  "nodes of mode "
                      + mode
                      + " are not supported; use BRANCH_LEQ, LT, GTE, GT, EQ, NEQ or LEAF");
        };
    return track ? condition.missing(true) : condition;
  }

  private EnsembleBuilder builder(int results) throws ModelException {
    return new EnsembleBuilder(node.label(), features, results);
  }

  private static int index(long value) {
    return Math.clamp(value, -1, Integer.MAX_VALUE);
  }

  // ---- versions 1 to 4

  /** A node of a tree by its tree and its number there. */
  private record Key(long tree, long number) {}

  /**
   * The ensemble of a TreeEnsembleClassifier or TreeEnsembleRegressor, without base values.
   *
   * @param prefix names of the attributes of leaves start with it: class or target
   */
  Ensemble listed(String prefix, int results, Aggregate aggregate) throws ModelException {
    long[] trees = integers("nodes_treeids");
    int count = trees.length;
    long[] numbers = integers("nodes_nodeids", count);
    long[] feature = integers("nodes_featureids", count);
    double[] values = reals("nodes_values");
    requireLength("nodes_values", values.length, count);
    List<String> modes = node.strings("nodes_modes").orElse(List.of());
    requireLength("nodes_modes", modes.size(), count);
    long[] whenTrue = integers("nodes_truenodeids", count);
    long[] whenFalse = integers("nodes_falsenodeids", count);
    boolean[] tracks = tracks(count);
    Map<Key, Integer> positions = new HashMap<>();
    for (int i = 0; i < count; i++) {
      if (positions.put(new Key(trees[i], numbers[i]), i) != null) {
        throw node.error("tree " + trees[i] + " has node " + numbers[i] + " twice");
      }
    }
    List<List<Integer>> weights = weights(prefix, positions);
    long[] ids = integers(prefix + "_ids");
    double[] weight = reals(prefix + "_weights");
    EnsembleBuilder builder = builder(results).aggregate(aggregate);
    Map<Long, Integer> starts = new HashMap<>();
    for (int i = 0; i < count; i++) {
      if (i == 0 || trees[i] != trees[i - 1]) {
        if (starts.put(trees[i], i) != null) {
          throw node.error("the nodes of tree " + trees[i] + " are not listed one after the other");
        }
        builder.tree();
      }
      int start = starts.get(trees[i]);
      if (modes.get(i).equals("LEAF")) {
        List<Integer> own = weights.get(i);
        if (own.isEmpty()) {
          throw node.error("leaf " + numbers[i] + " of tree " + trees[i] + " has no weight");
        }
        // With one result, ONNX Runtime knows the first weight of a leaf only.
        List<Integer> taken = results == 1 ? own.subList(0, 1) : own;
        builder.leaf(
            taken.stream().mapToInt(w -> index(ids[w])).toArray(),
            taken.stream().mapToDouble(w -> weight[w]).toArray());
      } else {
        Integer yes = positions.get(new Key(trees[i], whenTrue[i]));
        Integer no = positions.get(new Key(trees[i], whenFalse[i]));
        if (yes == null || no == null) {
          throw node.error(
              "node " + numbers[i] + " of tree " + trees[i] + " has a child that is missing");
        }
        builder.branch(
            index(feature[i]),
            condition(modes.get(i), values[i], tracks[i]),
            yes - start,
            no - start);
      }
    }
    return builder.build();
  }

  /** The weights of each node, by their positions, in their order. */
  private List<List<Integer>> weights(String prefix, Map<Key, Integer> positions)
      throws ModelException {
    long[] trees = integers(prefix + "_treeids");
    long[] numbers = integers(prefix + "_nodeids", trees.length);
    integers(prefix + "_ids", trees.length);
    requireLength(prefix + "_weights", reals(prefix + "_weights").length, trees.length);
    List<List<Integer>> weights = new ArrayList<>();
    for (int i = 0; i < positions.size(); i++) {
      weights.add(new ArrayList<>(1));
    }
    for (int i = 0; i < trees.length; i++) {
      Integer position = positions.get(new Key(trees[i], numbers[i]));
      if (position == null) {
        throw node.error("weight " + i + " belongs to no node");
      }
      // Those of branches count for nothing, as in ONNX Runtime.
      weights.get(position).add(i);
    }
    return weights;
  }

  // ---- version 5

  private static final List<String> MODES =
      List.of(
          "BRANCH_LEQ",
          "BRANCH_LT",
          "BRANCH_GTE",
          "BRANCH_GT",
          "BRANCH_EQ",
          "BRANCH_NEQ",
          "BRANCH_MEMBER");

  /** The largest of the members that ONNX Runtime compares as they are. */
  private static final int LARGEST_COMPARED = 30;

  /** The ensemble of a TreeEnsemble. */
  Ensemble split() throws ModelException {
    long[] feature = integers("nodes_featureids");
    int count = feature.length;
    double[] splits = tensor("nodes_splits");
    requireLength("nodes_splits", splits.length, count);
    double[] modes = tensor("nodes_modes");
    requireLength("nodes_modes", modes.length, count);
    Branches branches =
        new Branches(
            feature,
            conditions(modes, splits, tracks(count)),
            integers("nodes_truenodeids", count),
            integers("nodes_trueleafs", count),
            integers("nodes_falsenodeids", count),
            integers("nodes_falseleafs", count));
    double[] weights = tensor("leaf_weights");
    long[] targets = integers("leaf_targetids", weights.length);
    long results = node.integer("n_targets", 1);
    if (results < 1 || results > Shapes.MAX_COMPUTED) {
      throw node.error("n_targets " + results + " is not a number of targets");
    }
    EnsembleBuilder builder = builder((int) results).aggregate(aggregate());
    long[] roots = integers("tree_roots");
    boolean[] used = new boolean[count];
    for (int t = 0; t < roots.length; t++) {
      if (roots[t] < 0 || roots[t] >= count) {
        throw node.error("root " + t + " is not a node");
      }
      builder.tree();
      int root = (int) roots[t];
      // A tree of one leaf is spelled as a branch both of whose sides are that leaf.
      if (branches.isLeaf(root)) {
        addLeaf(builder, weights, targets, branches.whenTrue()[root]);
      } else {
        addTree(builder, branches, weights, targets, root, used);
      }
    }
    return builder.build();
  }

  private record Branches(
      long[] feature,
      Condition[] conditions,
      long[] whenTrue,
      long[] trueLeaf,
      long[] whenFalse,
      long[] falseLeaf) {
    boolean isLeaf(int root) {
      return trueLeaf[root] != 0 && falseLeaf[root] != 0 && whenTrue[root] == whenFalse[root];
    }
  }

  /** A child that is to be added. */
  private record Open(long position, boolean leaf) {}

  /** Adds the nodes of a tree in the order in which they are reached, level by level. */
  private void addTree(
      EnsembleBuilder builder,
      Branches branches,
      double[] weights,
      long[] targets,
      int root,
      boolean[] used)
      throws ModelException {
    List<Open> order = new ArrayList<>(List.of(new Open(root, false)));
    for (int i = 0; i < order.size(); i++) {
      Open next = order.get(i);
      if (next.leaf()) {
        addLeaf(builder, weights, targets, next.position());
        continue;
      }
      if (next.position() < 0 || next.position() >= used.length) {
        throw node.error("a child is node " + next.position() + " of " + used.length);
      }
      int at = (int) next.position();
      if (used[at]) {
        throw node.error("node " + at + " has two parents, or is its own parent");
      }
      used[at] = true;
      builder.branch(
          index(branches.feature()[at]), branches.conditions()[at], order.size(), order.size() + 1);
      order.add(new Open(branches.whenTrue()[at], branches.trueLeaf()[at] != 0));
      order.add(new Open(branches.whenFalse()[at], branches.falseLeaf()[at] != 0));
    }
  }

  private void addLeaf(EnsembleBuilder builder, double[] weights, long[] targets, long leaf)
      throws ModelException {
    if (leaf < 0 || leaf >= weights.length) {
      throw node.error("a child is leaf " + leaf + " of " + weights.length);
    }
    builder.leaf(index(targets[(int) leaf]), weights[(int) leaf]);
  }

  private Condition[] conditions(double[] modes, double[] splits, boolean[] tracks)
      throws ModelException {
    double[] members = tensor("membership_values");
    Condition[] conditions = new Condition[modes.length];
    int next = 0;
    for (int i = 0; i < conditions.length; i++) {
      if (!(modes[i] >= 0 && modes[i] < MODES.size())) {
        throw node.error("node " + i + " has an unknown mode");
      }
      String mode = MODES.get((int) modes[i]);
      if (!mode.equals("BRANCH_MEMBER")) {
        conditions[i] = condition(mode, splits[i], tracks[i]);
        continue;
      }
      int end = next;
      while (end < members.length && !Double.isNaN(members[end])) {
        end++;
      }
      if (end == next) {
        throw node.error("node " + i + " has no membership_values");
      }
      Condition member = member(i, Arrays.copyOfRange(members, next, end));
      conditions[i] = tracks[i] ? member.missing(true) : member;
      next = end + 1;
    }
    return conditions;
  }

  /**
   * Membership as ONNX Runtime has it: members that are all from 0 to 30 are compared; others must
   * be integers of 32 bits, and the feature is compared without its fraction.
   */
  private Condition member(int branch, double... members) throws ModelException {
    if (Arrays.stream(members).allMatch(m -> m >= 0 && m <= LARGEST_COMPARED)) {
      return precision.member(members);
    }
    if (!Arrays.stream(members).allMatch(m -> m == Math.rint(m) && Math.abs(m) < 0x1p31)) {
      throw node.error(
          "node "
              + branch
              + " has membership_values that are neither from 0 to 30 all, nor integers of 32 bits;"
              + " use BRANCH_EQ for single numbers");
    }
    return precision.truncatedMember(Arrays.stream(members).mapToInt(m -> (int) m).toArray());
  }

  private Aggregate aggregate() throws ModelException {
    long function = node.integer("aggregate_function", 1);
    if (function < 0 || function > 3) {
      throw node.error("aggregate_function " + function + " is unknown");
    }
    return List.of(Aggregate.AVERAGE, Aggregate.SUM, Aggregate.MIN, Aggregate.MAX)
        .get((int) function);
  }
}

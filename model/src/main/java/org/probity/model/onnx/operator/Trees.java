package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.graph.AxisIndex;
import org.probity.model.graph.RealFunction.UnaryOperator;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * TreeEnsembleClassifier and TreeEnsembleRegressor. All decisions are compared at once; a leaf is
 * reached if as many decisions on its path hold as must, less those that must not, which one
 * contraction for each tree counts; another one adds the weights of the leaves that are reached.
 */
final class Trees {
  private final OnnxNode node;
  private final Scope scope;
  private final Formula formula;

  /** Names of the attributes start with it: class or target. */
  private final String prefix;

  private final int results;
  private boolean strict;

  static List<Entry> entries() {
    String how = "comparisons, a contraction that counts, comparison, contraction with the leaves";
    return List.of(
        Entry.of(
            Estimators.DOMAIN,
            "TreeEnsembleClassifier",
            how,
            (node, scope) -> {
              ClassLabels labels =
                  ClassLabels.of(node, "classlabels_int64s", "classlabels_strings");
              new Trees(node, scope, "class", labels.count()).classify(labels);
            }),
        Entry.formula(
            Estimators.DOMAIN,
            "TreeEnsembleRegressor",
            how,
            (node, scope, f) -> {
              long targets = node.integer("n_targets", 1);
              if (targets < 1 || targets > Shapes.MAX_COMPUTED) {
                throw node.error("n_targets " + targets + " is not a number of targets");
              }
              return new Trees(node, scope, "target", (int) targets).regress();
            }));
  }

  private Trees(OnnxNode node, Scope scope, String prefix, int results) {
    this.node = node;
    this.scope = scope;
    this.prefix = prefix;
    this.results = results;
    formula = new Formula(node, scope);
  }

  /** A node of a tree by its tree and its number there. */
  private record Key(long tree, long number) {}

  /** A decision: its children are positions in the lists of the attributes. */
  private record Decision(int feature, double threshold, int whenTrue, int whenFalse) {}

  /**
   * A tree as rows of a matrix.
   *
   * @param decisions positions of its inner nodes
   * @param leaves positions of its leaves
   * @param paths for each leaf the decisions on its path, those that must not hold as {@code -1 -
   *     d}
   */
  private record Tree(List<Integer> decisions, List<Integer> leaves, List<List<Integer>> paths) {}

  private Value regress() throws ModelException {
    String aggregate = node.string("aggregate_function", "SUM");
    String transform = node.string("post_transform", "NONE");
    if (!List.of("SUM", "AVERAGE").contains(aggregate) || !transform.equals("NONE")) {
      throw node.error(
          "aggregate_function "
              + aggregate
              + " with post_transform "
              + transform
              + " is not supported; use SUM or AVERAGE, and NONE");
    }
    return scores(aggregate.equals("AVERAGE"));
  }

  private void classify(ClassLabels labels) throws ModelException {
    String transform = node.string("post_transform", "NONE");
    if (!List.of("NONE", "LOGISTIC", "SOFTMAX").contains(transform)) {
      throw node.error(
          "post_transform " + transform + " is not supported; use NONE, LOGISTIC or SOFTMAX");
    }
    Value scores = scores(false);
    if (results == 2) {
      scores = two(scores, labels, transform.equals("NONE"));
    } else {
      labels.define(formula, scores);
    }
    if (node.hasOutput(1)) {
      scope.define(
          node,
          1,
          switch (transform) {
            case "SOFTMAX" -> formula.softmax(scores, 1);
            case "LOGISTIC" -> formula.apply(scores, UnaryOperator.SIGMOID);
            default -> scores;
          });
    }
  }

  /**
   * Defines the label of one of two classes, and returns their scores; what ONNX Runtime does
   * depends on which of them have weights.
   */
  private Value two(Value scores, ClassLabels labels, boolean raw) throws ModelException {
    long[] classes = Arrays.stream(node.integers("class_ids", new long[0])).distinct().toArray();
    boolean first = Arrays.equals(classes, new long[] {0});
    boolean positive = Arrays.stream(Estimators.reals(node, "class_weights")).allMatch(w -> w >= 0);
    int base = Estimators.reals(node, "base_values").length;
    if (base > (first ? 1 : 0)) {
      throw node.error("base_values of two classes with weights of their own are not supported");
    }
    if (classes.length == 2 && !labels.names().equals(List.of("0", "1"))) {
      throw node.error("two classes that both have weights must have the labels 0 and 1");
    }
    Value score = first ? formula.slice(scores, 1, 0, 1) : formula.slice(scores, 1, 1, 2);
    // Weights of one class that are never negative are probabilities.
    Value decided = ClassLabels.bothOf(formula, score, classes.length == 1 && positive ? 1 : 0);
    labels.define(formula, decided);
    if (!first) {
      return scores;
    }
    return raw ? decided : ClassLabels.bothOf(formula, score, 0);
  }

  /** The sum of the weights of the leaves that are reached: [rows, results]. */
  private Value scores(boolean average) throws ModelException {
    Value x = Estimators.rows(node, scope, formula);
    Map<Key, Integer> positions = positions();
    Decision[] decisions = decisions(positions, x.shape()[1]);
    List<Tree> trees = trees(decisions);
    int width = Math.max(1, trees.stream().mapToInt(t -> t.decisions().size()).max().orElse(0));
    int leaves = trees.stream().mapToInt(t -> t.leaves().size()).max().orElse(0);
    Value holds = holds(x, decisions, trees, width);
    Value reached = reached(holds, trees, width, leaves);
    int[] shape = {x.shape()[0], results};
    Constant weights = weights(positions, trees, leaves, average ? 1.0 / trees.size() : 1);
    Value sum =
        formula.contract(
            x.type(),
            shape,
            new int[] {trees.size(), leaves},
            formula.view(reached, Views.along(0, 2, 3)),
            formula.view(weights, Views.along(2, 3, 1)));
    double[] base = Estimators.reals(node, "base_values");
    if (base.length == 0) {
      return sum;
    }
    if (base.length != results && base.length != 1) {
      throw node.error("base_values does not have one entry for each result");
    }
    return formula.add(sum, new Constant(x.type(), new int[] {base.length}, base));
  }

  private Map<Key, Integer> positions() throws ModelException {
    long[] trees = node.integers("nodes_treeids", new long[0]);
    long[] numbers = node.integers("nodes_nodeids", new long[0]);
    Map<Key, Integer> positions = new HashMap<>();
    requireLength("nodes_nodeids", numbers.length, trees.length);
    for (int i = 0; i < trees.length; i++) {
      if (positions.put(new Key(trees[i], numbers[i]), i) != null) {
        throw node.error("tree " + trees[i] + " has node " + numbers[i] + " twice");
      }
    }
    if (trees.length == 0) {
      throw node.error("it has no trees");
    }
    return positions;
  }

  private void requireLength(String attribute, int length, int expected) throws ModelException {
    if (length != expected) {
      throw node.error(attribute + " has " + length + " entries, not " + expected);
    }
  }

  /** The decision at each position, or null for a leaf. */
  private Decision[] decisions(Map<Key, Integer> positions, int features) throws ModelException {
    long[] trees = node.integers("nodes_treeids", new long[0]);
    long[] feature = node.integers("nodes_featureids", new long[0]);
    double[] thresholds = Estimators.reals(node, "nodes_values");
    List<String> modes = node.strings("nodes_modes").orElse(List.of());
    long[] whenTrue = node.integers("nodes_truenodeids", new long[0]);
    long[] whenFalse = node.integers("nodes_falsenodeids", new long[0]);
    requireLength("nodes_featureids", feature.length, trees.length);
    requireLength("nodes_values", thresholds.length, trees.length);
    requireLength("nodes_modes", modes.size(), trees.length);
    requireLength("nodes_truenodeids", whenTrue.length, trees.length);
    requireLength("nodes_falsenodeids", whenFalse.length, trees.length);
    Decision[] decisions = new Decision[trees.length];
    Set<Boolean> comparisons = new HashSet<>();
    for (int i = 0; i < trees.length; i++) {
      String mode = modes.get(i);
      if (mode.equals("LEAF")) {
        continue;
      }
      if (!List.of("BRANCH_LEQ", "BRANCH_LT", "BRANCH_GT", "BRANCH_GTE").contains(mode)) {
        throw node.error("nodes of mode " + mode + " are not supported; use BRANCH_LEQ");
      }
      Integer yes = positions.get(new Key(trees[i], whenTrue[i]));
      Integer no = positions.get(new Key(trees[i], whenFalse[i]));
      if (yes == null || no == null || feature[i] < 0 || feature[i] >= features) {
        throw node.error(
            "a node of tree " + trees[i] + " has a child or a feature that is missing");
      }
      // x > t is the opposite of x <= t.
      boolean swapped = mode.startsWith("BRANCH_GT");
      comparisons.add(mode.equals("BRANCH_LT") || mode.equals("BRANCH_GTE"));
      decisions[i] =
          new Decision((int) feature[i], thresholds[i], swapped ? no : yes, swapped ? yes : no);
    }
    if (comparisons.size() > 1) {
      throw node.error("strict and other comparisons in one ensemble are not supported");
    }
    strict = comparisons.contains(true);
    return decisions;
  }

  private List<Tree> trees(Decision[] decisions) throws ModelException {
    boolean[] child = new boolean[decisions.length];
    for (Decision d : decisions) {
      if (d != null) {
        if (child[d.whenTrue()] || child[d.whenFalse()] || d.whenTrue() == d.whenFalse()) {
          throw node.error("a node has two parents");
        }
        child[d.whenTrue()] = true;
        child[d.whenFalse()] = true;
      }
    }
    List<Tree> trees = new ArrayList<>();
    long steps = 0;
    for (int i = 0; i < decisions.length; i++) {
      if (!child[i]) {
        Tree tree = new Tree(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        // Nodes have one parent each and the root has none: there is no cycle.
        List<Step> open = new ArrayList<>(List.of(new Step(i, List.of())));
        while (!open.isEmpty()) {
          Step step = open.removeLast();
          steps += step.path().size();
          if (steps > Shapes.MAX_COMPUTED) {
            throw node.error("its trees are too deep");
          }
          visit(step, decisions, tree, open);
        }
        trees.add(tree);
      }
    }
    return trees;
  }

  private record Step(int position, List<Integer> path) {}

  private static void visit(Step step, Decision[] decisions, Tree tree, List<Step> open) {
    Decision decision = decisions[step.position()];
    if (decision == null) {
      tree.leaves().add(step.position());
      tree.paths().add(step.path());
      return;
    }
    int number = tree.decisions().size();
    tree.decisions().add(step.position());
    List<Integer> no = new ArrayList<>(step.path());
    no.add(-1 - number);
    open.add(new Step(decision.whenFalse(), no));
    List<Integer> yes = new ArrayList<>(step.path());
    yes.add(number);
    open.add(new Step(decision.whenTrue(), yes));
  }

  /** 1 where a decision holds: [rows, trees, width]. */
  private Value holds(Value x, Decision[] decisions, List<Tree> trees, int width)
      throws ModelException {
    int[] inner = computed(trees.size(), width);
    int[] features = new int[Shapes.size(inner)];
    double[] thresholds = new double[features.length];
    for (int t = 0; t < trees.size(); t++) {
      List<Integer> list = trees.get(t).decisions();
      for (int d = 0; d < list.size(); d++) {
        features[t * width + d] = decisions[list.get(d)].feature();
        thresholds[t * width + d] = decisions[list.get(d)].threshold();
      }
    }
    Value difference =
        formula.combine(
            x.type(),
            new int[] {x.shape()[0], trees.size(), width},
            0,
            List.of(
                new Term(
                    1,
                    formula.view(
                        x,
                        List.of(
                            AxisIndex.along(0), new AxisIndex.Table(1, List.of(1, 2), features)))),
                new Term(
                    -1,
                    formula.view(new Constant(x.type(), inner, thresholds), Views.along(1, 2)))));
    return formula.apply(
        difference, strict ? Real.less(Real.X, Real.of(0)) : Real.lessOrEqual(Real.X, Real.of(0)));
  }

  /** 1 where a leaf is reached: [rows, trees, leaves]. */
  private Value reached(Value holds, List<Tree> trees, int width, int leaves)
      throws ModelException {
    int[] matrix = computed(trees.size(), width, leaves);
    int[] inner = {trees.size(), leaves};
    double[] signs = new double[Shapes.size(matrix)];
    double[] missing = new double[Shapes.size(inner)];
    // Half way between reached and one decision short of it; leaves that pad a tree never are.
    Arrays.fill(missing, -0.5);
    for (int t = 0; t < trees.size(); t++) {
      List<List<Integer>> paths = trees.get(t).paths();
      for (int l = 0; l < paths.size(); l++) {
        missing[t * leaves + l] = 0.5;
        for (int d : paths.get(l)) {
          int number = d < 0 ? -1 - d : d;
          signs[(t * width + number) * leaves + l] = d < 0 ? -1 : 1;
          missing[t * leaves + l] -= d < 0 ? 0 : 1;
        }
      }
    }
    int[] shape = {holds.shape()[0], trees.size(), leaves};
    Value count =
        formula.contract(
            holds.type(),
            shape,
            new int[] {width},
            formula.view(holds, Views.along(0, 1, 3)),
            formula.view(new Constant(holds.type(), matrix, signs), Views.along(1, 3, 2)));
    Value sum =
        formula.combine(
            holds.type(),
            shape,
            0,
            List.of(
                new Term(1, formula.whole(count)),
                new Term(
                    1,
                    formula.view(new Constant(holds.type(), inner, missing), Views.along(1, 2)))));
    return formula.apply(sum, Real.lessOrEqual(Real.of(0), Real.X));
  }

  /** The weights of the leaves: [trees, leaves, results]. */
  private Constant weights(Map<Key, Integer> positions, List<Tree> trees, int leaves, double factor)
      throws ModelException {
    long[] treeIds = node.integers(prefix + "_treeids", new long[0]);
    long[] nodeIds = node.integers(prefix + "_nodeids", new long[0]);
    long[] ids = node.integers(prefix + "_ids", new long[0]);
    double[] values = Estimators.reals(node, prefix + "_weights");
    requireLength(prefix + "_nodeids", nodeIds.length, treeIds.length);
    requireLength(prefix + "_ids", ids.length, treeIds.length);
    requireLength(prefix + "_weights", values.length, treeIds.length);
    Map<Integer, Integer> rows = new HashMap<>();
    for (int t = 0; t < trees.size(); t++) {
      int first = t * leaves;
      List<Integer> list = trees.get(t).leaves();
      IntStream.range(0, list.size()).forEach(l -> rows.put(list.get(l), first + l));
    }
    int[] shape = computed(trees.size(), leaves, results);
    double[] weights = new double[Shapes.size(shape)];
    for (int i = 0; i < values.length; i++) {
      Integer row = rows.get(positions.get(new Key(treeIds[i], nodeIds[i])));
      if (row == null || ids[i] < 0 || ids[i] >= results) {
        throw node.error(
            "weight " + i + " belongs to no leaf, or to none of " + results + " results");
      }
      weights[row * results + (int) ids[i]] += factor * values[i];
    }
    return new Constant(ElementType.FLOAT, shape, weights);
  }

  /** A shape of constants that the trees become, within the limits. */
  private int[] computed(long... dims) throws ModelException {
    int[] shape = Shapes.checked(dims, node.label());
    scope.builder().countComputed(node, shape);
    return shape;
  }
}

package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.onnx.proto.OnnxNode;
import org.probity.model.trees.Aggregate;
import org.probity.model.trees.Ensemble;
import org.probity.model.trees.EnsembleBuilder;
import org.probity.model.trees.Precision;
import org.probity.model.trees.Presence;

/**
 * TreeEnsembleClassifier, TreeEnsembleRegressor and TreeEnsemble: a forest, and what ONNX Runtime
 * makes of its sums. Labels are decided on the sums themselves.
 */
final class Trees {
  private final OnnxNode node;
  private final Scope scope;
  private final Formula f;
  private final Value x;
  private final TreeAttributes attributes;

  static List<Entry> entries() {
    String how = "paths down the trees: one lookup for each tree and level";
    return List.of(
        Entry.of(
            Estimators.DOMAIN,
            "TreeEnsembleClassifier",
            how + ", ranking with one rank",
            (node, scope) -> new Trees(node, scope).classify()),
        Entry.formula(
            Estimators.DOMAIN,
            "TreeEnsembleRegressor",
            how,
            (node, scope, f) -> new Trees(node, scope).regress()),
        Entry.formula(
            Estimators.DOMAIN,
            "TreeEnsemble",
            how,
            (node, scope, f) -> new Trees(node, scope).ensemble()));
  }

  private Trees(OnnxNode node, Scope scope) throws ModelException {
    this.node = node;
    this.scope = scope;
    f = new Formula(node, scope);
    // Integers are compared as float32.
    boolean wide = scope.operand(node, 0).type() == ElementType.DOUBLE;
    x = Estimators.rows(node, scope, f);
    attributes =
        new TreeAttributes(node, scope, wide ? Precision.FLOAT64 : Precision.FLOAT32, x.shape()[1]);
  }

  /** The results of an ensemble: [rows, results]. */
  private Value forest(Ensemble ensemble) throws ModelException {
    int[] shape = {x.shape()[0], ensemble.results()};
    return scope.emit(
        node,
        new FloatNode.Forest(
            scope.fresh(node, "trees"),
            Shapes.list(shape),
            List.of(ensemble.features()),
            List.of(f.view(x, Views.along(0, 2))),
            ensemble),
        ElementType.FLOAT,
        shape);
  }

  // ---- regression

  private Value regress() throws ModelException {
    long targets = node.integer("n_targets", 1);
    if (targets < 1 || targets > Shapes.MAX_COMPUTED) {
      throw node.error("n_targets " + targets + " is not a number of targets");
    }
    Ensemble ensemble = attributes.listed("target", (int) targets, aggregate());
    double[] base = present(ensemble, base((int) targets));
    return PostTransform.of(node).of(f, added(forest(ensemble), base));
  }

  /**
   * Base values as they count: where no leaf on the way has a weight of a target, ONNX Runtime
   * gives zero, whatever the base value. That must not depend on the way, nor may an extremum of no
   * weights.
   */
  private double[] present(Ensemble ensemble, double... base) throws ModelException {
    boolean sum = ensemble.aggregate().isSum();
    Presence[] presence = Presence.of(ensemble);
    double[] counted = base.clone();
    for (int r = 0; r < presence.length; r++) {
      boolean shifted = base.length > 0 && base[r] != 0;
      if (presence[r] == Presence.SOMETIMES && (shifted || !sum)) {
        throw node.error(
            "some leaves lack a weight of target %d, %s; give every leaf a weight of every target"
                .formatted(
                    r,
                    sum
                        ? "which has a base value"
                        : "whose " + ensemble.aggregate() + " is asked for"));
      }
      if (presence[r] == Presence.NEVER && base.length > 0) {
        counted[r] = 0;
      }
    }
    return counted;
  }

  private Aggregate aggregate() throws ModelException {
    String name = node.string("aggregate_function", "SUM");
    return switch (name) {
      case "SUM" -> Aggregate.SUM;
      case "AVERAGE" -> Aggregate.AVERAGE;
      case "MIN" -> Aggregate.MIN;
      case "MAX" -> Aggregate.MAX;
      default -> throw node.error("aggregate_function " + name + " is unknown");
    };
  }

  private Value ensemble() throws ModelException {
    Ensemble ensemble = attributes.split();
    present(ensemble);
    long transform = node.integer("post_transform", 0);
    if (transform < 0 || transform > 4) {
      throw node.error("post_transform " + transform + " is unknown");
    }
    if (transform == 1 || transform == 2) {
      // The standard has them the other way round.
      scope
          .builder()
          .note(
              "post_transform 1 is LOGISTIC and 2 is SOFTMAX, as in ONNX Runtime",
              FloatBuilder.label(node));
    }
    PostTransform named =
        List.of(
                PostTransform.NONE,
                PostTransform.LOGISTIC,
                PostTransform.SOFTMAX,
                PostTransform.SOFTMAX_ZERO,
                PostTransform.PROBIT)
            .get((int) transform);
    return named.of(f, forest(ensemble));
  }

  // ---- base values

  private double[] base(int... lengths) throws ModelException {
    double[] base = attributes.reals("base_values");
    if (base.length > 0 && IntStream.of(lengths).noneMatch(l -> l == base.length)) {
      throw node.error("base_values does not have one entry for each result; give as many or none");
    }
    for (double b : base) {
      if (!Double.isFinite(b)) {
        throw node.error("base_values has an entry that is not a finite number");
      }
    }
    return base;
  }

  private Value added(Value scores, double... base) throws ModelException {
    return Arrays.stream(base).allMatch(b -> b == 0)
        ? scores
        : f.add(scores, new Constant(scores.type(), new int[] {base.length}, base));
  }

  // ---- classification

  private void classify() throws ModelException {
    ClassLabels labels = ClassLabels.of(node, "classlabels_int64s", "classlabels_strings");
    int classes = labels.count();
    Ensemble given = attributes.listed("class", classes, Aggregate.SUM);
    // Votes of trees become whole numbers: a draw between them is one.
    double[] base = classes == 2 ? base(1, 2) : base(classes);
    boolean whole = Arrays.stream(base).allMatch(b -> b == 0) && areVotes(given);
    double scale = whole ? 1.0 / given.trees() : 1;
    Value sums = forest(whole ? votes(given) : given);
    if (classes > 2) {
      requirePresence(given, base);
      Value decided = added(sums, base);
      labels.define(f, decided);
      scores(() -> PostTransform.of(node).of(f, scaled(decided, scale)));
    } else if (classes == 1) {
      one(labels, added(sums, base), scale);
    } else {
      new TwoClasses(labels, given, base, sums, scale).define();
    }
  }

  /** Defines the second output, if it is asked for. */
  private void scores(Scores scores) throws ModelException {
    if (node.hasOutput(1)) {
      scope.define(node, 1, scores.get());
    }
  }

  private interface Scores {
    Value get() throws ModelException;
  }

  private Value scaled(Value value, double factor) throws ModelException {
    return factor == 1 ? value : f.affine(value, factor, 0);
  }

  /** One class: ONNX Runtime gives the label 1 to a positive score and 0 to others. */
  private void one(ClassLabels labels, Value score, double scale) throws ModelException {
    if (labels.type() == ElementType.STRING) {
      throw node.error("a single class that is a text has no second label; use integer labels");
    }
    literal().define(f, ClassLabels.bothOf(f, score, 0));
    scores(() -> PostTransform.of(node).of(f, scaled(score, scale)));
  }

  private static ClassLabels literal() {
    return new ClassLabels(ElementType.INT64, List.of("0", "1"));
  }

  /**
   * Among more than two classes ONNX Runtime takes the largest score of those that some leaf on the
   * way has a weight of. That must not depend on the way.
   */
  private void requirePresence(Ensemble ensemble, double[] base) throws ModelException {
    if (base.length > 0) {
      return;
    }
    boolean always = Arrays.stream(Presence.of(ensemble)).allMatch(p -> p == Presence.ALWAYS);
    if (!always && !largestIsPositive(ensemble)) {
      throw node.error(
          "some leaves lack a weight of some class, and not all weights are positive; give every"
              + " leaf a weight of every class");
    }
  }

  /** Whether the largest score is always positive and no score negative. */
  private static boolean largestIsPositive(Ensemble ensemble) {
    int[] leaves = leaves(ensemble);
    boolean negative =
        Arrays.stream(leaves)
            .anyMatch(
                l ->
                    IntStream.range(0, ensemble.values(l)).anyMatch(i -> ensemble.value(l, i) < 0));
    return !negative
        && someTree(
            ensemble,
            l -> IntStream.range(0, ensemble.values(l)).anyMatch(i -> ensemble.value(l, i) > 0));
  }

  private static int[] leaves(Ensemble ensemble) {
    return IntStream.range(0, ensemble.nodes()).filter(ensemble::isLeaf).toArray();
  }

  /** Whether all leaves of some tree are of a kind. */
  private static boolean someTree(Ensemble ensemble, IntPredicate kind) {
    boolean[] fails = new boolean[ensemble.trees()];
    int[] treeOf = new int[ensemble.nodes()];
    for (int n = 0; n < treeOf.length; n++) {
      int tree = n < ensemble.trees() ? n : treeOf[n];
      treeOf[n] = tree;
      if (ensemble.isLeaf(n)) {
        fails[tree] |= !kind.test(n);
      } else {
        treeOf[ensemble.whenTrue(n)] = tree;
        treeOf[ensemble.whenFalse(n)] = tree;
      }
    }
    return IntStream.range(0, fails.length).anyMatch(t -> !fails[t]);
  }

  /** Whether all weights are whole numbers over the number of trees, as float32. */
  private static boolean areVotes(Ensemble ensemble) {
    int trees = ensemble.trees();
    for (int l : leaves(ensemble)) {
      for (int i = 0; i < ensemble.values(l); i++) {
        double share = ensemble.value(l, i);
        double vote = Math.rint(share * trees);
        if (trees < 2 || (float) (vote / trees) != (float) share || Math.abs(vote) > 1 << 20) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The ensemble with all weights times the number of trees. Sums of float32 shares of votes depend
   * on how they are rounded, where the votes do not.
   */
  private Ensemble votes(Ensemble ensemble) throws ModelException {
    int trees = ensemble.trees();
    return EnsembleBuilder.mapped(node.label(), ensemble, v -> Math.rint(v * trees));
  }

  /** What ONNX Runtime does with two classes depends on which of them have weights. */
  private final class TwoClasses {
    private final ClassLabels labels;
    private final Ensemble ensemble;
    private final double[] base;
    private final Value sums;
    private final double scale;

    TwoClasses(ClassLabels labels, Ensemble ensemble, double[] base, Value sums, double scale) {
      this.labels = labels;
      this.ensemble = ensemble;
      this.base = base;
      this.sums = sums;
      this.scale = scale;
    }

    void define() throws ModelException {
      Presence first = Presence.of(ensemble)[0];
      Presence second = Presence.of(ensemble)[1];
      if (second == Presence.SOMETIMES || (first == Presence.SOMETIMES && base.length > 0)) {
        throw node.error(
            "some leaves lack a weight of a class that others have; give every leaf a weight of"
                + " every class");
      }
      if (second == Presence.NEVER) {
        onlyFirst();
      } else {
        defineSecond(first != Presence.NEVER);
      }
    }

    private Value column(int r) throws ModelException {
      return f.slice(sums, 1, r, 1, 1);
    }

    /** Weights of one class that are never negative are probabilities. */
    private boolean probabilities() {
      return Arrays.stream(leaves(ensemble))
          .allMatch(
              l -> IntStream.range(0, ensemble.values(l)).allMatch(i -> ensemble.value(l, i) >= 0));
    }

    private void onlyFirst() throws ModelException {
      Value score = base.length == 0 ? column(0) : added(column(0), base[0]);
      labels.define(f, ClassLabels.bothOf(f, score, probabilities() ? 1 / scale : 0));
      PostTransform transform = PostTransform.of(node);
      if (base.length == 2) {
        scores(() -> transform.of(f, both(score, zero())));
        return;
      }
      if (transform == PostTransform.PROBIT) {
        throw node.error(
            "post_transform PROBIT of two classes with weights of one is undefined; use NONE");
      }
      scores(
          () -> {
            Value real = scaled(score, scale);
            return transform == PostTransform.LOGISTIC
                ? f.apply(ClassLabels.bothOf(f, real, 0), UnaryOperator.SIGMOID)
                : ClassLabels.bothOf(f, real, probabilities() ? 1 : 0);
          });
    }

    private void defineSecond(boolean both) throws ModelException {
      Value negative;
      Value positive;
      if (base.length == 2) {
        // So ONNX Runtime has it: the weights of the second class do not count.
        positive = added(column(0), base[1]);
        negative = both ? f.affine(positive, -1, 0) : zero();
      } else {
        positive = column(1);
        negative = both && base.length == 1 ? added(column(0), base[0]) : column(0);
      }
      if (both) {
        // The label is then 0 or 1, whatever the labels are, unless they are texts.
        ClassLabels used = labels.type() == ElementType.STRING ? labels : literal();
        used.define(f, ClassLabels.bothOf(f, positive, 0));
      } else {
        labels.define(f, ClassLabels.bothOf(f, positive, probabilities() ? 1 / scale : 0));
      }
      scores(
          () ->
              PostTransform.of(node)
                  .of(f, scaled(base.length == 0 ? sums : both(negative, positive), scale)));
    }

    private Value zero() throws ModelException {
      return f.affine(column(0), 0, 0);
    }

    private Value both(Value negative, Value positive) throws ModelException {
      return f.concat(List.of(negative, positive), 1);
    }
  }
}

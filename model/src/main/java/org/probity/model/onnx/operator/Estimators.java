package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.graph.AxisIndex;
import org.probity.model.graph.RealFunction.UnaryOperator;
import org.probity.model.onnx.proto.OnnxNode;

/** Operators of the domain {@code ai.onnx.ml} that exporters write for linear models. */
final class Estimators {
  static final String DOMAIN = "ai.onnx.ml";

  private Estimators() {}

  static List<Entry> entries() {
    return List.of(
        entry("ArrayFeatureExtractor", "as Gather of the last axis", Estimators::extracted),
        entry("Binarizer", "function", Estimators::binarized),
        entry("FeatureVectorizer", "as Concat", Estimators::vectorized),
        entry("LinearRegressor", "contraction", Estimators::regressed),
        entry("Normalizer", "extremum or contraction, quotient", Estimators::normalized),
        entry("Scaler", "sum and product with constants", Estimators::scaled),
        Entry.of(
            DOMAIN,
            "LinearClassifier",
            "contraction, ranking with one rank, function",
            Estimators::classify));
  }

  private static Entry entry(String name, String how, Operator.Formulated operator) {
    return Entry.formula(DOMAIN, name, how, operator);
  }

  /** The first input as rows of features, of floating-point type. */
  static Value rows(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    if (x.rank() < 1 || x.rank() > 2 || x.size() == 0) {
      throw node.error(
          "an input of shape "
              + Arrays.toString(x.shape())
              + " is not a row of features or several");
    }
    Value real = x.type().real() ? x : x.withType(ElementType.FLOAT);
    return x.rank() == 2 ? real : f.reshape(real, 1, x.size());
  }

  static double[] reals(OnnxNode node, String attribute) throws ModelException {
    float[] values = node.reals(attribute).orElse(new float[0]);
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static Value extracted(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value data = scope.operand(node, 0);
    Value index = scope.operand(node, 1);
    if (data.rank() == 0) {
      throw node.error("its input is a scalar");
    }
    Value rows = data.rank() == 1 ? f.reshape(data, 1, data.size()) : data;
    return Gathers.gather(f, rows, f.reshape(index, index.size()), rows.rank() - 1);
  }

  private static Value binarized(OnnxNode node, Scope scope, Formula f) throws ModelException {
    return f.apply(scope.operand(node, 0), Real.less(Real.of(node.real("threshold", 0)), Real.X));
  }

  private static Value vectorized(OnnxNode node, Scope scope, Formula f) throws ModelException {
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Value part = scope.operand(node, i).withType(ElementType.FLOAT);
      parts.add(part.rank() == 1 ? f.reshape(part, 1, part.size()) : part);
    }
    if (parts.isEmpty() || parts.getFirst().rank() != 2) {
      throw node.error("its inputs are not rows of features");
    }
    return f.concat(parts, 1);
  }

  private static Value scaled(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0).withType(ElementType.FLOAT);
    Value offset = perFeature(node, x, "offset");
    Value scale = perFeature(node, x, "scale");
    return f.mul(f.sub(x, offset), scale);
  }

  private static Value perFeature(OnnxNode node, Value x, String attribute) throws ModelException {
    double[] values = reals(node, attribute);
    int features = x.rank() == 0 ? 1 : x.shape()[x.rank() - 1];
    if (values.length != 1 && values.length != features) {
      throw node.error(
          attribute + " has " + values.length + " entries for " + features + " features");
    }
    return new Constant(x.type(), new int[] {values.length}, values);
  }

  private static Value normalized(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = rows(node, scope, f);
    boolean[] axes = {false, true};
    String norm = node.string("norm", "MAX");
    Value divisor =
        switch (norm) {
          case "MAX" -> f.extremum(x, axes, true, false);
          case "L1" -> f.sum(f.apply(x, UnaryOperator.ABS), axes, true);
          case "L2" -> f.apply(Reductions.sumOfSquares(f, x, axes, true), UnaryOperator.SQRT);
          default -> throw node.error("norm " + norm + " is unknown; use MAX, L1 or L2");
        };
    return f.div(x, divisor);
  }

  private static Value regressed(OnnxNode node, Scope scope, Formula f) throws ModelException {
    long targets = node.integer("targets", 1);
    Value x = rows(node, scope, f);
    requireTransform(node, "NONE");
    return linear(f, x, targets);
  }

  private static void requireTransform(OnnxNode node, String... known) throws ModelException {
    String transform = node.string("post_transform", "NONE");
    if (!List.of(known).contains(transform)) {
      throw node.error(
          "post_transform " + transform + " is not supported; use " + String.join(", ", known));
    }
  }

  /** Rows times the transposed coefficients, plus the intercepts. */
  private static Value linear(Formula f, Value x, long targets) throws ModelException {
    OnnxNode node = f.node();
    double[] coefficients = reals(node, "coefficients");
    double[] intercepts = reals(node, "intercepts");
    int features = x.shape()[1];
    boolean fits =
        targets >= 1
            && targets * features == coefficients.length
            && (intercepts.length == 0 || intercepts.length == targets);
    if (!fits) {
      throw node.error(
          coefficients.length
              + " coefficients do not fit "
              + features
              + " features and "
              + targets
              + " results");
    }
    int[] shape = {(int) targets, features};
    Value weights = new Constant(x.type(), shape, coefficients);
    Value product = Products.product(f, x, false, weights, true);
    return intercepts.length == 0
        ? product
        : f.add(product, new Constant(x.type(), new int[] {(int) targets}, intercepts));
  }

  private static void classify(OnnxNode node, Scope scope) throws ModelException {
    Formula f = new Formula(node, scope);
    Value x = rows(node, scope, f);
    requireTransform(node, "NONE", "SOFTMAX", "LOGISTIC");
    Labels labels = Labels.of(node, "classlabels_ints", "classlabels_strings");
    double[] coefficients = reals(node, "coefficients");
    boolean single = labels.count() == 2 && coefficients.length == x.shape()[1];
    String transform = node.string("post_transform", "NONE");
    Value scores = linear(f, x, single ? 1 : labels.count());
    if (single) {
      // ONNX Runtime takes a score without a transform for a probability, but not for the label.
      labels.define(f, labels.bothOf(f, scores, 0));
      scores = labels.bothOf(f, scores, transform.equals("NONE") ? 1 : 0);
    } else {
      labels.define(f, scores);
    }
    if (node.hasOutput(1)) {
      scope.define(
          node,
          1,
          switch (transform) {
            case "SOFTMAX" -> f.softmax(scores, 1);
            case "LOGISTIC" -> f.apply(scores, UnaryOperator.SIGMOID);
            default -> scores;
          });
    }
  }

  /** The labels of a classifier. */
  record Labels(long[] labels, int count) {
    static Labels of(OnnxNode node, String integers, String strings) throws ModelException {
      long[] labels = node.integers(integers, new long[0]);
      int count = Math.max(labels.length, node.strings(strings).orElse(List.of()).size());
      if (count == 0) {
        throw node.error("it has no labels");
      }
      return new Labels(labels, count);
    }

    /** From one score the scores of the negative and the positive class, {@code base - s} and s. */
    Value bothOf(Formula f, Value score, double base) throws ModelException {
      List<AxisIndex> first = List.of(AxisIndex.along(0), AxisIndex.along(1));
      List<AxisIndex> second = List.of(AxisIndex.along(0), AxisIndex.along(1, 1, -1));
      int[] shape = {score.shape()[0], 2};
      Value both =
          f.combine(
              score.type(),
              shape,
              0,
              List.of(new Term(-1, f.view(score, first)), new Term(1, f.view(score, second))));
      return base == 0
          ? both
          : f.add(both, new Constant(score.type(), new int[] {2}, new double[] {base, 0}));
    }

    /** Defines the first output as the label of the largest score. */
    void define(Formula f, Value scores) throws ModelException {
      OnnxNode node = f.node();
      if (!node.hasOutput(0)) {
        return;
      }
      if (labels.length == 0) {
        throw node.error("labels that are texts are not supported; train with integer labels");
      }
      int rows = scores.shape()[0];
      Value index =
          f.reshape(
              f.ranking(
                  new int[] {rows, 1}, count, f.view(scores, Views.along(0, 2)), false, false),
              rows);
      double[] values = Arrays.stream(labels).asDoubleStream().toArray();
      boolean identity = IntStream.range(0, count).allMatch(i -> labels[i] == i);
      f.scope()
          .define(
              node,
              0,
              identity
                  ? index
                  : Gathers.gather(
                      f, new Constant(ElementType.INT64, new int[] {count}, values), index, 0));
    }
  }
}

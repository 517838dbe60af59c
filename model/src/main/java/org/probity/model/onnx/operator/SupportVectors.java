package org.probity.model.onnx.operator;

import static org.probity.model.onnx.operator.Real.X;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * SVMClassifier and SVMRegressor: kernels of the input with the support vectors, then a linear
 * function of them. With more than two classes every pair has a score of its own and a vote.
 */
final class SupportVectors {
  /** ONNX Runtime keeps a probability this far from 0 and 1. */
  private static final double MARGIN = 1e-7f;

  private final OnnxNode node;
  private final Formula f;
  private final Value x;
  private final double[] coefficients;
  private final double[] rho;

  static List<Entry> entries() {
    return List.of(
        Entry.of(
            Estimators.DOMAIN,
            "SVMClassifier",
            "contractions, function of each support vector's product, votes, ranking",
            (node, scope) -> new SupportVectors(node, scope).classify()),
        Entry.formula(
            Estimators.DOMAIN,
            "SVMRegressor",
            "contractions, function of each support vector's product",
            (node, scope, formula) -> new SupportVectors(node, scope).regress()));
  }

  private SupportVectors(OnnxNode node, Scope scope) throws ModelException {
    this.node = node;
    f = new Formula(node, scope);
    x = Estimators.rows(node, scope, f);
    coefficients = Estimators.reals(node, "coefficients");
    rho = Estimators.reals(node, "rho");
    if (rho.length == 0) {
      throw node.error("rho is missing");
    }
  }

  // ---- regression

  private Value regress() throws ModelException {
    long supports = node.integer("n_supports", 0);
    Value score =
        supports == 0
            ? linear(x, coefficients, 1, new double[] {rho[0]})
            : linear(kernels(supports), coefficients, 1, new double[] {rho[0]});
    if (!node.flag("one_class", false)) {
      return score;
    }
    RealFunction positive = Real.less(Real.of(0), X);
    return f.apply(score, Real.sub(Real.mul(positive, Real.of(2)), Real.of(1)));
  }

  // ---- classification

  private void classify() throws ModelException {
    ClassLabels labels = ClassLabels.of(node, "classlabels_ints", "classlabels_strings");
    long[] vectors = node.integers("vectors_per_class", new long[0]);
    if (labels.count() < 2) {
      throw node.error("it has one class only");
    }
    if (vectors.length == 0) {
      classifyLinearly(labels);
      return;
    }
    for (long v : vectors) {
      if (v < 0 || v > Shapes.MAX_COMPUTED) {
        throw node.error("vectors_per_class has an entry that is no number of vectors");
      }
    }
    if (vectors.length != labels.count()) {
      throw node.error(
          vectors.length + " vectors_per_class do not fit " + labels.count() + " labels");
    }
    int pairs = labels.count() * (labels.count() - 1) / 2;
    if (rho.length < pairs) {
      throw node.error("rho has " + rho.length + " entries for " + pairs + " pairs of classes");
    }
    Value scores =
        linear(kernels(LongStream.of(vectors).sum()), ofPairs(vectors, pairs), pairs, rho);
    labels.define(f, votes(scores, labels.count(), pairs));
    if (node.hasOutput(1)) {
      f.scope().define(node, 1, scores(scores, labels.count()));
    }
  }

  /** The scores without support vectors are those of the classes. */
  private void classifyLinearly(ClassLabels labels) throws ModelException {
    double[] shift = new double[labels.count()];
    Arrays.fill(shift, rho[0]);
    Value scores = linear(x, coefficients, labels.count(), shift);
    if (labels.count() == 2 && node.attribute("prob_a").isEmpty()) {
      // Of two classes ONNX Runtime takes the second wherever some score is large enough.
      boolean positive = Arrays.stream(coefficients).allMatch(c -> c >= 0);
      Value largest = f.extremum(scores, new boolean[] {false, true}, true, false);
      RealFunction second = positive ? Real.lessOrEqual(Real.of(0.5), X) : Real.less(Real.of(0), X);
      Value taken = f.apply(ElementType.INT64, largest, second);
      int rows = x.shape()[0];
      Value top =
          f.ranking(new int[] {rows, 1}, 2, f.view(scores, Views.along(0, 2)), false, false);
      Value either =
          f.extremum(
              ElementType.INT64,
              top.shape(),
              new int[0],
              List.of(f.whole(top), f.whole(taken)),
              false);
      labels.defineAt(f, f.reshape(either, rows));
    } else {
      labels.define(f, scores);
    }
    if (node.hasOutput(1)) {
      f.scope().define(node, 1, PostTransform.of(node).of(f, scores));
    }
  }

  /** What becomes of the scores of pairs. */
  private Value scores(Value pairs, int classes) throws ModelException {
    PostTransform transform = PostTransform.of(node);
    double[] a = Estimators.reals(node, "prob_a");
    double[] b = Estimators.reals(node, "prob_b");
    if (a.length > 0 || b.length > 0) {
      int count = classes * (classes - 1) / 2;
      if (a.length != count || b.length != count) {
        throw node.error(
            "prob_a and prob_b do not have one entry for each of " + count + " pairs of classes");
      }
      return transform.of(f, platt(pairs, a, b, classes));
    }
    if (classes > 2) {
      return transform.of(f, pairs);
    }
    return transform.ofTwo(f, pairs, 0);
  }

  /**
   * Probabilities of classes, J. Platt, "Probabilistic outputs for support vector machines" (1999):
   * those of pairs from their scores, {@link PairwiseCoupling} for all. Of two classes ONNX Runtime
   * finds them by the same iteration, which stops up to 0.005 away from them.
   */
  private Value platt(Value scores, double[] a, double[] b, int classes) throws ModelException {
    f.scope()
        .builder()
        .note(
            "exact probabilities, from which ONNX Runtime's and libsvm's iteration is up to 0.005"
                + " away",
            FloatBuilder.label(node));
    int pairs = a.length;
    int rows = x.shape()[0];
    int[] twice = {2 * pairs};
    double[] slopes = new double[2 * pairs];
    double[] shifts = new double[2 * pairs];
    int[] cells = new int[2 * pairs];
    for (int i = 0; i < 2 * pairs; i++) {
      int sign = i < pairs ? -1 : 1;
      slopes[i] = sign * a[i % pairs];
      shifts[i] = sign * b[i % pairs];
      cells[i] = i % pairs;
    }
    Value both =
        f.layout(
            scores,
            new int[] {rows, 2 * pairs},
            List.of(AxisIndex.along(0), Views.table(1, cells)));
    Value arguments =
        f.add(
            f.mul(both, new Constant(x.type(), twice, slopes)),
            new Constant(x.type(), twice, shifts));
    RealFunction clamped =
        Real.min(
            Real.max(Real.unary(UnaryOperator.SIGMOID, X), Real.of(MARGIN)), Real.of(1 - MARGIN));
    Value probabilities = f.apply(arguments, clamped);
    return classes == 2 ? probabilities : new PairwiseCoupling(f, rows, classes).of(probabilities);
  }

  /** The votes of the pairs for the classes: [rows, classes]. */
  private Value votes(Value scores, int classes, int pairs) throws ModelException {
    Value wins = f.apply(scores, Real.less(Real.of(0), X));
    double[] changes = new double[classes * pairs];
    double[] base = new double[classes];
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = i + 1; j < classes; j++, pair++) {
        changes[i * pairs + pair] = 1;
        changes[j * pairs + pair] = -1;
        base[j]++;
      }
    }
    return linear(wins, changes, classes, base);
  }

  /** The coefficients of all kernels by pair of classes. */
  private double[] ofPairs(long[] vectors, int pairs) throws ModelException {
    int total = (int) LongStream.of(vectors).sum();
    if (coefficients.length != (vectors.length - 1) * (long) total) {
      throw node.error(
          coefficients.length
              + " coefficients do not fit "
              + total
              + " support vectors of "
              + vectors.length
              + " classes");
    }
    f.scope()
        .builder()
        .countComputed(node, Shapes.checked(new long[] {pairs, total}, node.label()));
    int[] start = new int[vectors.length];
    for (int i = 1; i < start.length; i++) {
      start[i] = start[i - 1] + (int) vectors[i - 1];
    }
    double[] matrix = new double[pairs * total];
    int pair = 0;
    for (int i = 0; i < start.length; i++) {
      for (int j = i + 1; j < start.length; j++, pair++) {
        copy((j - 1) * total + start[i], matrix, pair * total + start[i], (int) vectors[i]);
        copy(i * total + start[j], matrix, pair * total + start[j], (int) vectors[j]);
      }
    }
    return matrix;
  }

  private void copy(int from, double[] matrix, int to, int count) {
    System.arraycopy(coefficients, from, matrix, to, count);
  }

  // ---- kernels

  /** The kernels of the rows with the support vectors: [rows, supports]. */
  private Value kernels(long supports) throws ModelException {
    double[] vectors = Estimators.reals(node, "support_vectors");
    int features = x.shape()[1];
    if (supports < 1 || supports > vectors.length || supports * features != vectors.length) {
      throw node.error(
          vectors.length
              + " entries of support_vectors do not fit "
              + supports
              + " vectors of "
              + features
              + " features");
    }
    double[] parameters = Estimators.reals(node, "kernel_params");
    if (parameters.length != 0 && parameters.length != 3) {
      throw node.error("kernel_params are not gamma, coef0 and degree");
    }
    double gamma = parameters.length == 0 ? 0 : parameters[0];
    double offset = parameters.length == 0 ? 0 : parameters[1];
    double degree = parameters.length == 0 ? 0 : parameters[2];
    int count = (int) supports;
    String kernel = node.string("kernel_type", "LINEAR");
    return switch (kernel) {
      case "LINEAR" -> linear(x, vectors, count, new double[count]);
      case "POLY" ->
          f.apply(
              linear(x, vectors, count, new double[count]),
              power(Real.add(Real.mul(X, Real.of(gamma)), Real.of(offset)), degree));
      case "SIGMOID" ->
          f.apply(
              linear(x, vectors, count, new double[count]),
              hyperbolicTangent(Real.add(Real.mul(X, Real.of(gamma)), Real.of(offset))));
      case "RBF" -> f.apply(distances(vectors, count), Real.exp(Real.mul(X, Real.of(-gamma))));
      default ->
          throw node.error(
              "kernel_type " + kernel + " is unknown; use LINEAR, POLY, RBF or SIGMOID");
    };
  }

  /** {@code 1 - 2 / (1 + exp(2 x))}: a kernel is made of exponentials, unlike an activation. */
  private static RealFunction hyperbolicTangent(RealFunction x) {
    RealFunction exponential = Real.exp(Real.mul(Real.of(2), x));
    RealFunction reciprocal =
        Real.unary(UnaryOperator.RECIPROCAL, Real.add(Real.of(1), exponential));
    return Real.sub(Real.of(1), Real.mul(Real.of(2), reciprocal));
  }

  private static RealFunction power(RealFunction base, double degree) {
    if (degree == 2) {
      return Real.mul(base, base);
    }
    return degree == 3 ? Real.mul(Real.mul(base, base), base) : Real.pow(base, Real.of(degree));
  }

  /** The squared distances of the rows from the support vectors: {@code |x|^2 - 2xv + |v|^2}. */
  private Value distances(double[] vectors, int count) throws ModelException {
    int features = x.shape()[1];
    double[] norms = new double[count];
    double[] doubled = new double[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      norms[i / features] += vectors[i] * vectors[i];
      doubled[i] = -2 * vectors[i];
    }
    Value products = linear(x, doubled, count, norms);
    Value squares = Reductions.sumOfSquares(f, x, new boolean[] {false, true}, true);
    return f.combine(
        x.type(),
        products.shape(),
        0,
        List.of(
            new Term(1, f.whole(products)),
            new Term(1, f.view(squares, List.of(AxisIndex.along(0), AxisIndex.at(0))))));
  }

  /** Rows times a transposed matrix of weights, plus constants. */
  private Value linear(Value rows, double[] weights, int results, double[] constants)
      throws ModelException {
    int features = rows.shape()[1];
    if (weights.length != (long) results * features) {
      throw node.error(
          weights.length + " coefficients do not fit " + features + " factors of " + results);
    }
    Value product =
        Products.product(
            f, rows, false, new Constant(x.type(), new int[] {results, features}, weights), true);
    boolean zero = Arrays.stream(constants).allMatch(c -> c == 0);
    return zero
        ? product
        : f.add(
            product,
            new Constant(x.type(), new int[] {results}, Arrays.copyOf(constants, results)));
  }
}

package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.model.ModelException;
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
        entry("ZipMap", "free; the scores in the order of the sorted labels", Estimators::zipped),
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
    Value flat = f.reshape(index, index.size());
    if (rows instanceof Constant labels
        && flat instanceof Variable
        && rows.size() == rows.shape()[rows.rank() - 1]) {
      int[] shape = rows.shape().clone();
      shape[shape.length - 1] = flat.size();
      return Categories.chosen(f, labels, f.reshape(flat, shape));
    }
    return Gathers.gather(f, rows, flat, rows.rank() - 1);
  }

  private static Value binarized(OnnxNode node, Scope scope, Formula f) throws ModelException {
    return f.apply(scope.operand(node, 0), Real.less(Real.of(node.real("threshold", 0)), Real.X));
  }

  private static Value vectorized(OnnxNode node, Scope scope, Formula f) throws ModelException {
    long[] sizes = node.integers("inputdimensions", new long[0]);
    if (node.inputs().isEmpty() || (sizes.length != 0 && sizes.length != node.inputs().size())) {
      throw node.error(
          sizes.length + " inputdimensions do not fit " + node.inputs().size() + " inputs");
    }
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Value part = scope.operand(node, i).withType(ElementType.FLOAT);
      if (part.rank() < 1 || part.size() == 0) {
        throw node.error("input " + i + " is not a row of features or several");
      }
      int rows = part.rank() == 1 ? 1 : part.shape()[0];
      Value flat = f.reshape(part, rows, part.size() / rows);
      parts.add(sizes.length == 0 ? flat : resized(f, flat, sizes[i]));
    }
    return f.concat(parts, 1);
  }

  /** Rows cut, or filled with zeros, to a number of features. */
  private static Value resized(Formula f, Value rows, long size) throws ModelException {
    int features = rows.shape()[1];
    if (size == features) {
      return rows;
    }
    int[] shape = Shapes.checked(new long[] {rows.shape()[0], size}, f.node().label());
    return f.layout(rows, shape, List.of(AxisIndex.along(0), AxisIndex.along(1)));
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
    // A row whose norm is zero stays as it is.
    Value safe = f.apply(divisor, Real.add(Real.X, Real.equal(Real.X, Real.of(0))));
    return f.reshape(f.div(x, safe), scope.operand(node, 0).shape());
  }

  private static Value regressed(OnnxNode node, Scope scope, Formula f) throws ModelException {
    long targets = node.integer("targets", 1);
    return PostTransform.of(node).of(f, linear(f, rows(node, scope, f), targets));
  }

  /** The scores as a tensor, its columns in the order in which ONNX Runtime lists a map. */
  private static Value zipped(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = rows(node, scope, f);
    ClassLabels labels = ClassLabels.of(node, "classlabels_int64s", "classlabels_strings");
    if (labels.count() != x.shape()[1]) {
      throw node.error(labels.count() + " labels do not fit " + x.shape()[1] + " scores");
    }
    // Of equal labels the last counts.
    SortedMap<String, Integer> columns = new TreeMap<>(labels.order());
    IntStream.range(0, labels.count()).forEach(i -> columns.put(labels.names().get(i), i));
    scope
        .builder()
        .note("maps became tensors with columns " + columns.keySet(), FloatBuilder.label(node));
    double[] order = columns.values().stream().mapToDouble(i -> i).toArray();
    return Gathers.gather(
        f, x, Constant.ofLongs(Arrays.stream(order).mapToLong(d -> (long) d).toArray()), 1);
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
    ClassLabels labels = ClassLabels.of(node, "classlabels_ints", "classlabels_strings");
    PostTransform transform = PostTransform.of(node);
    boolean single = reals(node, "coefficients").length == x.shape()[1];
    if (single && labels.count() != 2) {
      throw node.error("one score does not fit " + labels.count() + " labels");
    }
    Value scores = linear(f, x, single ? 1 : labels.count());
    labels.define(f, single ? ClassLabels.bothOf(f, scores, 0) : scores);
    Value transformed = single ? transform.ofTwo(f, scores, 1) : transform.of(f, scores);
    if (node.hasOutput(1)) {
      scope.define(node, 1, transformed);
    }
  }
}

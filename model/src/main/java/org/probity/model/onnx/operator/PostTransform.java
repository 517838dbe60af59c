package org.probity.model.onnx.operator;

import static org.probity.model.onnx.operator.Real.X;

import java.util.Arrays;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** The attribute post_transform: what becomes of the scores of a row, as ONNX Runtime does it. */
enum PostTransform {
  NONE,
  LOGISTIC,
  SOFTMAX,
  SOFTMAX_ZERO,
  PROBIT;

  /** Magnitude up to which SOFTMAX_ZERO takes a score for a zero. */
  private static final double ZERO = 1e-7f;

  static PostTransform of(OnnxNode node) throws ModelException {
    String name = node.string("post_transform", "NONE");
    return Arrays.stream(values())
        .filter(t -> t.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                node.error(
                    "post_transform "
                        + name
                        + " is unknown; use NONE, LOGISTIC, SOFTMAX, SOFTMAX_ZERO or PROBIT"));
  }

  /**
   * Scores {@code [rows, n]} transformed. A single score changes by PROBIT only: so does ONNX
   * Runtime.
   */
  Value of(Formula f, Value scores) throws ModelException {
    if (scores.shape()[1] == 1) {
      return this == PROBIT ? f.apply(scores, probit()) : scores;
    }
    return switch (this) {
      case NONE -> scores;
      case LOGISTIC -> f.apply(scores, UnaryOperator.SIGMOID);
      case SOFTMAX -> f.softmax(scores, 1);
      case SOFTMAX_ZERO -> softmaxZero(f, scores);
      case PROBIT -> f.apply(scores, probit());
    };
  }

  /**
   * The scores of two classes from that of the second one, as ONNX Runtime makes them.
   *
   * @param base what the two raw scores add up to
   */
  Value ofTwo(Formula f, Value score, double base) throws ModelException {
    return switch (this) {
      case NONE -> ClassLabels.bothOf(f, score, base);
      case LOGISTIC -> f.apply(ClassLabels.bothOf(f, score, 0), UnaryOperator.SIGMOID);
      case SOFTMAX, SOFTMAX_ZERO -> ClassLabels.bothOf(f, score, 1);
      case PROBIT ->
          throw f.node().error("post_transform PROBIT of one score is not supported; use NONE");
    };
  }

  /** Softmax over the scores that are not zero; the others stay zero. */
  private static Value softmaxZero(Formula f, Value scores) throws ModelException {
    boolean[] axes = {false, true};
    Value shifted = f.sub(scores, f.extremum(scores, axes, true, false));
    RealFunction present = Real.less(Real.of(ZERO), Real.unary(UnaryOperator.ABS, X));
    Value terms = f.mul(f.apply(shifted, UnaryOperator.EXP), f.apply(scores, present));
    return f.div(terms, f.sum(terms, axes, true));
  }

  /**
   * {@code sqrt(2) erfinv(2x - 1)} by Winitzki's approximation, S. Winitzki, "A handy approximation
   * for the error function and its inverse" (2008), with the constants of ONNX Runtime.
   */
  private static RealFunction probit() {
    double a = 0.147f;
    RealFunction y = Real.sub(Real.mul(X, Real.of(2)), Real.of(1));
    RealFunction log =
        Real.unary(UnaryOperator.LOG, Real.mul(Real.sub(Real.of(1), y), Real.add(Real.of(1), y)));
    RealFunction v = Real.add(Real.of(2 / (3.14159f * a)), Real.mul(log, Real.of(0.5)));
    RealFunction root =
        Real.unary(UnaryOperator.SQRT, Real.sub(Real.mul(v, v), Real.mul(log, Real.of(1 / a))));
    RealFunction magnitude = Real.unary(UnaryOperator.SQRT, Real.sub(root, v));
    // At one half both factors are zero.
    RealFunction sign = Real.unary(UnaryOperator.SIGN, y);
    return Real.mul(Real.mul(sign, magnitude), Real.of((float) 1.41421356));
  }
}

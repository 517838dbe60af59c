package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** The activation functions that RNN, GRU and LSTM name by strings. */
enum RecurrentActivation {
  RELU(Double.NaN, Double.NaN),
  TANH(Double.NaN, Double.NaN),
  SIGMOID(Double.NaN, Double.NaN),
  SOFTSIGN(Double.NaN, Double.NaN),
  SOFTPLUS(Double.NaN, Double.NaN),
  AFFINE(1, 0),
  LEAKYRELU(0.01, Double.NaN),
  THRESHOLDEDRELU(1, Double.NaN),
  SCALEDTANH(1, 1),
  HARDSIGMOID(0.2, 0.5),
  ELU(1, Double.NaN);

  private static final RealFunction X = RealFunction.X;
  private static final RealFunction NEGATIVE_PART = Real.min(X, Real.of(0));

  /** Values where the node gives none; NaN for a function without that number. */
  private final double alpha;

  private final double beta;

  RecurrentActivation(double alpha, double beta) {
    this.alpha = alpha;
    this.beta = beta;
  }

  /**
   * The functions of a node, clipped at its {@code clip}.
   *
   * @param defaults their names if the node gives none, for one direction
   * @param directions how often these repeat
   */
  static List<RealFunction> of(OnnxNode node, List<String> defaults, int directions)
      throws ModelException {
    List<String> names = new ArrayList<>(node.strings("activations").orElse(List.of()));
    if (names.isEmpty()) {
      for (int d = 0; d < directions; d++) {
        names.addAll(defaults);
      }
    }
    if (names.size() != defaults.size() * directions) {
      throw node.error("activations does not name " + defaults.size() + " for each direction");
    }
    Numbers alphas = new Numbers(node, "activation_alpha");
    Numbers betas = new Numbers(node, "activation_beta");
    List<RealFunction> functions = new ArrayList<>();
    for (String name : names) {
      RecurrentActivation f = ofName(node, name);
      double alpha = Double.isNaN(f.alpha) ? 0 : alphas.next(f.alpha);
      double beta = Double.isNaN(f.beta) ? 0 : betas.next(f.beta);
      functions.add(f.function(alpha, beta));
    }
    return functions;
  }

  /** The numbers of an attribute, handed out to the functions that take one. */
  private static final class Numbers {
    private final float[] values;
    private int at;

    Numbers(OnnxNode node, String attribute) throws ModelException {
      values = node.reals(attribute).orElse(new float[0]);
    }

    double next(double otherwise) {
      return at < values.length ? values[at++] : otherwise;
    }
  }

  private static RecurrentActivation ofName(OnnxNode node, String name) throws ModelException {
    String upper = name.toUpperCase(Locale.ROOT);
    for (RecurrentActivation f : values()) {
      if (f.name().equals(upper)) {
        return f;
      }
    }
    throw node.error("activation " + name + " is unknown; use one that the operator defines");
  }

  private RealFunction function(double alpha, double beta) {
    return switch (this) {
      case RELU -> Real.relu(X);
      case TANH -> Real.unary(UnaryOperator.TANH, X);
      case SIGMOID -> Real.unary(UnaryOperator.SIGMOID, X);
      case SOFTPLUS -> Real.unary(UnaryOperator.SOFTPLUS, X);
      case SOFTSIGN -> Real.div(X, Real.add(Real.of(1), Real.unary(UnaryOperator.ABS, X)));
      case AFFINE -> line(alpha, beta);
      case LEAKYRELU -> Real.add(Real.relu(X), Real.mul(Real.of(alpha), NEGATIVE_PART));
      case THRESHOLDEDRELU -> Real.ifPositive(Real.sub(X, Real.of(alpha)), X);
      case SCALEDTANH ->
          Real.mul(Real.of(alpha), Real.unary(UnaryOperator.TANH, Real.mul(Real.of(beta), X)));
      case HARDSIGMOID -> Real.max(Real.of(0), Real.min(Real.of(1), line(alpha, beta)));
      case ELU ->
          Real.add(
              Real.relu(X),
              Real.mul(Real.of(alpha), Real.sub(Real.exp(NEGATIVE_PART), Real.of(1))));
    };
  }

  private static RealFunction line(double factor, double constant) {
    return Real.add(Real.mul(X, Real.of(factor)), Real.of(constant));
  }

  /** The argument limited to [-limit, limit]. */
  static RealFunction clip(double limit) {
    return Real.max(Real.of(-limit), Real.min(Real.of(limit), X));
  }
}

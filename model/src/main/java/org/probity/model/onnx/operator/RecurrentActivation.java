package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.probity.model.ModelException;
import org.probity.model.graph.RealFunction;
import org.probity.model.graph.RealFunction.Binary;
import org.probity.model.graph.RealFunction.BinaryOperator;
import org.probity.model.graph.RealFunction.Constant;
import org.probity.model.graph.RealFunction.Unary;
import org.probity.model.graph.RealFunction.UnaryOperator;
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
    RealFunction x = RealFunction.X;
    return switch (this) {
      case RELU -> RealFunction.unary(UnaryOperator.RELU);
      case TANH -> RealFunction.unary(UnaryOperator.TANH);
      case SIGMOID -> RealFunction.unary(UnaryOperator.SIGMOID);
      case SOFTPLUS -> RealFunction.unary(UnaryOperator.SOFTPLUS);
      case SOFTSIGN ->
          binary(
              BinaryOperator.DIV,
              x,
              binary(
                  BinaryOperator.ADD,
                  new Constant(1),
                  RealFunction.unary(UnaryOperator.ABS)));
      case AFFINE -> plus(times(alpha, x), beta);
      case LEAKYRELU ->
          binary(
              BinaryOperator.ADD,
              RealFunction.unary(UnaryOperator.RELU),
              times(alpha, binary(BinaryOperator.MIN, x, new Constant(0))));
      case THRESHOLDEDRELU ->
          binary(BinaryOperator.SELECT_POSITIVE, plus(x, -alpha), x);
      case SCALEDTANH -> times(alpha, new Unary(UnaryOperator.TANH, times(beta, x)));
      case HARDSIGMOID ->
          binary(
              BinaryOperator.MAX,
              new Constant(0),
              binary(BinaryOperator.MIN, new Constant(1), plus(times(alpha, x), beta)));
      case ELU ->
          binary(
              BinaryOperator.ADD,
              RealFunction.unary(UnaryOperator.RELU),
              times(
                  alpha,
                  plus(
                      new Unary(
                          UnaryOperator.EXP, binary(BinaryOperator.MIN, x, new Constant(0))),
                      -1)));
    };
  }

  /** The argument limited to [-limit, limit]. */
  static RealFunction clip(double limit) {
    return binary(
        BinaryOperator.MAX,
        new Constant(-limit),
        binary(BinaryOperator.MIN, new Constant(limit), RealFunction.X));
  }

  private static RealFunction binary(BinaryOperator operator, RealFunction a, RealFunction b) {
    return new Binary(operator, a, b);
  }

  private static RealFunction times(double c, RealFunction f) {
    return binary(BinaryOperator.MUL, f, new Constant(c));
  }

  private static RealFunction plus(RealFunction f, double c) {
    return binary(BinaryOperator.ADD, f, new Constant(c));
  }
}

package org.probity.model.onnx.operator;

import java.util.Arrays;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.graph.Activation;
import org.probity.model.onnx.proto.OnnxNode;

/** Relu, LeakyRelu, Sigmoid, Tanh and Clip. */
enum Activations implements Operator {
  RELU,
  LEAKY_RELU,
  SIGMOID,
  TANH,
  CLIP;

  @Override
  public void apply(OnnxNode node, Scope scope) throws ModelException {
    Activation activation = activation(node, scope);
    switch (scope.arithmeticOperand(node, 0)) {
      case Constant c ->
          scope.result(
              node,
              new Constant(
                  c.type(), c.shape(), Arrays.stream(c.values()).map(activation::real).toArray()));
      case Variable v -> {
        FloatNode step = new FloatNode.Apply(scope.outputName(node), v.tensor(), activation);
        scope.emit(node, step, v.type(), v.shape());
      }
    }
  }

  private Activation activation(OnnxNode node, Scope scope) throws ModelException {
    return switch (this) {
      case RELU -> new Activation.Relu();
      case LEAKY_RELU -> leakyRelu(node);
      case SIGMOID -> new Activation.Sigmoid();
      case TANH -> new Activation.Tanh();
      case CLIP -> clip(node, scope);
    };
  }

  private static Activation leakyRelu(OnnxNode node) throws ModelException {
    double alpha = node.real("alpha", 0.01);
    if (!(alpha >= 0 && alpha <= 1024)) {
      throw node.error("an alpha outside [0, 1024] is not supported");
    }
    return new Activation.LeakyRelu(alpha);
  }

  private static Activation clip(OnnxNode node, Scope scope) throws ModelException {
    double low = limit(node, scope, "min", 1, Double.NEGATIVE_INFINITY);
    double high = limit(node, scope, "max", 2, Double.POSITIVE_INFINITY);
    if (!(low <= high)) {
      throw node.error("min is not at most max");
    }
    return new Activation.Clip(low, high);
  }

  /** Attributes up to opset 10, inputs since. */
  private static double limit(
      OnnxNode node, Scope scope, String name, int position, double otherwise)
      throws ModelException {
    if (!node.hasInput(position)) {
      return node.real(name, otherwise);
    }
    Constant c = scope.constant(node, position);
    if (c.values().length != 1) {
      throw node.error(name + " is not a scalar");
    }
    return c.values()[0];
  }
}

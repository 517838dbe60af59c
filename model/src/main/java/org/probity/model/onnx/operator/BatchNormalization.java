package org.probity.model.onnx.operator;

import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * BatchNormalization of inference: {@code (x - mean) / sqrt(variance + epsilon) * scale + bias} per
 * channel, axis 1. Running statistics are constants, so it is a scaling.
 */
final class BatchNormalization implements Operator {
  @Override
  public void apply(OnnxNode node, Scope scope) throws ModelException {
    if (!(scope.arithmeticOperand(node, 0) instanceof Variable x)) {
      throw node.error("normalising a constant is not supported");
    }
    if (node.integer("training_mode", 0) != 0) {
      throw node.error("it is in training mode; export the model for inference");
    }
    if (x.shape().length < 2) {
      throw node.error("the input has no channel axis");
    }
    int channels = x.shape()[1];
    int inner = x.size() / x.shape()[0] / channels;
    double epsilon = node.real("epsilon", 1e-5);
    double[] gamma = channelConstants(node, scope, 1, channels);
    double[] beta = channelConstants(node, scope, 2, channels);
    double[] mean = channelConstants(node, scope, 3, channels);
    double[] variance = channelConstants(node, scope, 4, channels);
    double[] scale = new double[x.size()];
    double[] bias = new double[x.size()];
    for (int i = 0; i < scale.length; i++) {
      int c = i / inner % channels;
      scale[i] = gamma[c] / Math.sqrt(variance[c] + epsilon);
      bias[i] = beta[c] - mean[c] * scale[i];
    }
    Scope.finite(node, scale);
    Scope.finite(node, bias);
    scope.emit(
        node, new FloatNode.Scale(scope.outputName(node), x.tensor(), scale, bias), x.shape());
  }

  private static double[] channelConstants(OnnxNode node, Scope scope, int position, int channels)
      throws ModelException {
    double[] values = scope.constant(node, position).values();
    if (values.length != channels) {
      throw node.error("input " + position + " does not have one entry per channel");
    }
    return values;
  }
}

package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.onnx.proto.OnnxNode;

/** Softmax and ArgMax over all entries, as last step. */
enum Decision implements Operator {
  SOFTMAX,
  ARG_MAX;

  @Override
  public void apply(OnnxNode node, Scope scope) throws ModelException {
    String output = scope.outputName(node);
    if (!(scope.operand(node, 0) instanceof Variable v)) {
      throw node.error("it is applied to a constant");
    }
    if (this == SOFTMAX) {
      v = (Variable) scope.arithmeticOperand(node, 0);
      requireWhole(node, v, softmaxExtent(node, scope, v.shape()));
      scope.add(node, new FloatNode.Softmax(output, v.tensor()));
      scope.result(node, new Variable(output, ElementType.FLOAT, v.shape(), true));
    } else {
      int axis = Shapes.axis(node, node.integer("axis", 0), v.shape().length);
      requireWhole(node, v, v.shape()[axis]);
      boolean lastIndex = node.integer("select_last_index", 0) != 0;
      scope.add(node, new FloatNode.ArgMax(output, beneathSoftmax(node, scope, v), lastIndex));
      int[] shape = reduced(v.shape(), axis, node.integer("keepdims", 1) != 0);
      scope.result(node, new Variable(output, ElementType.INT64, shape, true));
    }
  }

  /** Before opset 13 all axes from the given one on are taken together. */
  private static int softmaxExtent(OnnxNode node, Scope scope, int[] shape) throws ModelException {
    boolean single = scope.opset() >= 13;
    int axis = Shapes.axis(node, node.integer("axis", single ? -1 : 1), shape.length);
    return single ? shape[axis] : Shapes.size(Arrays.copyOfRange(shape, axis, shape.length));
  }

  private static void requireWhole(OnnxNode node, Variable v, int extent) throws ModelException {
    if (extent != v.size()) {
      throw node.error(
          "it must extend over all entries of its input of shape " + Arrays.toString(v.shape()));
    }
  }

  /** The position of the largest probability is that of the largest logit. */
  private static String beneathSoftmax(OnnxNode node, Scope scope, Variable v)
      throws ModelException {
    if (!v.last()) {
      return v.tensor();
    }
    for (FloatNode step : scope.nodes()) {
      if (step instanceof FloatNode.Softmax s && s.output().equals(v.tensor())) {
        return s.input();
      }
    }
    throw node.error("it is applied to the result of an ArgMax");
  }

  private static int[] reduced(int[] shape, int axis, boolean keep) {
    return IntStream.range(0, shape.length)
        .filter(d -> keep || d != axis)
        .map(d -> d == axis ? 1 : shape[d])
        .toArray();
  }
}

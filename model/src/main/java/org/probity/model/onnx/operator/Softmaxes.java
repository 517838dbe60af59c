package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.List;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** Softmax and LogSoftmax. */
final class Softmaxes {
  private Softmaxes() {}

  /** An operator along one axis. */
  interface AlongAxis {
    Value of(Value x, int axis) throws ModelException;
  }

  static List<Entry> entries() {
    return List.of(
        Entry.formula(
            "Softmax",
            "softmax in integers",
            (node, scope, f) -> alongAxis(node, f, scope.operand(node, 0), f::softmax)),
        Entry.formula(
            "LogSoftmax",
            "distances from the maximum, minus the logarithm of the sum of their exponentials",
            (node, scope, f) ->
                alongAxis(node, f, scope.operand(node, 0), (x, a) -> logSoftmax(f, x, a))));
  }

  /** Up to opset 12 all axes from the given one are flattened into one. */
  static Value alongAxis(OnnxNode node, Formula f, Value x, AlongAxis operator)
      throws ModelException {
    if (x.rank() == 0 || x.size() == 0) {
      throw node.error("its input is a scalar or empty");
    }
    boolean flattens = f.scope().opset() < 13;
    long declared = node.integer("axis", flattens ? 1 : -1);
    if (flattens && declared == x.rank()) {
      return flattened(f, x, x.size(), operator);
    }
    int axis = Shapes.axis(node, declared, x.rank());
    int outer = Shapes.size(Arrays.copyOf(x.shape(), axis));
    boolean last = x.size() == outer * x.shape()[axis];
    return flattens && !last ? flattened(f, x, outer, operator) : operator.of(x, axis);
  }

  private static Value flattened(Formula f, Value x, int outer, AlongAxis operator)
      throws ModelException {
    Value flat = f.reshape(x, outer, x.size() / outer);
    return f.reshape(operator.of(flat, 1), x.shape());
  }

  private static Value logSoftmax(Formula f, Value x, int axis) throws ModelException {
    boolean[] axes = new boolean[x.rank()];
    axes[axis] = true;
    Value distance = f.sub(x, f.extremum(x, axes, true, false));
    Value sum = f.sum(f.apply(distance, UnaryOperator.EXP), axes, true);
    return f.sub(distance, f.apply(sum, UnaryOperator.LOG));
  }
}

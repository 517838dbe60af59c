package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.List;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * Add, Sub, Mul and Div with broadcasting, where at least one operand of Mul and Div is constant.
 */
enum Arithmetic implements Operator {
  ADD,
  SUB,
  MUL,
  DIV;

  @Override
  public void apply(OnnxNode node, Scope scope) throws ModelException {
    Value a = scope.arithmeticOperand(node, 0);
    Value b = scope.arithmeticOperand(node, 1);
    int[] shape = Shapes.broadcast(node, a.shape(), b.shape());
    if (a instanceof Constant x && b instanceof Constant y) {
      scope.result(node, fold(node, x, y, shape));
    } else if (a instanceof Variable x && b instanceof Variable y) {
      combine(node, scope, x, y, shape);
    } else if (a instanceof Variable x && b instanceof Constant y) {
      scale(node, scope, x, y, shape, false);
    } else if (a instanceof Constant x && b instanceof Variable y) {
      scale(node, scope, y, x, shape, true);
    }
  }

  private double of(double a, double b, boolean real) {
    return switch (this) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> real ? a / b : truncated(a / b);
    };
  }

  private static double truncated(double quotient) {
    return quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient);
  }

  private Constant fold(OnnxNode node, Constant a, Constant b, int[] shape) throws ModelException {
    Shapes.requireComputable(node, shape);
    boolean real = a.type().real();
    double[] x = a.broadcastTo(shape);
    double[] y = b.broadcastTo(shape);
    for (int i = 0; i < x.length; i++) {
      if (this == DIV && !real && y[i] == 0) {
        throw node.error("integer division by zero");
      }
      x[i] = of(x[i], y[i], real);
    }
    return new Constant(a.type(), shape, x);
  }

  private void combine(OnnxNode node, Scope scope, Variable a, Variable b, int[] shape)
      throws ModelException {
    if (this == MUL || this == DIV) {
      throw node.error("two computed operands are not supported; one must be a constant");
    }
    requireSize(node, a, shape);
    requireSize(node, b, shape);
    int sign = this == ADD ? 1 : -1;
    String output = scope.outputName(node);
    FloatNode step;
    if (a.tensor().equals(b.tensor())) {
      step =
          new FloatNode.Scale(output, a.tensor(), filled(a.size(), 1 + sign), new double[a.size()]);
    } else {
      List<Term> terms = List.of(new Term(a.tensor(), 1), new Term(b.tensor(), sign));
      step = new FloatNode.Combine(output, terms);
    }
    scope.emit(node, step, a.type(), shape);
  }

  private void scale(
      OnnxNode node, Scope scope, Variable v, Constant c, int[] shape, boolean constantFirst)
      throws ModelException {
    requireSize(node, v, shape);
    if (this == DIV && constantFirst) {
      throw node.error("division by a computed tensor is not supported");
    }
    if (this == DIV && !v.type().real()) {
      throw node.error("integer division is not supported; cast the operand to float first");
    }
    double[] x = c.broadcastTo(shape);
    double[] ones = filled(x.length, 1);
    double[] zeros = new double[x.length];
    String output = scope.outputName(node);
    FloatNode step =
        switch (this) {
          case ADD -> new FloatNode.Scale(output, v.tensor(), ones, x);
          case SUB ->
              constantFirst
                  ? new FloatNode.Scale(output, v.tensor(), filled(x.length, -1), x)
                  : new FloatNode.Scale(output, v.tensor(), ones, negated(x));
          case MUL -> new FloatNode.Scale(output, v.tensor(), x, zeros);
          case DIV ->
              new FloatNode.Scale(
                  output, v.tensor(), Arrays.stream(x).map(d -> 1 / d).toArray(), zeros);
        };
    if (step instanceof FloatNode.Scale s) {
      Scope.finite(node, s.scale());
      Scope.finite(node, s.bias());
    }
    scope.emit(node, step, v.type(), shape);
  }

  private static void requireSize(OnnxNode node, Variable v, int[] shape) throws ModelException {
    if (v.size() != Shapes.size(shape)) {
      throw node.error(
          "broadcasting a computed tensor of shape "
              + Arrays.toString(v.shape())
              + " to "
              + Arrays.toString(shape)
              + " is not supported");
    }
  }

  private static double[] filled(int size, double value) {
    double[] result = new double[size];
    Arrays.fill(result, value);
    return result;
  }

  private static double[] negated(double[] x) {
    return Arrays.stream(x).map(d -> -d).toArray();
  }
}

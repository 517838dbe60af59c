package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.List;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.Matrix;
import org.probity.model.onnx.proto.OnnxNode;

/** Gemm: {@code alpha A' B' + beta C}, where A is one row, or B one column, or all are constant. */
final class Gemm implements Operator {
  @Override
  public void apply(OnnxNode node, Scope scope) throws ModelException {
    Value a = scope.arithmeticOperand(node, 0);
    Value b = scope.arithmeticOperand(node, 1);
    int[] left = matrixShape(node, a, node.integer("transA", 0) != 0);
    int[] right = matrixShape(node, b, node.integer("transB", 0) != 0);
    if (left[1] != right[0]) {
      throw node.error(
          "shapes " + Arrays.toString(left) + " and " + Arrays.toString(right) + " do not fit");
    }
    int[] shape = {left[0], right[1]};
    double alpha = node.real("alpha", 1);
    if (a instanceof Constant x && b instanceof Constant y) {
      Matrix product =
          MatMul.product(node, matrix(node, x, "transA", 1), matrix(node, y, "transB", alpha));
      if (node.hasInput(2)) {
        throw node.error("Gemm of constants with a C is not supported");
      }
      scope.result(node, new Constant(x.type(), shape, product.values()));
    } else if (a instanceof Variable v && b instanceof Constant w) {
      MatMul.requireOneRow(node, v, left[1]);
      emit(node, scope, v, matrix(node, w, "transB", alpha), shape);
    } else if (a instanceof Constant w && b instanceof Variable v) {
      MatMul.requireOneRow(node, v, right[0]);
      emit(node, scope, v, matrix(node, w, "transA", alpha).transposed(), shape);
    } else {
      throw node.error("a product of two computed tensors is not supported");
    }
  }

  private static void emit(OnnxNode node, Scope scope, Variable v, Matrix weight, int[] shape)
      throws ModelException {
    String output = scope.outputName(node);
    Scope.finite(node, weight.values());
    double[] bias = new double[weight.columns()];
    if (node.hasInput(2) && scope.arithmeticOperand(node, 2) instanceof Variable c) {
      if (node.real("beta", 1) != 1 || c.size() != bias.length) {
        throw node.error("a computed C is supported with beta 1 and the shape of the result only");
      }
      String product = output + "/product";
      scope.add(node, new FloatNode.Dense(product, v.tensor(), weight, bias));
      List<FloatNode.Combine.Term> terms =
          List.of(
              new FloatNode.Combine.Term(product, 1), new FloatNode.Combine.Term(c.tensor(), 1));
      scope.emit(node, new FloatNode.Combine(output, terms), shape);
      return;
    }
    if (node.hasInput(2)) {
      bias = bias(node, scope.constant(node, 2), shape);
    }
    scope.emit(node, new FloatNode.Dense(output, v.tensor(), weight, bias), shape);
  }

  private static double[] bias(OnnxNode node, Constant c, int[] shape) throws ModelException {
    if (!Arrays.equals(Shapes.broadcast(node, c.shape(), shape), shape)) {
      throw node.error("C does not fit the result");
    }
    double beta = node.real("beta", 1);
    return Scope.finite(node, Arrays.stream(c.broadcastTo(shape)).map(x -> beta * x).toArray());
  }

  private static int[] matrixShape(OnnxNode node, Value value, boolean transposed)
      throws ModelException {
    int[] s = value.shape();
    if (s.length != 2) {
      throw node.error("an operand of shape " + Arrays.toString(s) + " is not a matrix");
    }
    return transposed ? new int[] {s[1], s[0]} : s;
  }

  private static Matrix matrix(OnnxNode node, Constant c, String transpose, double factor) {
    double[] values = Arrays.stream(c.values()).map(x -> factor * x).toArray();
    Matrix m = new Matrix(c.shape()[0], c.shape()[1], values);
    return node.integer(transpose, 0) != 0 ? m.transposed() : m;
  }
}

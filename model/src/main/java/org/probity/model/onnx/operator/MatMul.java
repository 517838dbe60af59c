package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.Matrix;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * MatMul of one row with a constant matrix, of a constant matrix with one column, or of constants.
 */
final class MatMul implements Operator {
  /** Limit on the multiplications of a product of constants. */
  private static final long MAX_WORK = 1L << 31;

  @Override
  public void apply(OnnxNode node, Scope scope) throws ModelException {
    Value a = scope.arithmeticOperand(node, 0);
    Value b = scope.arithmeticOperand(node, 1);
    if (a.shape().length == 0 || b.shape().length == 0) {
      throw node.error("an operand is a scalar");
    }
    int[] left = a.shape().length == 1 ? new int[] {1, a.shape()[0]} : a.shape();
    int[] right = b.shape().length == 1 ? new int[] {b.shape()[0], 1} : b.shape();
    if (left[left.length - 1] != right[right.length - 2]) {
      throw node.error(
          "shapes "
              + Arrays.toString(a.shape())
              + " and "
              + Arrays.toString(b.shape())
              + " do not fit");
    }
    int[] shape = resultShape(left, right, a.shape().length == 1, b.shape().length == 1);
    if (a instanceof Constant x && b instanceof Constant y) {
      Matrix product = product(node, matrix(node, x, left), matrix(node, y, right));
      scope.result(node, new Constant(x.type(), shape, product.values()));
      return;
    }
    Matrix weight;
    Variable input;
    if (b instanceof Constant w && a instanceof Variable v) {
      input = requireOneRow(node, v, left[left.length - 1]);
      weight = matrix(node, w, right);
    } else if (a instanceof Constant w && b instanceof Variable v) {
      // w v = (v^T w^T)^T, and a single column has the entries of a single row.
      input = requireOneRow(node, v, right[right.length - 2]);
      weight = matrix(node, w, left).transposed();
    } else {
      throw node.error("a product of two computed tensors is not supported");
    }
    Scope.finite(node, weight.values());
    String output = scope.outputName(node);
    double[] bias = new double[weight.columns()];
    scope.emit(node, new FloatNode.Dense(output, input.tensor(), weight, bias), shape);
  }

  /** The product of two constants, within a bound on the work that a small file can cause. */
  static Matrix product(OnnxNode node, Matrix a, Matrix b) throws ModelException {
    if ((long) a.rows() * b.columns() > Shapes.MAX_COMPUTED
        || (long) a.rows() * b.columns() * a.columns() > MAX_WORK) {
      throw node.error("the product of constants is too large");
    }
    return a.multiply(b);
  }

  static Variable requireOneRow(OnnxNode node, Variable v, int length) throws ModelException {
    if (v.size() != length) {
      throw node.error(
          "input of shape "
              + Arrays.toString(v.shape())
              + " has more than one row; export the model for a batch of one vector");
    }
    return v;
  }

  private static Matrix matrix(OnnxNode node, Constant c, int[] shape) throws ModelException {
    int rows = shape[shape.length - 2];
    int columns = shape[shape.length - 1];
    if (c.values().length != (long) rows * columns) {
      throw node.error("a stack of constant matrices is not supported");
    }
    return new Matrix(rows, columns, c.values());
  }

  /** Leading dimensions are all 1 here: each operand is a single matrix. */
  private static int[] resultShape(int[] left, int[] right, boolean dropRow, boolean dropColumn) {
    int leading = Math.max(left.length, right.length) - 2;
    IntStream rows = dropRow ? IntStream.empty() : IntStream.of(left[left.length - 2]);
    IntStream columns = dropColumn ? IntStream.empty() : IntStream.of(right[right.length - 1]);
    IntStream ones = IntStream.generate(() -> 1).limit(leading);
    return IntStream.concat(ones, IntStream.concat(rows, columns)).toArray();
  }
}

package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.proto.OnnxNode;

/** Gemm, MatMul and FusedMatMul: a contraction over one axis; either operand may be constant. */
final class Products {
  private Products() {}

  static List<Entry> entries() {
    return List.of(
        Entry.formula("Gemm", "contraction over the inner axis; C is added to it", Products::gemm),
        Entry.formula(
            "MatMul",
            "contraction over the inner axis",
            (node, scope, f) ->
                product(f, scope.operand(node, 0), false, scope.operand(node, 1), false)),
        Entry.formula(
            Entry.MICROSOFT,
            "FusedMatMul",
            "contraction over the inner axis, times alpha",
            Products::fused));
  }

  private static Value gemm(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value a = scope.operand(node, 0);
    Value b = scope.operand(node, 1);
    for (Value operand : List.of(a, b)) {
      if (operand.rank() != 2) {
        throw node.error(
            "an operand of shape " + Arrays.toString(operand.shape()) + " is not a matrix");
      }
    }
    // A factor on a constant costs nothing.
    double alpha = node.real("alpha", 1);
    boolean folded = a instanceof Constant || b instanceof Constant;
    if (alpha != 1 && folded) {
      a = a instanceof Constant ? f.affine(a, alpha, 0) : a;
      b = a instanceof Constant ? b : f.affine(b, alpha, 0);
    }
    Value product = product(f, a, node.flag("transA", false), b, node.flag("transB", false));
    double factor = folded ? 1 : alpha;
    double beta = node.real("beta", 1);
    if (!node.hasInput(2) || beta == 0) {
      return factor == 1 ? product : f.affine(product, factor, 0);
    }
    Value c = scope.operand(node, 2);
    int[] shape = product.shape();
    if (!Arrays.equals(Shapes.broadcast(node, c.shape(), shape), shape)) {
      throw node.error("C of shape " + Arrays.toString(c.shape()) + " does not fit the product");
    }
    return f.combine(
        product.type(),
        shape,
        0,
        List.of(new Term(factor, f.whole(product)), f.term(beta, c, shape)));
  }

  private static Value fused(OnnxNode node, Scope scope, Formula f) throws ModelException {
    if (node.flag("transBatchA", false) || node.flag("transBatchB", false)) {
      throw node.error("transBatchA and transBatchB are not supported; use Transpose and MatMul");
    }
    Value a = scope.operand(node, 0);
    Value b = scope.operand(node, 1);
    Value product = product(f, a, node.flag("transA", false), b, node.flag("transB", false));
    double alpha = node.real("alpha", 1);
    return alpha == 1 ? product : f.affine(product, alpha, 0);
  }

  /**
   * The product of two stacks of matrices, each transposed or not; a vector is a row at the left
   * and a column at the right.
   */
  static Value product(Formula f, Value a, boolean transA, Value b, boolean transB)
      throws ModelException {
    OnnxNode node = f.node();
    if (a.rank() == 0 || b.rank() == 0) {
      throw node.error("an operand is a scalar; use Mul");
    }
    Operand left = Operand.of(f, a, transA, new int[] {1, a.size()});
    Operand right = Operand.of(f, b, transB, new int[] {b.size(), 1});
    if (left.columns() != right.rows()) {
      throw node.error(
          "shapes "
              + Arrays.toString(a.shape())
              + " and "
              + Arrays.toString(b.shape())
              + " do not fit");
    }
    int[] batch = Shapes.broadcast(node, left.batch(), right.batch());
    int rank = batch.length + 2;
    int[] shape = Arrays.copyOf(batch, rank);
    shape[rank - 2] = left.rows();
    shape[rank - 1] = right.columns();
    View leftView = left.view(f, rank, rank - 2, rank);
    View rightView = right.view(f, rank, rank, rank - 1);
    // Weights belong on the right.
    boolean swap = a instanceof Constant;
    Value product =
        f.contract(
            a.type(),
            shape,
            new int[] {left.columns()},
            swap ? rightView : leftView,
            swap ? leftView : rightView);
    return f.reshape(product, withoutVectors(shape, a.rank(), b.rank()));
  }

  /** A stack of matrices, each stored transposed or not. */
  private record Operand(Value value, boolean transposed) {
    static Operand of(Formula f, Value value, boolean transposed, int[] vector)
        throws ModelException {
      return value.rank() == 1
          ? new Operand(f.reshape(value, vector), false)
          : new Operand(value, transposed);
    }

    int rows() {
      return value.shape()[value.rank() - (transposed ? 1 : 2)];
    }

    int columns() {
      return value.shape()[value.rank() - (transposed ? 2 : 1)];
    }

    int[] batch() {
      return Arrays.copyOf(value.shape(), value.rank() - 2);
    }

    /** Read with its rows and columns along the given axes, in a product of the given rank. */
    View view(Formula f, int rank, int row, int column) throws ModelException {
      List<AxisIndex> axes = new ArrayList<>();
      int batch = value.rank() - 2;
      for (int d = 0; d < batch; d++) {
        axes.add(value.shape()[d] == 1 ? AxisIndex.at(0) : AxisIndex.along(rank - 2 - batch + d));
      }
      axes.add(AxisIndex.along(transposed ? column : row));
      axes.add(AxisIndex.along(transposed ? row : column));
      return f.view(value, axes);
    }
  }

  private static int[] withoutVectors(int[] shape, int leftRank, int rightRank) {
    int rank = shape.length;
    List<Integer> kept = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      boolean dropped = (d == rank - 2 && leftRank == 1) || (d == rank - 1 && rightRank == 1);
      if (!dropped) {
        kept.add(shape[d]);
      }
    }
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }
}

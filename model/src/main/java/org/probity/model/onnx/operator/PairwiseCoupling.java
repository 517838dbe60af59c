package org.probity.model.onnx.operator;

import static org.probity.model.onnx.operator.Real.X;

import java.util.Arrays;
import java.util.List;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;

/**
 * Probabilities of classes from those of pairs of classes: T.-F. Wu, C.-J. Lin, R. C. Weng,
 * "Probability estimates for multi-class classification by pairwise coupling" (2004), the second
 * method, which libsvm takes. With {@code r_ij} the probability of i among i and j, p is the
 * minimum over all probabilities of
 *
 * <pre>  sum_(i&lt;j) (r_ji p_i - r_ij p_j)^2 = p' Q p</pre>
 *
 * where {@code Q p} has equal entries. So {@code (Q + J) p} has, with J all ones, and p is the
 * solution x of {@code (Q + J) x = 1} divided by its sum. Q may be singular, Q + J is not: what Q
 * does not see are multiples of a vector without negative entries, which J does see. It is positive
 * definite, so that elimination needs no pivoting. libsvm and ONNX Runtime stop an iteration on the
 * way to p where {@code Q p} has equal entries up to 0.005 / k, a few thousandths before p.
 */
final class PairwiseCoupling {
  /** Pivots are larger, whatever the probabilities of pairs are. */
  private static final double LEAST_PIVOT = 1.0 / 64;

  private final Formula f;
  private final int rows;
  private final int classes;
  private final int pairs;

  PairwiseCoupling(Formula f, int rows, int classes) {
    this.f = f;
    this.rows = rows;
    this.classes = classes;
    this.pairs = classes * (classes - 1) / 2;
  }

  /**
   * The probabilities {@code [rows, classes]}.
   *
   * @param both {@code [rows, 2 pairs]}: the probability of the first class of each pair, (0, 1),
   *     (0, 2), ..., then that of the second
   */
  Value of(Value both) throws ModelException {
    Value system = system(both);
    for (int t = 0; t < classes; t++) {
      system = eliminate(system, t);
    }
    Value solution = f.reshape(system, rows, classes);
    return f.div(solution, f.sum(solution, new boolean[] {false, true}, true));
  }

  /** {@code [Q + J, 1]} of shape [rows, classes, classes + 1]. */
  private Value system(Value both) throws ModelException {
    int[] first = new int[pairs * classes];
    int[] second = new int[pairs * classes];
    Arrays.fill(first, -1);
    Arrays.fill(second, -1);
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = i + 1; j < classes; j++, pair++) {
        first[pair * classes + i] = pairs + pair;
        second[pair * classes + j] = pair;
      }
    }
    int[] shape = {rows, pairs, classes};
    List<Term> terms = List.of(new Term(1, cells(both, first)), new Term(-1, cells(both, second)));
    Value differences = f.combine(both.type(), shape, 0, terms);
    // The last column is beyond the classes, where a view reads zero.
    Value squares =
        f.contract(
            both.type(),
            new int[] {rows, classes, classes + 1},
            new int[] {pairs},
            f.view(differences, Views.along(0, 3, 1)),
            f.view(differences, Views.along(0, 3, 2)));
    return f.affine(squares, 1, 1);
  }

  private View cells(Value both, int[] cells) throws ModelException {
    return f.view(both, List.of(AxisIndex.along(0), new AxisIndex.Table(1, List.of(1, 2), cells)));
  }

  /**
   * Solves for the unknown of the first column, in row t: the row divided by its pivot, and less
   * multiples of it in all others. The column is left out of the result.
   */
  private Value eliminate(Value system, int t) throws ModelException {
    int columns = system.shape()[2] - 1;
    Value pivot =
        f.apply(
            f.layout(
                system,
                new int[] {rows, 1, 1},
                List.of(AxisIndex.along(0), AxisIndex.at(t), AxisIndex.at(0))),
            Real.max(X, Real.of(LEAST_PIVOT)));
    int[] shape = {rows, classes, columns};
    AxisIndex rest = AxisIndex.along(2, 1, 1);
    Value row =
        f.divide(
            system.type(),
            new int[] {rows, 1, columns},
            f.view(system, List.of(AxisIndex.along(0), AxisIndex.at(t), rest)),
            f.view(pivot, List.of(AxisIndex.along(0), AxisIndex.at(0), AxisIndex.at(0))));
    int[] others = new int[classes];
    Arrays.setAll(others, i -> i == t ? -1 : i);
    AxisIndex other = Views.table(1, others);
    Value product =
        f.contract(
            system.type(),
            shape,
            new int[0],
            f.view(system, List.of(AxisIndex.along(0), other, AxisIndex.at(0))),
            f.view(row, List.of(AxisIndex.along(0), AxisIndex.at(0), AxisIndex.along(2))));
    // The row is read at index i - t, which is outside of it for all others.
    View placed =
        f.view(row, List.of(AxisIndex.along(0), AxisIndex.along(1, 1, -t), AxisIndex.along(2)));
    View unchanged = f.view(system, List.of(AxisIndex.along(0), other, rest));
    return f.combine(
        system.type(),
        shape,
        0,
        List.of(new Term(1, unchanged), new Term(-1, f.whole(product)), new Term(1, placed)));
  }
}

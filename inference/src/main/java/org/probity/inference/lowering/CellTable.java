package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.List;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;

/**
 * The cells of one view as a committed table: rows {@code (row-major index of the cell, its
 * value)}. The key is public and different for each cell, so whoever looks up an index gets the
 * value of that cell and no other.
 *
 * @param axes axes of the view's reader that the cells are numbered over, in this order; the view
 *     depends on no others
 * @param shape their sizes
 * @param table the table in the draft
 */
record CellTable(List<Integer> axes, Shape shape, Draft.CommittedSpec table) {
  /** The rows of the table of a view, not yet in a draft. */
  static Expression[] rows(Term view, List<Integer> axes, List<Integer> sizes) {
    Shape shape = new Shape(axes.stream().map(sizes::get).toList());
    List<Term> key = new ArrayList<>();
    long stride = 1;
    for (int d = axes.size() - 1; d >= 0; d--) {
      key.add(new Term.OfIndex(stride, d));
      stride = Exact.multiply(stride, shape.size(d));
    }
    return new Expression[] {
      Expression.linear(shape, key.toArray(Term[]::new)),
      Expression.linear(shape, TermAxes.restricted(view, axes))
    };
  }

  /**
   * Declares the table.
   *
   * @param view a term over the reader's axes
   * @param sizes of the reader's axes
   */
  static CellTable of(
      String name, Term view, List<Integer> axes, List<Integer> sizes, Draft draft) {
    Expression[] rows = rows(view, axes, sizes);
    return new CellTable(axes, rows[0].shape(), draft.committedTable(name, rows));
  }

  /**
   * The key of a cell.
   *
   * @param last index on the last of the axes, an integer in its range by other checks
   * @param place for each of the other axes the axis of {@code last}'s shape that runs along it
   */
  Virtual key(Virtual last, List<Integer> place) {
    Virtual key = last;
    long stride = shape.size(shape.axes() - 1);
    for (int d = shape.axes() - 2; d >= 0; d--) {
      key = key.plus(Virtual.index(last.shape(), place.get(d)).times(stride));
      stride = Exact.multiply(stride, shape.size(d));
    }
    return key;
  }
}

package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.probity.argument.program.Column;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;
import org.probity.graph.Format;
import org.probity.graph.NodeAxes;
import org.probity.graph.Select;
import org.probity.inference.lowering.table.TableSpec;

/**
 * By a {@link OneHot} selector {@code e} of the index, {@code out = sum_k e_k data_k}, or by a
 * lookup of {@code (cell, out)} in the {@link CellTable} of the data, whichever costs less. The
 * selector has the axes that the index reads, the table those that the data reads; on others they
 * have size 1. The choice depends on public sizes alone.
 */
final class SelectLowering {
  private SelectLowering() {}

  /** Tables of cells have at most as many rows. */
  private static final long MAX_CELLS = 1L << 22;

  static void lower(Select node, Scope scope) {
    String name = node.output();
    Shape shape = new Shape(scope.tensor(name).shape());
    List<Integer> sizes = NodeAxes.sizes(node, shape.sizes());
    Term data = scope.term(node.data());
    List<Integer> read = List.copyOf(TermAxes.of(data));
    Set<Integer> indexed = TermAxes.of(scope.term(node.index()));
    if (lookupCost(name, data, read, sizes, shape, scope)
        < oneHotCost(node, indexed, shape, scope)) {
      CellTable cells = CellTable.of("cells for " + name, data, read, sizes, scope.draft());
      // The index is an integer in [0, count) by its declared format: a key is that of one cell.
      Virtual key = cells.key(scope.read(node.index(), shape), read);
      scope.draft().lookup("choice of " + name, cells.table(), key, scope.declare(name));
    } else {
      oneHot(node, indexed, shape, scope);
    }
  }

  /** Leaves and committed cells, and those of products. */
  private static long oneHotCost(Select node, Set<Integer> indexed, Shape shape, Scope scope) {
    long selector = Draft.ceilPowerOfTwo(node.count());
    for (int d = 0; d < shape.axes(); d++) {
      selector *= indexed.contains(d) ? Draft.ceilPowerOfTwo(shape.size(d)) : 1;
    }
    boolean matrix = scope.column(node.data()).kind() == Column.Kind.WEIGHT_MATRIX;
    return 2 * selector + (matrix ? 2L : 1L) * (1L << shape.bits());
  }

  private static long lookupCost(
      String name, Term data, List<Integer> read, List<Integer> sizes, Shape shape, Scope scope) {
    long cells = 1;
    for (int d : read) {
      cells = Math.min(cells * sizes.get(d), MAX_CELLS + 1);
    }
    if (cells > MAX_CELLS) {
      return Long.MAX_VALUE;
    }
    Draft.CommittedSpec table =
        new Draft.CommittedSpec("cells for " + name, List.of(CellTable.rows(data, read, sizes)));
    return 2 * scope.draft().additionalLeaves(table) + (1L << shape.bits());
  }

  private static void oneHot(Select node, Set<Integer> read, Shape shape, Scope scope) {
    String name = node.output();
    int last = shape.axes();
    List<Integer> narrow = new ArrayList<>();
    List<Integer> unread = new ArrayList<>();
    for (int d = 0; d < last; d++) {
      narrow.add(read.contains(d) ? shape.size(d) : 1);
      if (!read.contains(d)) {
        unread.add(d);
      }
    }
    narrow.add(1);
    Virtual index = scope.read(node.index(), new Shape(narrow));
    narrow.set(last, node.count());
    Virtual selector = OneHot.commit(name, new Shape(narrow), index, scope);
    for (int d : unread) {
      selector = selector.broadcast(d, shape.size(d));
    }
    Virtual out = scope.declare(name);
    Virtual chosen = chosen(node, scope, shape, selector);
    if (scope.column(node.data()).kind() == Column.Kind.WEIGHT_MATRIX) {
      // Pad cells of a matrix are garbage: a lookup, whose numerator is a mask, instead of an
      // equality, which must not see them.
      scope.draft().lookup("choice of " + name, new TableSpec.Range(1), out.minus(chosen));
    } else {
      scope.draft().zero("choice of " + name, out.minus(chosen));
    }
  }

  private static Virtual chosen(Select node, Scope scope, Shape shape, Virtual selector) {
    Format format = scope.tensor(node.output()).format();
    Term data = scope.term(node.data());
    Set<Integer> axes = TermAxes.of(data);
    axes.add(shape.axes());
    List<Integer> ascending = List.copyOf(axes);
    Operand right = new Operand(ascending, List.of(TermAxes.restricted(data, ascending)));
    return Virtual.contraction(
        shape,
        List.of(node.count()),
        selector.operand(),
        right,
        trace -> trace.values(node.output()),
        format.min(),
        format.max());
  }
}

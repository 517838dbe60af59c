package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.probity.argument.program.Column;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;
import org.probity.model.graph.Format;
import org.probity.model.graph.Select;

/**
 * {@code out = sum_k e_k data_k} with a {@link OneHot} selector {@code e} of {@code index}. The
 * selector has the axes that the index reads; on others it has size 1.
 */
final class SelectLowering {
  private SelectLowering() {}

  static void lower(Select node, Scope scope) {
    String name = node.output();
    Shape shape = new Shape(scope.tensor(name).shape());
    int last = shape.axes();
    Set<Integer> read = TermAxes.of(scope.term(node.index()));
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

package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;
import org.probity.graph.Contract;
import org.probity.graph.Format;
import org.probity.graph.Node;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.bound.AccumulatorRange;

/** Accumulators are never committed: whoever reads one inlines its expression. */
final class Accumulators {
  private final Scope scope;

  Accumulators(Scope scope) {
    this.scope = scope;
  }

  /**
   * A product of two views, or the sum of one. What reads one view only and sums axes of its column
   * by strides alone needs no contraction.
   */
  void lower(Contract node) {
    Tensor out = scope.tensor(node.output());
    Shape shape = new Shape(out.shape());
    Optional<Term> linear = node.right().isEmpty() ? linearSum(node, shape) : Optional.empty();
    Values values = trace -> trace.values(node.output());
    Format range = range(node);
    if (linear.isPresent()) {
      scope.define(
          node.output(),
          new Virtual(
              shape, List.of(linear.get()), Optional.empty(), values, range.min(), range.max()));
      return;
    }
    int outer = out.rank();
    List<Integer> summed = IntStream.range(outer, outer + node.summed().size()).boxed().toList();
    Operand right =
        node.right()
            .map(view -> operand(view, summed))
            .orElseGet(() -> new Operand(summed, List.of(Term.constant(1, summed.size()))));
    Operand left = operand(node.left(), summed);
    scope.define(
        node.output(),
        Virtual.contraction(shape, node.summed(), left, right, values, range.min(), range.max()));
  }

  /** One view over the axes it reads and all summed ones. */
  private Operand operand(View view, List<Integer> summed) {
    TreeSet<Integer> axes = new TreeSet<>(summed);
    Term term = scope.term(view);
    axes.addAll(TermAxes.of(term));
    List<Integer> ascending = List.copyOf(axes);
    return new Operand(ascending, List.of(TermAxes.restricted(term, ascending)));
  }

  /** The sum of one view as one view, if each map depends on summed axes only or on none. */
  private Optional<Term> linearSum(Contract node, Shape shape) {
    List<Integer> sizes = new ArrayList<>(shape.sizes());
    sizes.addAll(node.summed());
    Term.OfColumn view = (Term.OfColumn) scope.term(node.left());
    Set<Integer> read = TermAxes.of(view);
    long coefficient = 1;
    for (int k = shape.axes(); k < sizes.size(); k++) {
      coefficient = Exact.multiply(coefficient, read.contains(k) ? 1 : sizes.get(k));
    }
    Column column = view.column();
    List<AxisMap> maps = new ArrayList<>();
    int axis = 0;
    for (AxisMap map : view.axes()) {
      boolean summed = map.axes().stream().anyMatch(a -> a >= shape.axes());
      if (!summed) {
        maps.add(map);
      } else if (map.axes().stream().allMatch(a -> a >= shape.axes())) {
        int size = column.shape().size(axis);
        scope.reserveWeights(size);
        Optional<AxisMap> weighted = AxisMaps.summed(map, sizes, size);
        if (weighted.isEmpty()) {
          return Optional.empty();
        }
        maps.add(weighted.get());
      } else {
        return Optional.empty();
      }
      axis += map.columnAxes();
    }
    return Optional.of(new Term.OfColumn(coefficient, column, maps));
  }

  /** A weighted sum of views, and of accumulators read whole. */
  void lower(Sum node) {
    Shape shape = new Shape(scope.tensor(node.output()).shape());
    Virtual sum = null;
    for (Sum.Addend addend : node.addends()) {
      Virtual part = addend(addend.view(), shape).times(addend.multiplier());
      sum = sum == null ? part : sum.plus(part);
      scope.draft().countTerms(sum);
    }
    Format range = range(node);
    Values values = trace -> trace.values(node.output());
    scope.define(
        node.output(),
        sum.plus(node.bias()).withValues(values).knownWithin(range.min(), range.max()));
  }

  private Virtual addend(View view, Shape shape) {
    if (scope.column(view) == null) {
      return scope.read(view.source());
    }
    // The sum's own values and interval are known; those of a single addend are not needed.
    Values none = trace -> new long[0];
    return new Virtual(shape, List.of(scope.term(view)), Optional.empty(), none, 0, 0);
  }

  private Format range(Node node) {
    return AccumulatorRange.format(
        node,
        scope.tensor(node.output()).shape(),
        scope.tensor(node.output()).format().fraction(),
        scope.tensors(),
        scope.parameters());
  }
}

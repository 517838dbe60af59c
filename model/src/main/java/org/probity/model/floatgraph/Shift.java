package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;

/**
 * What the constant part of a sum amounts to behind a product with weights: {@code (x + b) w = x w
 * + b w}, a constant over some axes of the output. Holds weights: {@link #toString} shows the axes
 * only.
 */
record Shift(List<Integer> axes, double[] values) {
  /** The name of the constant one, which no tensor has. */
  private static final String ONE = " one";

  /**
   * The shift of a product of a sum.
   *
   * @param product reads the sum on its left, never outside
   * @param w its weights
   * @return empty if it would be larger than the weights
   */
  static Optional<Shift> of(
      FloatNode.Combine sum,
      FloatNode.Contract product,
      ConstantView w,
      Map<String, Constant> constants) {
    int rank = product.shape().size();
    Set<Integer> used = new TreeSet<>(w.axes());
    List<FloatNode.Combine.Term> terms = new ArrayList<>();
    for (FloatNode.Combine.Term term : sum.terms()) {
      Constant c = constants.get(term.view().source());
      if (c != null) {
        Optional<View> b =
            ViewComposition.composeInside(
                product.left(), w.sizes(), sum.shape(), term.view(), c.shape());
        if (b.isEmpty()) {
          return Optional.empty();
        }
        b.get().axes().forEach(e -> used.addAll(e.axes()));
        terms.add(new FloatNode.Combine.Term(term.coefficient(), b.get()));
      }
    }
    List<Integer> axes = used.stream().filter(a -> a < rank).toList();
    long cells = axes.stream().mapToLong(a -> w.sizes()[a]).reduce(1, (a, b) -> a * b);
    if (cells > w.constant().values().length) {
      return Optional.empty();
    }
    Map<String, Constant> known = new HashMap<>(constants);
    if (sum.constant() != 0) {
      known.put(ONE, new Constant(List.of(1), new double[] {1}));
      View ones = new View(ONE, List.of(AxisIndex.at(0)));
      terms.add(new FloatNode.Combine.Term(sum.constant(), ones));
    }
    // All over the axes of the product, of which those that nothing depends on shrink to one.
    List<Integer> shape =
        IntStream.range(0, rank).mapToObj(a -> used.contains(a) ? w.sizes()[a] : 1).toList();
    double[] total = new double[(int) cells];
    for (FloatNode.Combine.Term term : terms) {
      FloatNode contract =
          new FloatNode.Contract(
              "shift", shape, product.summed(), term.view(), Optional.of(w.view()));
      double[] values = FloatExecutor.compute(contract, known);
      for (int i = 0; i < total.length; i++) {
        total[i] += term.coefficient() * values[i];
      }
    }
    return Optional.of(new Shift(axes, total));
  }

  @Override
  public String toString() {
    return "Shift" + axes;
  }
}

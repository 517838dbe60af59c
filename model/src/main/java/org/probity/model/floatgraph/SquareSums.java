package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.View;

/**
 * A weighted sum of squares is one of scaled numbers, {@code sum_k w_k x_k^2 = sum_k (sqrt(w_k)
 * x_k)^2}: the distances of naive Bayes, which are of about the same size when they are divided by
 * their deviations, whatever the units of the columns.
 */
final class SquareSums implements Rewrite {
  private static final RealFunction SQUARE =
      new RealFunction.Binary(BinaryOperator.MUL, RealFunction.X, RealFunction.X);

  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    Pass pass = new Pass(graph);
    for (FloatNode node : graph.nodes()) {
      if (node instanceof FloatNode.Contract sum && pass.rewrites(sum)) {
        notes.add("weighted squares scaled", node.output());
      } else {
        pass.nodes.add(node);
      }
    }
    return pass.absorbed.isEmpty() ? graph : pass.graph(graph);
  }

  private static final class Pass {
    private final GraphIndex index;
    private final Map<String, Constant> constants;
    private final List<FloatNode> nodes = new ArrayList<>();
    private final Set<String> absorbed = new HashSet<>();

    Pass(FloatGraph graph) {
      index = new GraphIndex(graph);
      constants = new HashMap<>(graph.constants());
    }

    FloatGraph graph(FloatGraph before) {
      nodes.removeIf(node -> absorbed.contains(node.output()));
      return new FloatGraph(before.inputs(), before.outputs(), constants, nodes);
    }

    boolean rewrites(FloatNode.Contract sum) {
      String weighted = sum.left().source();
      if (sum.right().isPresent()
          || sum.summed().isEmpty()
          || !(soleUse(weighted) instanceof FloatNode.Contract product)
          || !product.summed().isEmpty()
          || product.right().isEmpty()
          || !(soleUse(product.left().source()) instanceof FloatNode.Apply square)
          || !square.function().equals(SQUARE)) {
        return false;
      }
      View right = product.right().get();
      Constant weights = constants.get(right.source());
      if (weights == null || Arrays.stream(weights.values()).anyMatch(w -> !(w >= 0))) {
        return false;
      }
      String roots = right.source() + "/roots";
      constants.put(
          roots,
          new Constant(
              weights.shape(), Arrays.stream(weights.values()).map(StrictMath::sqrt).toArray()));
      nodes.add(
          new FloatNode.Contract(
              weighted,
              product.shape(),
              List.of(),
              new View(square.input(), product.left().axes()),
              Optional.of(new View(roots, right.axes()))));
      nodes.add(
          new FloatNode.Contract(
              sum.output(), sum.shape(), sum.summed(), sum.left(), Optional.of(sum.left())));
      absorbed.add(square.output());
      nodes.remove(product);
      return true;
    }

    private FloatNode soleUse(String tensor) {
      return index.hasOneReader(tensor) ? index.producer(tensor) : null;
    }
  }
}

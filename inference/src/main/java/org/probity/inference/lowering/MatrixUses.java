package org.probity.inference.lowering;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.probity.model.graph.AxisIndex;
import org.probity.model.graph.Contract;
import org.probity.model.graph.IntegerGraph;
import org.probity.model.graph.Node;
import org.probity.model.graph.Parameter;
import org.probity.model.graph.Select;
import org.probity.model.graph.View;

/**
 * Which parameters are committed as matrices: those that are only ever read whole, by a permutation
 * of their axes that covers the axes summed over, as the right side of a product. That is the
 * cheapest way to read a parameter; a vector can be read by any view.
 */
final class MatrixUses {
  private MatrixUses() {}

  static boolean isMatrix(IntegerGraph graph, Parameter p) {
    for (Node node : graph.nodes()) {
      if (node.sources().contains(p.name()) && !isMatrixUse(graph, node, p)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMatrixUse(IntegerGraph graph, Node node, Parameter p) {
    List<Integer> sizes = new java.util.ArrayList<>();
    graph.tensors().stream()
        .filter(t -> t.name().equals(node.output()))
        .forEach(t -> sizes.addAll(t.shape()));
    int outer = sizes.size();
    return switch (node) {
      case Contract c -> {
        sizes.addAll(c.summed());
        yield !c.left().source().equals(p.name())
            && isWhole(c.right().orElseThrow(), p, outer, sizes);
      }
      case Select s -> {
        sizes.add(s.count());
        yield !s.index().source().equals(p.name()) && isWhole(s.data(), p, outer, sizes);
      }
      default -> false;
    };
  }

  private static boolean isWhole(View view, Parameter p, int outer, List<Integer> sizes) {
    Set<Integer> axes = new HashSet<>();
    for (int d = 0; d < view.axes().size(); d++) {
      boolean plain =
          view.axes().get(d)
                  instanceof
                  AxisIndex.Strided(List<Integer> of, List<Integer> strides, int offset, int divisor)
              && of.size() == 1
              && strides.get(0) == 1
              && offset == 0
              && divisor == 1
              && sizes.get(of.get(0)).equals(p.shape().get(d))
              && axes.add(of.get(0));
      if (!plain) {
        return false;
      }
    }
    for (int k = outer; k < sizes.size(); k++) {
      if (!axes.contains(k)) {
        return false;
      }
    }
    return true;
  }
}

package org.probity.model.graph;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the nodes of a graph read its parameters. */
public final class ParameterUse {
  private ParameterUse() {}

  /**
   * The parameters that are read as matrices only: as the right side of {@link Contract}s or the
   * data of {@link Select}s, each time whole, with their axes permuted at most, and over all axes
   * that the node sums or counts.
   */
  public static Set<String> matrices(IntegerGraph graph) {
    Map<String, Tensor> tensors = graph.tensorsByName();
    Map<String, Parameter> parameters = graph.parametersByName();
    Set<String> matrices = new LinkedHashSet<>(parameters.keySet());
    for (Node node : graph.nodes()) {
      List<Integer> outputShape = tensors.get(node.output()).shape();
      List<Integer> axes = NodeAxes.sizes(node, outputShape);
      for (View view : NodeAxes.views(node, outputShape.size())) {
        Parameter parameter = parameters.get(view.source());
        if (parameter != null
            && !((node instanceof Contract || node instanceof Select)
                && isPermutation(view, axes, parameter.shape())
                && readsOwnAxes(view, outputShape.size(), axes.size()))) {
          matrices.remove(parameter.name());
        }
      }
    }
    return matrices;
  }

  private static boolean readsOwnAxes(View view, int outer, int axes) {
    for (int k = outer; k < axes; k++) {
      int axis = k;
      if (view.axes().stream().noneMatch(entry -> entry.axes().contains(axis))) {
        return false;
      }
    }
    return true;
  }

  /** Whether each axis of the source is one axis of the node, and the view reads all of it. */
  public static boolean isPermutation(
      View view, List<Integer> nodeAxes, List<Integer> sourceShape) {
    if (view.axes().size() != sourceShape.size()) {
      return false;
    }
    for (int d = 0; d < sourceShape.size(); d++) {
      boolean whole =
          view.axes().get(d) instanceof AxisIndex.Strided s
              && s.axes().size() == 1
              && s.strides().getFirst() == 1
              && s.offset() == 0
              && s.divisor() == 1
              && nodeAxes.get(s.axes().getFirst()).equals(sourceShape.get(d));
      if (!whole) {
        return false;
      }
    }
    return true;
  }
}

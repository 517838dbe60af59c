package org.probity.graph;

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
   * that the node sums or counts; or as columns of the table of a {@link Walk} or as the ranks of a
   * {@link Bin}. The other columns of a {@link Bin} are read in the row that follows as well.
   */
  public static Set<String> matrices(IntegerGraph graph) {
    Map<String, Tensor> tensors = graph.tensorsByName();
    Map<String, Parameter> parameters = graph.parametersByName();
    Set<String> matrices = new LinkedHashSet<>(parameters.keySet());
    for (Node node : graph.nodes()) {
      List<Integer> outputShape = tensors.get(node.output()).shape();
      List<Integer> axes = NodeAxes.sizes(node, outputShape);
      List<View> views = NodeAxes.views(node, outputShape.size());
      for (int i = 0; i < views.size(); i++) {
        View view = views.get(i);
        Parameter parameter = parameters.get(view.source());
        if (parameter != null
            && !(isMatrixSide(node, i)
                && isPermutation(view, axes, parameter.shape())
                && readsOwnAxes(view, outputShape.size(), axes.size()))) {
          matrices.remove(parameter.name());
        }
      }
      if (node instanceof Bin bin) {
        matrices.removeAll(bin.keyColumns());
      }
    }
    return matrices;
  }

  /** Whether the i-th view of the node may be that of a matrix. */
  private static boolean isMatrixSide(Node node, int i) {
    return switch (node) {
      case Contract _ -> i == 1;
      case Select _ -> i == 0;
      default -> false;
    };
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

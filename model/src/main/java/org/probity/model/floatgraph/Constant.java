package org.probity.model.floatgraph;

import java.util.List;
import org.probity.graph.Shapes;

/**
 * A constant tensor of a float graph, row-major, of rank 1 or more. Holds weights: {@link
 * #toString} shows the shape only.
 */
public record Constant(List<Integer> shape, double[] values) {
  public Constant {
    shape = List.copyOf(shape);
    if (values.length != Shapes.size(shape)) {
      throw new IllegalArgumentException(
          "a constant of shape " + shape + " has not that many entries");
    }
  }

  @Override
  public String toString() {
    return "Constant" + shape;
  }
}

package org.probity.graph;

import java.util.List;

/**
 * A secret constant of the model: name, shape (rank 1 or more, row-major) and declared range. Its
 * values live in {@link Parameters}.
 */
public record Parameter(String name, List<Integer> shape, Format format) {
  public Parameter {
    shape = List.copyOf(shape);
    Shapes.check(shape);
  }

  public int size() {
    return Shapes.size(shape);
  }

  public int rank() {
    return shape.size();
  }
}

package org.probity.graph;

import java.util.List;

/** An integer tensor of rank 1 or more, row-major. */
public record Tensor(String name, List<Integer> shape, Format format) {
  public Tensor {
    shape = List.copyOf(shape);
    Shapes.check(shape);
  }

  /** Number of entries. */
  public int size() {
    return Shapes.size(shape);
  }

  public int rank() {
    return shape.size();
  }
}

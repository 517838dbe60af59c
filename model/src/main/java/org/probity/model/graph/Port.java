package org.probity.model.graph;

import java.util.List;

/**
 * A named input or output of the model. {@code shape} is the shape in the original model; its
 * row-major entries are those of {@code tensor}, which is a stored tensor.
 */
public record Port(String name, String tensor, List<Long> shape) {
  public Port {
    shape = List.copyOf(shape);
  }
}

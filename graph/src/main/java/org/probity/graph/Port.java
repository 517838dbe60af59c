package org.probity.graph;

import java.util.List;

/**
 * A named input or output of the model. {@code shape} is the shape in the original model; its
 * row-major entries are those of {@code tensor}, which is a stored tensor and has, where the
 * encoding takes two words for an entry, a further last axis for them.
 */
public record Port(String name, String tensor, List<Long> shape, Encoding encoding) {
  public Port {
    shape = List.copyOf(shape);
  }

  /** A port whose format says what its integers stand for. */
  public Port(String name, String tensor, List<Long> shape) {
    this(name, tensor, shape, Encoding.fixed());
  }

  /** Number of entries. */
  public long size() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }
}

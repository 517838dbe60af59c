package org.probity.model.graph;

import java.util.List;
import java.util.Optional;

/**
 * A named input or output of the model. {@code shape} is the shape in the original model; its
 * row-major entries are those of {@code tensor}, which is a stored tensor.
 *
 * @param units for a port of real numbers that the model quantises itself: what the integers stand
 *     for; else their format says it
 */
public record Port(String name, String tensor, List<Long> shape, Optional<Units> units) {
  public Port {
    shape = List.copyOf(shape);
  }

  /** A port whose format says what its integers stand for. */
  public Port(String name, String tensor, List<Long> shape) {
    this(name, tensor, shape, Optional.empty());
  }

  /** The real number that an entry of a tensor of the given format stands for. */
  public double toReal(long entry, Format format) {
    return units.map(u -> u.toReal(entry)).orElseGet(() -> format.toReal(entry));
  }
}

package org.probity.api.input;

import java.util.List;

/**
 * A tensor as it stands in a file.
 *
 * @param name the input it is for
 * @param shape dimensions, outermost first
 * @param values row-major, product of the dimensions many; of texts their numbers
 * @param texts the same as texts; empty if they are numbers
 */
record NamedTensor(String name, List<Long> shape, double[] values, List<String> texts) {
  NamedTensor {
    shape = List.copyOf(shape);
    texts = List.copyOf(texts);
    if (Limits.count(shape, "'" + name + "'") != values.length) {
      throw new IllegalArgumentException(
          "shape " + shape + " does not hold " + values.length + " values");
    }
  }

  /** A tensor of numbers. */
  NamedTensor(String name, List<Long> shape, double[] values) {
    this(name, shape, values, List.of());
  }

  /** Name and shape; the values may be secret. */
  @Override
  public String toString() {
    return "'" + name + "' (" + Slot.display(shape) + ")";
  }
}

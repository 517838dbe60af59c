package org.probity.cli.input;

import java.util.List;

/**
 * A tensor as it stands in a file.
 *
 * @param name the input it is for
 * @param shape dimensions, outermost first
 * @param values row-major, finite, product of the dimensions many
 */
record NamedTensor(String name, List<Long> shape, double[] values) {
  NamedTensor {
    shape = List.copyOf(shape);
    if (Limits.count(shape, "'" + name + "'") != values.length) {
      throw new IllegalArgumentException(
          "shape " + shape + " does not hold " + values.length + " values");
    }
  }

  /** Name and shape; the values may be secret. */
  @Override
  public String toString() {
    return "'" + name + "' (" + Slot.display(shape) + ")";
  }
}

package org.probity.model.floatgraph;

import java.util.List;

/**
 * A named input or output of a float graph.
 *
 * @param tensor name of the tensor
 * @param shape shape in the ONNX model, dynamic dimensions fixed
 * @param integer whether the element type is an integer or boolean type
 */
public record FloatPort(String name, String tensor, List<Long> shape, boolean integer) {
  public FloatPort {
    shape = List.copyOf(shape);
  }

  /** The shape of the tensor: that of the port, or {@code [1]} for a scalar. */
  public List<Integer> tensorShape() {
    return shape.isEmpty() ? List.of(1) : shape.stream().map(Math::toIntExact).toList();
  }
}

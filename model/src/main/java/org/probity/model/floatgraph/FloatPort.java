package org.probity.model.floatgraph;

import java.util.List;

/**
 * A named input or output of a float graph.
 *
 * @param tensor name of the flat tensor; its entries are those of the port in row-major order
 * @param shape shape in the ONNX model, a dynamic batch dimension fixed to 1
 * @param integer whether the element type is an integer or boolean type
 */
public record FloatPort(String name, String tensor, List<Long> shape, boolean integer) {
  public FloatPort {
    shape = List.copyOf(shape);
  }
}

package org.probity.model.floatgraph;

import java.util.List;
import java.util.Optional;

/**
 * A named input or output of a float graph.
 *
 * @param tensor name of the tensor
 * @param shape shape in the ONNX model, dynamic dimensions fixed
 * @param integer whether the element type is an integer or boolean type
 * @param codes given if the tensor holds integers of a quantised model; those of an output with
 *     units are to be turned into real numbers by who reads them
 */
public record FloatPort(
    String name, String tensor, List<Long> shape, boolean integer, Optional<Codes> codes) {
  public FloatPort {
    shape = List.copyOf(shape);
  }

  /** A port of plain numbers. */
  public FloatPort(String name, String tensor, List<Long> shape, boolean integer) {
    this(name, tensor, shape, integer, Optional.empty());
  }

  /** The same port with another tensor. */
  public FloatPort withTensor(String newTensor) {
    return new FloatPort(name, newTensor, shape, integer, codes);
  }

  /** The shape of the tensor: that of the port, or {@code [1]} for a scalar. */
  public List<Integer> tensorShape() {
    return shape.isEmpty() ? List.of(1) : shape.stream().map(Math::toIntExact).toList();
  }
}

package org.probity.model.floatgraph;

import java.util.List;
import java.util.Optional;
import org.probity.graph.Encoding;

/**
 * A named input or output of a float graph.
 *
 * @param tensor name of the tensor
 * @param shape shape in the ONNX model, dynamic dimensions fixed
 * @param type element type in the ONNX model
 * @param codes given if the tensor holds integers of a quantised model; those of an output with a
 *     scale are to be turned into real numbers by who reads them
 * @param labels if not empty, what the entries of the tensor, which are indices, stand for: class
 *     labels, whose type in the ONNX model is that of the port
 */
public record FloatPort(
    String name,
    String tensor,
    List<Long> shape,
    PortType type,
    Optional<Codes> codes,
    List<String> labels) {
  public FloatPort {
    shape = List.copyOf(shape);
    labels = List.copyOf(labels);
  }

  /** A port of plain numbers or texts. */
  public FloatPort(String name, String tensor, List<Long> shape, PortType type) {
    this(name, tensor, shape, type, Optional.empty(), List.of());
  }

  /** The same port with another tensor. */
  public FloatPort withTensor(String newTensor) {
    return new FloatPort(name, newTensor, shape, type, codes, labels);
  }

  /** Whether the elements are integers or truth values. */
  public boolean integer() {
    return type == PortType.INTEGER || type == PortType.BOOLEAN;
  }

  /** The shape of the tensor: that of the port, or {@code [1]} for a scalar. */
  public List<Integer> tensorShape() {
    return shape.isEmpty() ? List.of(1) : shape.stream().map(Math::toIntExact).toList();
  }

  /** What the integers of its tensor stand for once the graph is one of integers. */
  public Encoding encoding() {
    if (!labels.isEmpty()) {
      return new Encoding.Category(labels);
    }
    return codes.flatMap(Codes::scale).<Encoding>map(a -> a).orElse(Encoding.fixed());
  }
}

package org.probity.model.quantize;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.graph.Tensor;

/**
 * The form in which a model's port holds its entries. Two ports whose shapes and encodings and the
 * fractions of whose formats are equal read a commitment as the same values.
 *
 * @param shape of the entries: that of the tensor, without an axis for words
 */
public record PortFormat(List<Integer> shape, Format format, Encoding encoding) {
  public PortFormat {
    shape = List.copyOf(shape);
  }

  /** The form of an input or output port, if the model has one of that name. */
  public static Optional<PortFormat> of(IntegerGraph graph, String name) {
    return Stream.concat(graph.inputs().stream(), graph.outputs().stream())
        .filter(port -> port.name().equals(name))
        .findFirst()
        .map(port -> of(graph, port));
  }

  private static PortFormat of(IntegerGraph graph, Port port) {
    Tensor tensor = graph.tensorsByName().get(port.tensor());
    List<Integer> shape = tensor.shape();
    if (port.encoding().words() > 1) {
      shape = shape.subList(0, shape.size() - 1);
    }
    return new PortFormat(shape, tensor.format(), port.encoding());
  }

  /** Whether the format is one to choose: fixed point, unlike codes of one kind or another. */
  public boolean isFixed() {
    return encoding instanceof Encoding.Fixed;
  }

  /** The exponents of its last axis; none if all are 0. */
  public List<Integer> exponents() {
    return encoding instanceof Encoding.Fixed fixed ? fixed.exponents() : List.of();
  }

  /**
   * What keeps the two from reading one commitment as the same values, in words; empty if nothing
   * does.
   */
  public Optional<String> difference(PortFormat other) {
    if (!encoding.equals(other.encoding)) {
      return Optional.of(
          "holds " + encoding.describe() + ", the other model's port " + other.encoding.describe());
    }
    if (!shape.equals(other.shape)) {
      return Optional.of("is of shape " + shape + ", the other model's port of " + other.shape);
    }
    if (!format.equals(other.format)) {
      return Optional.of(
          "has %s, the other model's port %s".formatted(words(format), words(other.format)));
    }
    return Optional.empty();
  }

  private static String words(Format format) {
    return "integers from %d to %d with %d fraction bits"
        .formatted(format.min(), format.max(), format.fraction());
  }
}

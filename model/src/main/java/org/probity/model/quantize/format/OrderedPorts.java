package org.probity.model.quantize.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.Encoding;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.PortType;
import org.probity.model.quantize.PortFormat;
import org.probity.model.quantize.QuantizerOptions;

/**
 * The inputs that become order-preserving codes, so that they are compared exactly as in the
 * original: those that are read by trees and lookups and by nothing that computes with them.
 */
public final class OrderedPorts {
  private final Map<String, Encoding.Ordered> encodings = new HashMap<>();

  private OrderedPorts() {}

  /** The same without those that are to be fixed point like another model's port. */
  public static OrderedPorts of(FloatGraph graph, QuantizerOptions options) throws ModelException {
    OrderedPorts ports = of(graph);
    for (FloatPort port : graph.inputs()) {
      PortFormat wanted = options.alike().get(port.name());
      if (wanted != null && wanted.isFixed() && port.type() != PortType.TEXT) {
        ports.encodings.remove(port.tensor());
      }
    }
    return ports;
  }

  /**
   * The encodings of a prepared graph's inputs.
   *
   * @throws ModelException if something computes with a text
   */
  public static OrderedPorts of(FloatGraph graph) throws ModelException {
    OrderedPorts ports = new OrderedPorts();
    for (FloatPort port : graph.inputs()) {
      List<FloatNode> readers =
          graph.nodes().stream()
              .filter(n -> n.views().stream().anyMatch(v -> v.source().equals(port.tensor())))
              .toList();
      Optional<FloatNode> other = readers.stream().filter(n -> !takesCodes(n)).findFirst();
      boolean output = graph.outputs().stream().anyMatch(o -> o.tensor().equals(port.tensor()));
      boolean text = port.type() == PortType.TEXT;
      if (text && (other.isPresent() || output)) {
        throw new ModelException(
            "input "
                + port.name()
                + " holds texts, which "
                + other.map(n -> "tensor " + n.output()).orElse("an output")
                + " cannot take; encode them one input or column at a time");
      }
      boolean compared = !readers.isEmpty() && other.isEmpty() && !output;
      if (text || (compared && port.codes().isEmpty())) {
        ports.encodings.put(port.tensor(), new Encoding.Ordered(kind(port.type())));
      }
    }
    return ports;
  }

  /** Whether a node only compares what it reads. */
  private static boolean takesCodes(FloatNode node) {
    return node instanceof FloatNode.Forest
        || (node instanceof FloatNode.Lookup lookup && !lookup.mapping().replaces());
  }

  private static Encoding.Ordered.Kind kind(PortType type) {
    return switch (type) {
      case FLOAT32 -> Encoding.Ordered.Kind.FLOAT32;
      case FLOAT64 -> Encoding.Ordered.Kind.FLOAT64;
      case INTEGER -> Encoding.Ordered.Kind.INTEGER;
      case BOOLEAN -> Encoding.Ordered.Kind.BOOLEAN;
      case TEXT -> Encoding.Ordered.Kind.TEXT;
    };
  }

  /** The codes that the tensor of an input holds; empty if it holds numbers. */
  public Optional<Encoding.Ordered> of(String tensor) {
    return Optional.ofNullable(encodings.get(tensor));
  }
}

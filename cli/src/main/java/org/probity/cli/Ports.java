package org.probity.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.probity.cli.input.ElementKind;
import org.probity.cli.input.Slot;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.PortType;

/** Between the ports of a model and the command line. */
final class Ports {
  private static final Format TRUTH_VALUES = new Format(0, 0, 1);

  private Ports() {}

  /** What a registered model takes. */
  static List<Slot> inputs(IntegerGraph graph) {
    Map<String, Tensor> tensors = graph.tensorsByName();
    return graph.inputs().stream()
        .map(p -> new Slot(p.name(), p.shape(), kind(p, tensors.get(p.tensor()).format())))
        .toList();
  }

  private static ElementKind kind(Port port, Format format) {
    return switch (port.encoding()) {
      case Encoding.Fixed fixed when fixed.missing().isPresent() -> ElementKind.FLOATING;
      case Encoding.Fixed _ -> format.equals(TRUTH_VALUES) ? ElementKind.BOOLEAN : ElementKind.REAL;
      case Encoding.Affine _ -> ElementKind.REAL;
      case Encoding.Ordered ordered ->
          switch (ordered.kind()) {
            case FLOAT32, FLOAT64 -> ElementKind.FLOATING;
            case INTEGER -> ElementKind.INTEGER;
            case BOOLEAN -> ElementKind.BOOLEAN;
            case TEXT -> ElementKind.TEXT;
          };
      case Encoding.Category _ -> ElementKind.INTEGER;
    };
  }

  /**
   * What an imported model takes. Whether it can do with missing numbers is for calibration to say.
   */
  static List<Slot> inputs(FloatGraph graph) {
    return graph.inputs().stream().map(p -> new Slot(p.name(), p.shape(), kind(p.type()))).toList();
  }

  private static ElementKind kind(PortType type) {
    return switch (type) {
      case FLOAT32, FLOAT64 -> ElementKind.FLOATING;
      case INTEGER -> ElementKind.INTEGER;
      case BOOLEAN -> ElementKind.BOOLEAN;
      case TEXT -> ElementKind.TEXT;
    };
  }

  /** The bytes of a context given as text. */
  static byte[] context(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

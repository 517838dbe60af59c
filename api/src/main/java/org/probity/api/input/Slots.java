package org.probity.api.input;

import java.util.List;
import java.util.Map;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.PortType;

/** What the inputs of a model take. */
public final class Slots {
  private static final Format TRUTH_VALUES = new Format(0, 0, 1);

  private Slots() {}

  /** What a registered model takes. */
  public static List<Slot> of(IntegerGraph graph) {
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
  public static List<Slot> of(FloatGraph graph) {
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
}

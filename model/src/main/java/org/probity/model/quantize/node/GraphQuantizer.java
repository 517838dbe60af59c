package org.probity.model.quantize.node;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.probity.graph.Encoding;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.graph.Port;
import org.probity.graph.RealFunction;
import org.probity.graph.Tensor;
import org.probity.graph.lint.GraphLint;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.QuantizerOptions;
import org.probity.model.quantize.calibration.Calibration;
import org.probity.model.quantize.draft.Draft;
import org.probity.model.quantize.draft.ParameterQuantizer;
import org.probity.model.quantize.draft.Quantization;
import org.probity.model.quantize.format.Widths;

/** Turns a prepared float graph, whose ranges are known, into an integer graph. */
public final class GraphQuantizer {
  private GraphQuantizer() {}

  /**
   * The integer form of a prepared graph.
   *
   * @throws ModelException if it has none with these widths
   */
  public static QuantizedModel quantize(
      FloatGraph graph, Calibration calibration, QuantizerOptions options, Widths widths)
      throws ModelException {
    Quantization quantization = Quantization.of(graph, calibration, options, widths);
    NodeQuantizer nodes = new NodeQuantizer(quantization);
    Draft draft = quantization.draft();
    ParameterQuantizer parameters = quantization.parameters();
    try {
      List<Port> inputs = nodes.inputs();
      nodes.writeAll();
      List<Port> outputs = outputs(quantization, nodes);
      IntegerGraph result =
          new IntegerGraph(
              inputs,
              outputs,
              draft.tensors(),
              List.copyOf(parameters.declared().values()),
              draft.nodes());
      Parameters secret = new Parameters(parameters.values());
      GraphLint.check(result, secret);
      List<String> notes = new ArrayList<>(calibration.notes());
      notes.addAll(nodes.notes());
      notes.addAll(draft.notes());
      return new QuantizedModel(result, secret, nodes.origins(), notes);
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "the model has no integer form: " + e.getMessage() + "; fewer bits may help", e);
    }
  }

  /** Every output gets a stored tensor of its own that is the result of a node. */
  private static List<Port> outputs(Quantization quantization, NodeQuantizer nodes)
      throws ModelException {
    FloatGraph graph = quantization.graph();
    Set<String> taken = new HashSet<>();
    graph.inputs().forEach(port -> taken.add(port.tensor()));
    List<Port> outputs = new ArrayList<>();
    for (FloatPort port : graph.outputs()) {
      Tensor tensor = nodes.stored(port.tensor());
      String name = tensor.name();
      if (!taken.add(name)) {
        name = quantization.draft().part(port.name(), "copy");
        quantization.draft().rounded(name, tensor, RealFunction.X, tensor.format());
      }
      Encoding encoding =
          quantization.plan().isFloat(port.tensor())
              ? new Encoding.Ordered(Encoding.Ordered.Kind.FLOAT32)
              : port.encoding();
      outputs.add(new Port(port.name(), name, port.shape(), encoding));
    }
    return outputs;
  }
}

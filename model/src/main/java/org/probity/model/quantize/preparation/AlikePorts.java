package org.probity.model.quantize.preparation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.graph.Shapes;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.quantize.PortFormat;
import org.probity.model.quantize.QuantizedModel;

/**
 * Input ports that get the form of other models' ports. Here they get the shape; formats and
 * encodings are chosen where those of other ports are, and compared with what was wanted at the
 * end.
 *
 * @param formats by name of the input port
 */
public record AlikePorts(Map<String, PortFormat> formats) {
  /**
   * Checks that the ports are there and have as many entries.
   *
   * @throws ModelException naming the first that is not or has not
   */
  public void check(FloatGraph graph) throws ModelException {
    Map<String, FloatPort> inputs = new HashMap<>();
    graph.inputs().forEach(port -> inputs.put(port.name(), port));
    for (Map.Entry<String, PortFormat> entry : formats.entrySet()) {
      FloatPort port = inputs.get(entry.getKey());
      if (port == null) {
        throw new ModelException("the model has no input " + entry.getKey() + " to be like a port");
      }
      List<Integer> wanted = entry.getValue().shape();
      if (Shapes.size(wanted) != Shapes.size(port.tensorShape())) {
        throw new ModelException(
            "input %s is of shape %s and cannot be like a port of shape %s"
                .formatted(port.name(), port.tensorShape(), wanted));
      }
    }
  }

  /** The graph with ports of the wanted shapes, whose entries are laid out again behind them. */
  public FloatGraph reshape(FloatGraph graph) {
    List<FloatPort> ports = new ArrayList<>();
    List<FloatNode> nodes = new ArrayList<>();
    for (FloatPort port : graph.inputs()) {
      PortFormat wanted = formats.get(port.name());
      if (wanted == null || wanted.shape().equals(port.tensorShape())) {
        ports.add(port);
        continue;
      }
      String tensor = port.tensor() + "/alike";
      List<Long> shape = wanted.shape().stream().map(d -> (long) d).toList();
      ports.add(
          new FloatPort(port.name(), tensor, shape, port.type(), port.codes(), port.labels()));
      View view = new View(tensor, rowMajor(wanted.shape(), port.tensorShape()));
      nodes.add(new FloatNode.Layout(port.tensor(), port.tensorShape(), view));
    }
    if (nodes.isEmpty()) {
      return graph;
    }
    nodes.addAll(graph.nodes());
    return new FloatGraph(ports, graph.outputs(), graph.constants(), nodes);
  }

  /** Reads the entries of one shape under another: axis by axis if they differ by axes of 1. */
  private static List<AxisIndex> rowMajor(List<Integer> from, List<Integer> to) {
    int[] axes = IntStream.range(0, to.size()).filter(d -> to.get(d) != 1).toArray();
    if (!from.stream()
        .filter(n -> n != 1)
        .toList()
        .equals(to.stream().filter(n -> n != 1).toList())) {
      int[] cells = IntStream.range(0, Shapes.size(from)).toArray();
      List<Integer> all = IntStream.of(axes).boxed().toList();
      return List.of(new AxisIndex.Table(from.size(), all, cells));
    }
    List<AxisIndex> view = new ArrayList<>();
    int next = 0;
    for (int n : from) {
      view.add(n == 1 ? AxisIndex.at(0) : AxisIndex.along(axes[next++]));
    }
    return view;
  }

  /**
   * The model with its own port shapes again.
   *
   * @throws ModelException if a port did not get the form that was wanted
   */
  public QuantizedModel restore(FloatGraph original, QuantizedModel model) throws ModelException {
    if (formats.isEmpty()) {
      return model;
    }
    IntegerGraph graph = model.graph();
    for (Map.Entry<String, PortFormat> entry : formats.entrySet()) {
      PortFormat made = PortFormat.of(graph, entry.getKey()).orElseThrow();
      Optional<String> difference = made.difference(entry.getValue());
      if (difference.isPresent()) {
        throw new ModelException(
            "input %s cannot be like that port: it %s; register the other model like this one"
                .formatted(entry.getKey(), difference.get()));
      }
    }
    Map<String, List<Long>> shapes = new HashMap<>();
    original.inputs().forEach(port -> shapes.put(port.name(), port.shape()));
    List<Port> inputs =
        graph.inputs().stream()
            .map(p -> new Port(p.name(), p.tensor(), shapes.get(p.name()), p.encoding()))
            .toList();
    IntegerGraph restored =
        new IntegerGraph(
            inputs, graph.outputs(), graph.tensors(), graph.parameters(), graph.nodes());
    return new QuantizedModel(restored, model.parameters(), model.origins(), model.notes());
  }
}

package org.probity.model.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.graph.AxisIndex;
import org.probity.graph.Encoding;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.graph.View;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.PortType;

/**
 * Inputs of very different size, as an income beside a ratio, in one port or in several: each index
 * on the last axis of a port has an exponent of its own, and the port's tensor holds numbers near one, the input divided by
 * powers of two. The powers are multiplied with again, which the rewrites fold into the first
 * weights, exactly.
 *
 * @param exponents by name of the port, one for each index on its last axis; ports that need none
 *     are left out
 */
record InputScaling(Map<String, List<Integer>> exponents) {
  /** Exponents that differ by less are not worth their place in the key. */
  private static final int LEAST_SPREAD = 3;

  private static final String NORMALISED = "/normalised";

  InputScaling {
    exponents = Map.copyOf(exponents);
  }

  /** The exponents that other models' ports have. */
  static InputScaling declared(QuantizerOptions options) {
    Map<String, List<Integer>> declared = new HashMap<>();
    options.alike().forEach((port, format) -> declared.put(port, format.exponents()));
    declared.values().removeIf(List::isEmpty);
    return new InputScaling(declared);
  }

  /**
   * The exponents that samples ask for, and those that are declared.
   *
   * @param ordered ports that hold no numbers
   */
  static InputScaling of(
      FloatGraph graph,
      OrderedPorts ordered,
      List<Map<String, double[]>> samples,
      QuantizerOptions options) {
    Map<String, List<Integer>> chosen = new LinkedHashMap<>();
    IntSummaryStatistics sizes = new IntSummaryStatistics();
    for (FloatPort port : graph.inputs()) {
      boolean plain =
          (port.type() == PortType.FLOAT32 || port.type() == PortType.FLOAT64)
              && port.encoding().equals(Encoding.fixed())
              && ordered.of(port.tensor()).isEmpty()
              && !port.shape().isEmpty()
              && !options.domains().containsKey(port.name())
              && !options.alike().containsKey(port.name());
      if (plain) {
        int[] e = exponents(port, samples);
        Arrays.stream(e).forEach(sizes::accept);
        chosen.put(port.name(), Arrays.stream(e).boxed().toList());
      }
    }
    if (chosen.isEmpty() || sizes.getMax() - sizes.getMin() < LEAST_SPREAD) {
      return declared(options);
    }
    // Of one spelling: no exponents are those of numbers around one.
    chosen.values().removeIf(list -> list.stream().allMatch(e -> e == 0));
    chosen.putAll(declared(options).exponents());
    return new InputScaling(chosen);
  }

  private static int[] exponents(FloatPort port, List<Map<String, double[]>> samples) {
    int last = port.tensorShape().getLast();
    double[] largest = new double[last];
    for (Map<String, double[]> sample : samples) {
      double[] x = sample.get(port.name());
      for (int i = 0; x != null && i < x.length; i++) {
        largest[i % last] = Math.max(largest[i % last], Math.abs(x[i]));
      }
    }
    // What is always zero on the samples may be anything: as if it were one.
    return Arrays.stream(largest)
        .mapToInt(m -> m > 0 && Double.isFinite(m) ? FineFormats.exponent(m) : 0)
        .toArray();
  }

  /** The exponents of the ports of a quantised model. */
  static InputScaling of(IntegerGraph graph) {
    Map<String, List<Integer>> found = new HashMap<>();
    for (Port port : graph.inputs()) {
      if (port.encoding() instanceof Encoding.Fixed(List<Integer> e) && !e.isEmpty()) {
        found.put(port.name(), e);
      }
    }
    return new InputScaling(found);
  }

  boolean isEmpty() {
    return exponents.isEmpty();
  }

  /** Only those ports whose powers of two were folded into something. */
  InputScaling folded(FloatGraph graph, FloatGraph prepared) {
    Map<String, List<Integer>> kept = new HashMap<>(exponents);
    for (FloatPort port : graph.inputs()) {
      if (prepared.nodes().stream().anyMatch(n -> n.output().equals(port.tensor()))) {
        kept.remove(port.name());
      }
    }
    return new InputScaling(kept);
  }

  /** The graph with ports of normalised numbers, the powers of two folded where they can be. */
  FloatGraph prepared(FloatGraph graph) {
    Set<String> normalised = new HashSet<>();
    for (FloatPort port : graph.inputs()) {
      if (exponents.containsKey(port.name())) {
        normalised.add(port.tensor() + NORMALISED);
      }
    }
    return Preparation.prepare(apply(graph), normalised);
  }

  /** The graph with ports of normalised numbers; not yet folded. */
  private FloatGraph apply(FloatGraph graph) {
    if (isEmpty()) {
      return graph;
    }
    List<FloatPort> ports = new ArrayList<>();
    Map<String, Constant> constants = new HashMap<>(graph.constants());
    List<FloatNode> nodes = new ArrayList<>();
    for (FloatPort port : graph.inputs()) {
      List<Integer> e = exponents.get(port.name());
      if (e == null) {
        ports.add(port);
        continue;
      }
      String normalised = port.tensor() + NORMALISED;
      String scales = port.tensor() + "/scales";
      ports.add(port.withTensor(normalised));
      double[] powers = e.stream().mapToDouble(k -> Math.scalb(1.0, k)).toArray();
      constants.put(scales, new Constant(List.of(powers.length), powers));
      int rank = port.tensorShape().size();
      nodes.add(
          new FloatNode.Contract(
              port.tensor(),
              port.tensorShape(),
              List.of(),
              View.identity(normalised, rank),
              Optional.of(new View(scales, List.of(AxisIndex.along(rank - 1))))));
    }
    nodes.addAll(graph.nodes());
    return new FloatGraph(ports, graph.outputs(), constants, nodes);
  }

  /** Samples in the numbers of the ports' tensors. */
  List<Map<String, double[]>> apply(List<Map<String, double[]>> samples) {
    return isEmpty() ? samples : samples.stream().map(this::sample).toList();
  }

  /** One sample in the numbers of the ports' tensors. */
  Map<String, double[]> sample(Map<String, double[]> sample) {
    Map<String, double[]> scaled = new HashMap<>(sample);
    exponents.forEach(
        (name, e) -> {
          double[] x = sample.get(name);
          if (x != null) {
            double[] y = x.clone();
            Arrays.setAll(y, i -> Math.scalb(y[i], -e.get(i % e.size())));
            scaled.put(name, y);
          }
        });
    return scaled;
  }

  /** A model of normalised inputs as one of the original ones. */
  QuantizedModel restore(QuantizedModel model) {
    if (isEmpty()) {
      return model;
    }
    IntegerGraph g = model.graph();
    List<Port> inputs = g.inputs().stream().map(this::restored).toList();
    IntegerGraph restored =
        new IntegerGraph(inputs, g.outputs(), g.tensors(), g.parameters(), g.nodes());
    return new QuantizedModel(restored, model.parameters(), model.origins(), model.notes());
  }

  private Port restored(Port port) {
    List<Integer> e = exponents.get(port.name());
    return e == null
        ? port
        : new Port(port.name(), port.tensor(), port.shape(), new Encoding.Fixed(e));
  }
}

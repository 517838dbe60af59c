package org.probity.model.quantize.preparation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.probity.graph.AxisIndex;
import org.probity.graph.Encoding;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.Folding;
import org.probity.model.quantize.Domain;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.QuantizerOptions;
import org.probity.model.quantize.calibration.FineFormats;
import org.probity.model.quantize.format.FixedPoint;
import org.probity.model.quantize.format.OrderedPorts;

/**
 * Inputs of very different size, as an income beside a ratio, in one port or in several: each index
 * on the last axis of a port has an exponent of its own, and the port's tensor holds numbers near
 * one, the input divided by powers of two. The powers are multiplied with again, which the rewrites
 * fold into the first weights, exactly. Where values may be missing they have a code ({@link
 * MissingInputs}).
 *
 * @param exponents by name of the port, one for each index on its last axis; ports that need none
 *     are left out
 * @param missing names of ports whose entries may be missing
 */
public record InputScaling(Map<String, List<Integer>> exponents, Set<String> missing) {
  /** Exponents that differ by less are not worth their place in the key. */
  private static final int LEAST_SPREAD = 3;

  /** Most axes of a port of columns; images and the like have one scale. */
  private static final int TABLE_RANK = 2;

  private static final String NORMALISED = "/normalised";

  public InputScaling {
    exponents = Map.copyOf(exponents);
    missing = Set.copyOf(missing);
  }

  /** The exponents that other models' ports have. */
  private static Map<String, List<Integer>> declared(QuantizerOptions options) {
    Map<String, List<Integer>> declared = new HashMap<>();
    options.alike().forEach((port, format) -> declared.put(port, format.exponents()));
    declared.values().removeIf(List::isEmpty);
    return declared;
  }

  /**
   * The exponents that samples ask for, those that are declared, and the ports whose entries may be
   * missing.
   */
  public static InputScaling of(
      FloatGraph graph, List<Map<String, double[]>> samples, QuantizerOptions options)
      throws ModelException {
    FloatGraph folded = Folding.fold(graph);
    OrderedPorts ordered = OrderedPorts.of(Preparation.prepare(folded), options);
    Map<String, Domain> domains = options.domains();
    Set<String> missing = new HashSet<>(MissingInputs.of(folded, ordered, domains));
    // The form of another model's port has no code for missing values.
    missing.removeAll(options.alike().keySet());
    Map<String, List<Integer>> chosen = new LinkedHashMap<>();
    IntSummaryStatistics sizes = new IntSummaryStatistics();
    for (FloatPort port : graph.inputs()) {
      boolean plain =
          port.type().real()
              && port.encoding().equals(Encoding.fixed())
              && ordered.of(port.tensor()).isEmpty()
              && !port.shape().isEmpty()
              && (options.fine() || port.shape().size() <= TABLE_RANK)
              && !domains.containsKey(port.name())
              && !options.alike().containsKey(port.name());
      if (plain || missing.contains(port.name())) {
        int[] e = exponents(port, samples);
        Arrays.stream(e).forEach(sizes);
        chosen.put(port.name(), Arrays.stream(e).boxed().toList());
      }
    }
    boolean alike = chosen.isEmpty() || sizes.getMax() - sizes.getMin() < LEAST_SPREAD;
    // A code for missing values is one of normalised numbers.
    chosen.keySet().removeIf(name -> alike && !missing.contains(name));
    // Of one spelling: no exponents are those of numbers around one.
    chosen.values().removeIf(list -> list.stream().allMatch(e -> e == 0));
    chosen.putAll(declared(options));
    return new InputScaling(chosen, missing);
  }

  private static int[] exponents(FloatPort port, List<Map<String, double[]>> samples) {
    int last = port.tensorShape().getLast();
    double[] largest = new double[last];
    for (Map<String, double[]> sample : samples) {
      double[] x = sample.get(port.name());
      for (int i = 0; x != null && i < x.length; i++) {
        if (Double.isFinite(x[i])) {
          largest[i % last] = Math.max(largest[i % last], Math.abs(x[i]));
        }
      }
    }
    // What is always zero on the samples may be anything: as if it were one.
    return Arrays.stream(largest).mapToInt(m -> m > 0 ? FineFormats.exponent(m) : 0).toArray();
  }

  /** That of the ports of a quantised model. */
  public static InputScaling of(IntegerGraph graph) {
    Map<String, List<Integer>> found = new HashMap<>();
    Set<String> missing = new HashSet<>();
    for (Port port : graph.inputs()) {
      if (port.encoding() instanceof Encoding.Fixed fixed) {
        if (!fixed.exponents().isEmpty()) {
          found.put(port.name(), fixed.exponents());
        }
        if (fixed.missing().isPresent()) {
          missing.add(port.name());
        }
      }
    }
    return new InputScaling(found, missing);
  }

  boolean isEmpty() {
    return exponents.isEmpty() && missing.isEmpty();
  }

  private boolean changes(FloatPort port) {
    return exponents.containsKey(port.name()) || missing.contains(port.name());
  }

  /** Only those ports whose powers of two were folded into something. */
  public InputScaling folded(FloatGraph graph) {
    FloatGraph prepared = prepared(graph);
    Map<String, List<Integer>> kept = new HashMap<>(exponents);
    for (FloatPort port : graph.inputs()) {
      if (prepared.nodes().stream().anyMatch(n -> n.output().equals(port.tensor()))) {
        kept.remove(port.name());
      }
    }
    return new InputScaling(kept, missing);
  }

  /** The graph with ports of normalised numbers, the powers of two folded where they can be. */
  public FloatGraph prepared(FloatGraph graph) {
    Set<String> normalised = new HashSet<>();
    return Preparation.prepare(apply(graph, normalised), normalised);
  }

  /**
   * The graph with ports of normalised numbers; not yet folded.
   *
   * @param normalised receives the tensors that hold them
   */
  private FloatGraph apply(FloatGraph original, Set<String> normalised) {
    if (isEmpty()) {
      return original;
    }
    // What reads an input is known of a folded graph.
    FloatGraph graph = missing.isEmpty() ? original : Folding.fold(original);
    List<FloatPort> ports = new ArrayList<>();
    Map<String, Constant> constants = new HashMap<>(graph.constants());
    List<FloatNode> nodes = new ArrayList<>();
    Set<String> written = new HashSet<>();
    for (FloatPort port : graph.inputs()) {
      if (!changes(port)) {
        ports.add(port);
        continue;
      }
      String tensor = port.tensor() + NORMALISED;
      ports.add(port.withTensor(tensor));
      List<Integer> e = exponents.getOrDefault(port.name(), List.of());
      if (missing.contains(port.name())) {
        normalised.addAll(MissingInputs.write(port, tensor, e, graph, constants, nodes));
      } else {
        normalised.add(tensor);
        nodes.add(scaled(port, tensor, e, constants));
      }
    }
    nodes.forEach(n -> written.add(n.output()));
    graph.nodes().stream().filter(n -> !written.contains(n.output())).forEach(nodes::add);
    return new FloatGraph(ports, graph.outputs(), constants, nodes);
  }

  private static FloatNode scaled(
      FloatPort port, String tensor, List<Integer> exponents, Map<String, Constant> constants) {
    String scales = port.tensor() + "/scales";
    double[] powers = exponents.stream().mapToDouble(k -> Math.scalb(1.0, k)).toArray();
    constants.put(scales, new Constant(List.of(powers.length), powers));
    int rank = port.tensorShape().size();
    return new FloatNode.Contract(
        port.tensor(),
        port.tensorShape(),
        List.of(),
        View.identity(tensor, rank),
        Optional.of(new View(scales, List.of(AxisIndex.along(rank - 1)))));
  }

  /**
   * The declared domains, and those of the ports whose entries may be missing.
   *
   * @param samples in the numbers of the ports' tensors
   */
  public Map<String, Domain> domains(
      Map<String, Domain> declared, List<Map<String, double[]>> samples) {
    Map<String, Domain> domains = new HashMap<>(declared);
    for (String name : missing) {
      boolean negative =
          samples.stream().anyMatch(s -> Arrays.stream(s.get(name)).anyMatch(x -> x < 0));
      domains.put(name, MissingInputs.domain(negative));
    }
    return domains;
  }

  /**
   * Samples in the numbers of the ports' tensors, and, so that every missing value occurs, one in
   * which all are missing that may be.
   */
  public List<Map<String, double[]>> calibrating(List<Map<String, double[]>> samples) {
    if (missing.isEmpty() || samples.isEmpty()) {
      return apply(samples);
    }
    Map<String, double[]> none = new HashMap<>(samples.getFirst());
    for (String name : missing) {
      none.computeIfPresent(
          name,
          (_, x) -> {
            double[] all = x.clone();
            Arrays.fill(all, Double.NaN);
            return all;
          });
    }
    List<Map<String, double[]>> more = new ArrayList<>(samples);
    more.add(none);
    return apply(more);
  }

  /** Samples in the numbers of the ports' tensors. */
  public List<Map<String, double[]>> apply(List<Map<String, double[]>> samples) {
    return isEmpty() ? samples : samples.stream().map(this::sample).toList();
  }

  /** One sample in the numbers of the ports' tensors. */
  public Map<String, double[]> sample(Map<String, double[]> sample) {
    Map<String, double[]> scaled = new HashMap<>(sample);
    exponents.forEach(
        (name, e) ->
            scaled.computeIfPresent(
                name,
                (_, x) -> {
                  double[] y = x.clone();
                  Arrays.setAll(y, i -> Math.scalb(y[i], -e.get(i % e.size())));
                  return y;
                }));
    missing.forEach(name -> scaled.computeIfPresent(name, (_, x) -> MissingInputs.coded(x)));
    return scaled;
  }

  /** A model of normalised inputs as one of the original ones. */
  public QuantizedModel restore(QuantizedModel model) {
    if (isEmpty()) {
      return model;
    }
    IntegerGraph g = model.graph();
    List<Port> inputs = g.inputs().stream().map(p -> restored(p, g)).toList();
    IntegerGraph restored =
        new IntegerGraph(inputs, g.outputs(), g.tensors(), g.parameters(), g.nodes());
    return new QuantizedModel(restored, model.parameters(), model.origins(), model.notes());
  }

  private Port restored(Port port, IntegerGraph graph) {
    List<Integer> e = exponents.getOrDefault(port.name(), List.of());
    OptionalInt code = OptionalInt.empty();
    if (missing.contains(port.name())) {
      int fraction = graph.tensorsByName().get(port.tensor()).format().fraction();
      code = OptionalInt.of((int) FixedPoint.round(MissingInputs.CODE, fraction));
    }
    return e.isEmpty() && code.isEmpty()
        ? port
        : new Port(port.name(), port.tensor(), port.shape(), new Encoding.Fixed(e, code));
  }
}

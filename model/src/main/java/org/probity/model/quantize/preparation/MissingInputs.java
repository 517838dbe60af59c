package org.probity.model.quantize.preparation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.Encoding;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.Shapes;
import org.probity.graph.View;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.Mapping;
import org.probity.model.quantize.Domain;
import org.probity.model.quantize.format.OrderedPorts;

/**
 * Inputs whose missing values are replaced before anything is computed with them. In the port's
 * tensor a missing value is {@link #CODE}, the largest number of its format, which no other entry
 * may be. A flag tells which entries are missing, exactly, and by one threshold; what they are
 * replaced by is a weight:
 *
 * <pre>
 * flag   = [code >= CODE]
 * filled = code + flag * (replacement - CODE)
 * </pre>
 *
 * so that a missing value becomes its replacement and cannot become anything else.
 */
final class MissingInputs {
  /**
   * What stands for a missing value in a tensor of numbers of magnitude one at most, as the samples
   * show them: the end of their domain.
   */
  static final double CODE = 2;

  private final FloatPort port;
  private final String code;

  /** By cell of the port: the power of two that the tensor's numbers are multiples of. */
  private final double[] scales;

  private final FloatGraph graph;
  private final Map<String, Constant> constants;
  private final List<FloatNode> nodes;
  private final List<Filling> fillings = new ArrayList<>();

  /**
   * What missing entries are replaced by, by cell, and who reads that. Several readers may replace
   * the same cell by different numbers.
   */
  private record Filling(double[] values, boolean[] set, List<FloatNode.Lookup> readers) {
    boolean takes(int[] cells, double value) {
      return Arrays.stream(cells).allMatch(c -> !set[c] || values[c] == value);
    }

    void add(FloatNode.Lookup reader, int[] cells, double value) {
      for (int cell : cells) {
        values[cell] = value;
        set[cell] = true;
      }
      readers.add(reader);
    }
  }

  private MissingInputs(
      FloatPort port,
      String code,
      double[] scales,
      FloatGraph graph,
      Map<String, Constant> constants,
      List<FloatNode> nodes) {
    this.port = port;
    this.code = code;
    this.scales = scales;
    this.graph = graph;
    this.constants = constants;
    this.nodes = nodes;
  }

  /**
   * The names of the ports of a folded graph whose entries may be missing.
   *
   * @param ordered ports that hold no numbers
   */
  static Set<String> of(FloatGraph graph, OrderedPorts ordered, Map<String, Domain> domains) {
    Set<String> found = new LinkedHashSet<>();
    for (FloatPort port : graph.inputs()) {
      String tensor = port.tensor();
      List<FloatNode> readers = readers(graph, tensor);
      boolean plain =
          port.type().real()
              && port.encoding().equals(Encoding.fixed())
              && ordered.of(tensor).isEmpty()
              && !domains.containsKey(port.name())
              && graph.outputs().stream().noneMatch(o -> o.tensor().equals(tensor));
      if (plain && !readers.isEmpty() && readers.stream().allMatch(MissingInputs::isHandled)) {
        found.add(port.name());
      }
    }
    return found;
  }

  private static List<FloatNode> readers(FloatGraph graph, String tensor) {
    return graph.nodes().stream()
        .filter(n -> n.views().stream().anyMatch(v -> v.source().equals(tensor)))
        .toList();
  }

  private static boolean isHandled(FloatNode node) {
    return node instanceof FloatNode.Lookup lookup
        && (isIndicator(lookup.mapping()) || isReplacement(lookup.mapping()));
  }

  /** Ones for missing values, else zeros. */
  private static boolean isIndicator(Mapping mapping) {
    double[] keys = mapping.keys();
    return !mapping.replaces()
        && mapping.otherwise() == 0
        && keys.length == 1
        && Double.isNaN(keys[0])
        && mapping.values()[0] == 1;
  }

  /** A finite number for missing values; what else it replaces leaves that number. */
  private static boolean isReplacement(Mapping mapping) {
    double value = mapping.at(Double.NaN);
    return mapping.replaces() && Double.isFinite(value) && mapping.at(value) == value;
  }

  /** The domain of a port's numbers, and of the code at its end. */
  static Domain domain(boolean negative) {
    return new Domain(negative ? -CODE : 0, CODE);
  }

  /**
   * Adds the steps that stand for the readers of a port.
   *
   * @param code the port's tensor
   * @param exponents by index on the port's last axis; none for zeros
   * @param constants to which those of the steps are added
   * @param nodes to which the steps are added
   * @return tensors of normalised numbers
   */
  static List<String> write(
      FloatPort port,
      String code,
      List<Integer> exponents,
      FloatGraph graph,
      Map<String, Constant> constants,
      List<FloatNode> nodes) {
    double[] scales = new double[Shapes.size(port.tensorShape())];
    Arrays.setAll(
        scales,
        i -> exponents.isEmpty() ? 1 : Math.scalb(1.0, exponents.get(i % exponents.size())));
    return new MissingInputs(port, code, scales, graph, constants, nodes).write();
  }

  private List<String> write() {
    List<Integer> shape = port.tensorShape();
    String flag = port.tensor() + "/missing";
    RealFunction isCode =
        new RealFunction.Binary(
            BinaryOperator.LESS_OR_EQUAL, new RealFunction.Constant(CODE), RealFunction.X);
    nodes.add(new FloatNode.Apply(flag, shape, code, isCode));
    for (FloatNode reader : readers(graph, port.tensor())) {
      FloatNode.Lookup lookup = (FloatNode.Lookup) reader;
      if (isIndicator(lookup.mapping())) {
        View view = new View(flag, lookup.input().axes());
        nodes.add(new FloatNode.Layout(lookup.output(), lookup.shape(), view));
      } else {
        add(lookup);
      }
    }
    List<String> filled = new ArrayList<>();
    for (int k = 0; k < fillings.size(); k++) {
      filled.add(write(fillings.get(k), flag, port.tensor() + "/filled" + (k == 0 ? "" : k + 1)));
    }
    return filled;
  }

  private void add(FloatNode.Lookup lookup) {
    int[] cells = cells(lookup);
    double value = lookup.mapping().at(Double.NaN);
    Optional<Filling> known = fillings.stream().filter(f -> f.takes(cells, value)).findFirst();
    Filling filling =
        known.orElseGet(
            () ->
                new Filling(
                    new double[scales.length], new boolean[scales.length], new ArrayList<>()));
    if (known.isEmpty()) {
      fillings.add(filling);
    }
    filling.add(lookup, cells, value);
  }

  /** The cells of the port that a lookup reads. */
  private int[] cells(FloatNode.Lookup lookup) {
    double[] numbers = IntStream.range(0, scales.length).asDoubleStream().toArray();
    String tensor = port.tensor();
    FloatNode layout = new FloatNode.Layout("cells", lookup.shape(), lookup.input());
    double[] read =
        FloatExecutor.compute(layout, Map.of(tensor, new Constant(port.tensorShape(), numbers)));
    return Arrays.stream(read).mapToInt(c -> (int) c).distinct().toArray();
  }

  private String write(Filling filling, String flag, String name) {
    List<Integer> shape = port.tensorShape();
    int rank = shape.size();
    double[] differences = new double[scales.length];
    Arrays.setAll(differences, i -> filling.values()[i] / scales[i] - CODE);
    View whole = View.identity(flag, rank);
    Optional<View> weights = Optional.of(vector(name + "/differences", differences));
    nodes.add(new FloatNode.Contract(name + "/product", shape, List.of(), whole, weights));
    List<FloatNode.Combine.Term> terms =
        List.of(
            new FloatNode.Combine.Term(1, View.identity(code, rank)),
            new FloatNode.Combine.Term(1, View.identity(name + "/product", rank)));
    nodes.add(new FloatNode.Combine(name, shape, terms, 0));
    String numbers = name + "/numbers";
    View factors = vector(name + "/scales", scales);
    View normalised = View.identity(name, rank);
    nodes.add(new FloatNode.Contract(numbers, shape, List.of(), normalised, Optional.of(factors)));
    for (FloatNode.Lookup reader : filling.readers()) {
      View view = new View(numbers, reader.input().axes());
      double[] keys =
          Arrays.stream(reader.mapping().keys()).filter(k -> !Double.isNaN(k)).toArray();
      double[] values = Arrays.stream(keys).map(reader.mapping()::at).toArray();
      nodes.add(
          keys.length == 0
              ? new FloatNode.Layout(reader.output(), reader.shape(), view)
              : new FloatNode.Lookup(
                  reader.output(), reader.shape(), view, Mapping.replacing(keys, values)));
    }
    return name;
  }

  /**
   * A constant over the cells of the port. One of a single entry would be taken for a scalar, which
   * becomes part of a public function: it gets another entry, which nobody reads.
   */
  private View vector(String name, double[] values) {
    List<Integer> shape = port.tensorShape();
    if (values.length > 1) {
      constants.put(name, new Constant(shape, values));
      return View.identity(name, shape.size());
    }
    constants.put(name, new Constant(List.of(2), new double[] {values[0], 0}));
    return new View(name, List.of(AxisIndex.at(0)));
  }

  /** Samples with the port's numbers in which missing values have their code. */
  static double[] coded(double[] normalised) {
    double[] coded = normalised.clone();
    Arrays.setAll(coded, i -> Double.isNaN(coded[i]) ? CODE : coded[i]);
    return coded;
  }
}

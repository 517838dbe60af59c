package org.probity.model.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.graph.AccumulatorRange;
import org.probity.model.graph.Activation;
import org.probity.model.graph.Affine;
import org.probity.model.graph.ArgMax;
import org.probity.model.graph.Format;
import org.probity.model.graph.GraphLint;
import org.probity.model.graph.IntegerGraph;
import org.probity.model.graph.Linear;
import org.probity.model.graph.Node;
import org.probity.model.graph.Parameter;
import org.probity.model.graph.Parameters;
import org.probity.model.graph.Port;
import org.probity.model.graph.Requantize;
import org.probity.model.graph.Softmax;
import org.probity.model.graph.Sum;
import org.probity.model.graph.Tensor;

/**
 * Turns a float graph into an integer graph. Scales are powers of two; those of tensors come from
 * the samples, those of weights are the largest with which the weights fit their width.
 */
public final class Quantizer {
  /** Scalings have few entries, so they get the full width. */
  private static final int SCALE_BITS = 16;

  /** Guard bits that a curved function's argument has beyond its result. */
  private static final int GUARD_BITS = 2;

  /** Most bits that a requantisation drops, which bounds the fraction of accumulators. */
  private static final int MAX_SHIFT = 36;

  private final FloatGraph graph;
  private final QuantizerOptions options;
  private final Map<String, Format> stored;
  private final int maxFraction;
  private final ParameterQuantizer parameters = new ParameterQuantizer();
  private final Map<String, Integer> sizes;
  private final Map<String, Tensor> tensors = new HashMap<>();
  private final List<Tensor> order = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  /** Accumulators with a product of a tensor and a parameter beneath. */
  private final Set<String> contractions = new HashSet<>();

  /** The stored form of a float tensor, where it has one. */
  private final Map<String, String> storedNames = new HashMap<>();

  private Quantizer(FloatGraph graph, QuantizerOptions options, Map<String, Format> stored) {
    this.graph = graph;
    this.options = options;
    this.stored = stored;
    this.sizes = graph.sizes();
    int coarsest = stored.values().stream().mapToInt(Format::fraction).min().orElseThrow();
    this.maxFraction = coarsest + MAX_SHIFT;
  }

  /**
   * Quantises a model.
   *
   * @param samples representative inputs, each the row-major entries by name of the input port
   * @throws ModelException if the samples do not fit the model or the model has no integer form
   */
  public static QuantizedModel quantize(
      FloatGraph graph, List<Map<String, double[]>> samples, QuantizerOptions options)
      throws ModelException {
    for (String port : options.domains().keySet()) {
      if (graph.inputs().stream().noneMatch(p -> p.name().equals(port))) {
        throw new ModelException("a domain is declared for " + port + ", which is not an input");
      }
    }
    Calibration calibration = Calibration.of(graph, samples);
    return new Quantizer(graph, options, FormatPlan.of(graph, calibration, options)).run();
  }

  private QuantizedModel run() throws ModelException {
    List<Port> inputs = new ArrayList<>();
    for (FloatPort port : graph.inputs()) {
      String tensor = define(port.tensor(), sizes.get(port.tensor()), stored.get(port.tensor()));
      storedNames.put(port.tensor(), tensor);
      inputs.add(new Port(port.name(), tensor, port.shape()));
    }
    try {
      for (FloatNode node : graph.nodes()) {
        lower(node);
      }
      List<Port> outputs = outputs();
      IntegerGraph result =
          new IntegerGraph(inputs, outputs, order, parameters.declarations(), nodes);
      Parameters secret = new Parameters(parameters.values());
      GraphLint.check(result, secret);
      return new QuantizedModel(result, secret);
    } catch (IllegalArgumentException e) {
      throw new ModelException("the model has no integer form: " + e.getMessage(), e);
    }
  }

  private void lower(FloatNode node) throws ModelException {
    String out = node.output();
    int size = sizes.get(out);
    switch (node) {
      case FloatNode.Dense d -> {
        Tensor in = storedTensor(d.input());
        var factor =
            parameters.add(
                out + "/weight",
                d.weight().rows(),
                d.weight().values(),
                options.weightBits(),
                d.bias(),
                in.format().fraction(),
                maxFraction);
        accumulate(
            new Linear(out, in.name(), factor.name(), factor.bias()),
            size,
            factor.fraction(),
            true);
      }
      case FloatNode.Scale s -> {
        Tensor in = storedTensor(s.input());
        var factor =
            parameters.add(
                out + "/scale",
                1,
                s.scale(),
                SCALE_BITS,
                s.bias(),
                in.format().fraction(),
                maxFraction);
        accumulate(
            new Affine(out, in.name(), factor.name(), factor.bias()),
            size,
            factor.fraction(),
            true);
      }
      case FloatNode.Combine c -> lowerCombine(c, size);
      case FloatNode.Apply a -> {
        requantize(tensors.get(nameFor(a.input())), out, a.activation(), stored.get(out));
        storedNames.put(out, out);
      }
      case FloatNode.ArgMax a -> {
        String in = storedTensor(a.input()).name();
        nodes.add(new ArgMax(define(out, size, stored.get(out)), in, a.lastIndex()));
        storedNames.put(out, out);
      }
      case FloatNode.Softmax s -> {
        String in = storedTensor(s.input()).name();
        // Four guard bits keep the rounding of the exponentials below that of the result.
        int exponentFraction = Math.min(24, stored.get(out).fraction() + 4);
        nodes.add(new Softmax(define(out, size, stored.get(out)), in, exponentFraction));
        storedNames.put(out, out);
      }
    }
  }

  /** The accumulator of a float tensor if it has one, else its stored form. */
  private String nameFor(String tensor) {
    return tensors.containsKey(tensor) ? tensor : storedNames.get(tensor);
  }

  private void lowerCombine(FloatNode.Combine node, int size) {
    List<Tensor> operands = new ArrayList<>();
    boolean contraction = false;
    for (FloatNode.Combine.Term term : node.terms()) {
      Tensor operand = tensors.get(nameFor(term.tensor()));
      if (contractions.contains(operand.name())) {
        operand = contraction ? storedTensor(term.tensor()) : operand;
        contraction = true;
      }
      operands.add(operand);
    }
    int finest = operands.stream().mapToInt(t -> t.format().fraction()).max().orElseThrow();
    List<Sum.Addend> addends = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      Tensor operand = operands.get(i);
      long multiplier = (long) node.terms().get(i).sign() << (finest - operand.format().fraction());
      addends.add(new Sum.Addend(operand.name(), multiplier));
    }
    accumulate(new Sum(node.output(), addends, 0), size, finest, contraction);
  }

  /** Adds an accumulator, and its stored form if the plan asks for one. */
  private void accumulate(Node node, int size, int fraction, boolean contraction) {
    if (contraction) {
      contractions.add(node.output());
    }
    Map<String, Parameter> declared = new HashMap<>();
    parameters.declarations().forEach(p -> declared.put(p.name(), p));
    Format format = AccumulatorRange.format(node, fraction, tensors, declared);
    define(node.output(), size, format);
    nodes.add(node);
    Format wanted = stored.get(node.output());
    if (wanted != null) {
      String name = node.output() + "/stored";
      requantize(tensors.get(node.output()), name, new Activation.Identity(), wanted);
      storedNames.put(node.output(), name);
    }
  }

  private Tensor storedTensor(String tensor) {
    return tensors.get(storedNames.get(tensor));
  }

  private void requantize(Tensor in, String out, Activation activation, Format format) {
    int guard =
        switch (activation) {
          case Activation.Identity _, Activation.Relu _, Activation.Clip _ -> 0;
          case Activation.LeakyRelu _, Activation.Sigmoid _, Activation.Tanh _ -> GUARD_BITS;
        };
    int shift = Math.max(0, in.format().fraction() - format.fraction() - guard);
    define(out, in.size(), format);
    nodes.add(new Requantize(out, in.name(), shift, activation));
  }

  private String define(String name, int size, Format format) {
    Tensor tensor = new Tensor(name, 1, size, format);
    if (tensors.put(name, tensor) != null) {
      throw new IllegalArgumentException("tensor " + name + " is defined twice");
    }
    order.add(tensor);
    return name;
  }

  /** Every output gets a stored tensor of its own that is the result of a node. */
  private List<Port> outputs() {
    Set<String> taken = new HashSet<>();
    graph.inputs().forEach(port -> taken.add(port.tensor()));
    List<Port> outputs = new ArrayList<>();
    for (FloatPort port : graph.outputs()) {
      Tensor tensor = storedTensor(port.tensor());
      String name = tensor.name();
      if (!taken.add(name)) {
        name = port.name() + "/copy";
        requantize(tensor, name, new Activation.Identity(), tensor.format());
      }
      outputs.add(new Port(port.name(), name, port.shape()));
    }
    return outputs;
  }
}

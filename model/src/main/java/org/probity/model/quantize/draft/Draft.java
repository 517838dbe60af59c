package org.probity.model.quantize.draft;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.graph.Contract;
import org.probity.graph.Divide;
import org.probity.graph.Format;
import org.probity.graph.Node;
import org.probity.graph.Parameter;
import org.probity.graph.RealFunction;
import org.probity.graph.Requantize;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.bound.AccumulatorRange;

/** An integer graph that is being written. */
public final class Draft {
  /** Most bits that one requantisation drops. */
  public static final int MAX_SHIFT = 40;

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Parameter> parameters;
  private final Set<String> taken;
  private final List<Node> nodes = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** Accumulators with a {@link Contract} beneath. */
  private final Set<String> contractions = new HashSet<>();

  private final Set<String> accumulators = new HashSet<>();

  /**
   * An empty graph.
   *
   * @param taken names of tensors and constants of the float graph
   * @param parameters what has been declared so far, at any time
   */
  Draft(Set<String> taken, Map<String, Parameter> parameters) {
    this.taken = Set.copyOf(taken);
    this.parameters = parameters;
  }

  /** All tensors, in the order of their definition. */
  public List<Tensor> tensors() {
    return List.copyOf(tensors.values());
  }

  /** Adds what the owner should know. */
  public void note(String text) {
    notes.add(text);
  }

  /** What the owner should know. */
  public List<String> notes() {
    return notes;
  }

  /** All nodes, in their order. */
  public List<Node> nodes() {
    return nodes;
  }

  /** A tensor, or null if there is none of the name. */
  public Tensor tensor(String name) {
    return tensors.get(name);
  }

  /** Whether a tensor is an accumulator with a {@link Contract} beneath. */
  public boolean isContraction(String name) {
    return contractions.contains(name);
  }

  /** Whether a tensor is what a {@link Contract} or a {@link Sum} gives, before it is rounded. */
  public boolean isAccumulator(String name) {
    return accumulators.contains(name);
  }

  /**
   * A name for what is made on the way to a tensor, always the same one; no tensor or constant of
   * the float graph has it, however those are called.
   */
  public String part(String tensor, String part) {
    String name = tensor + "/" + part;
    while (taken.contains(name)) {
      name += "'";
    }
    return name;
  }

  /** Adds a tensor that no node defines. */
  public Tensor input(String name, List<Integer> shape, Format format) {
    return define(name, shape, format);
  }

  /** Adds a node that defines a stored tensor. */
  public Tensor stored(Node node, List<Integer> shape, Format format) {
    nodes.add(node);
    return define(node.output(), shape, format);
  }

  /** Adds a {@link Contract} or {@link Sum}, or a {@link Divide}: its range follows. */
  public Tensor ranged(Node node, List<Integer> shape, int fraction) {
    boolean contraction =
        node instanceof Contract
            || (node instanceof Sum && node.sources().stream().anyMatch(contractions::contains));
    if (contraction) {
      contractions.add(node.output());
    }
    if (!(node instanceof Divide)) {
      accumulators.add(node.output());
    }
    return stored(node, shape, AccumulatorRange.format(node, shape, fraction, tensors, parameters));
  }

  /** Adds a requantisation that rounds to the fraction of the output. */
  public Tensor rounded(String name, Tensor input, RealFunction function, Format format) {
    int shift = Math.clamp((long) input.format().fraction() - format.fraction(), 0, MAX_SHIFT);
    return stored(new Requantize(name, input.name(), shift, function), input.shape(), format);
  }

  private Tensor define(String name, List<Integer> shape, Format format) {
    Tensor tensor = new Tensor(name, shape, format);
    if (tensors.put(name, tensor) != null) {
      throw new IllegalArgumentException("tensor " + name + " is defined twice");
    }
    return tensor;
  }
}

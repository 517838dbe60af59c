package org.probity.model.quantize.format;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.probity.graph.RealFunction;
import org.probity.graph.View;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;

/**
 * The tensors of a float graph that are integers of a model that is quantised already: codes at its
 * inputs, results of its rescalings and tables, and what sums, products, extrema and selections
 * make of these and of integer constants. They are kept as they are, with fraction 0, whatever
 * widths the quantiser was asked for.
 */
public final class ExactTensors {
  /** Menu of the widths of integer weights: 8 bits, and 8 bits less a zero point. */
  private static final int[] FACTOR_BITS = {8, 9, 16};

  /** Menu of the widths of integers that are added. */
  private static final int[] ADDEND_BITS = {8, 16, 24, 32};

  private final FloatGraph graph;
  private final Set<String> exact = new HashSet<>();
  private final Set<String> factors = new HashSet<>();
  private final Set<String> addends = new HashSet<>();

  private ExactTensors(FloatGraph graph) {
    this.graph = graph;
  }

  /** The exact tensors of a prepared graph. */
  public static ExactTensors of(FloatGraph graph) {
    ExactTensors tensors = new ExactTensors(graph);
    for (FloatPort port : graph.inputs()) {
      if (port.codes().isPresent()) {
        tensors.exact.add(port.tensor());
      }
    }
    for (FloatNode node : graph.nodes()) {
      if (tensors.isExact(node)) {
        tensors.exact.add(node.output());
        tensors.addConstants(node);
      }
    }
    return tensors;
  }

  /** Whether a tensor is one of them. */
  public boolean contains(String tensor) {
    return exact.contains(tensor);
  }

  /** The width of a constant that an exact product multiplies with, or an exact choice is among. */
  public Optional<Integer> factorBits(String constant) {
    return factors.contains(constant)
        ? bits(graph.constants().get(constant).values(), 1, FACTOR_BITS)
        : Optional.empty();
  }

  /**
   * The width of a constant that an exact sum adds.
   *
   * @param multiples its entries, times a coefficient
   */
  public Optional<Integer> addendBits(String constant, double[] multiples) {
    return addends.contains(constant) ? bits(multiples, 1, ADDEND_BITS) : Optional.empty();
  }

  private void addConstants(FloatNode node) {
    for (View view : node.views()) {
      if (graph.constants().containsKey(view.source())) {
        (node instanceof FloatNode.Combine ? addends : factors).add(view.source());
      }
    }
  }

  private static Optional<Integer> bits(double[] values, double coefficient, int[] menu) {
    double min = 0;
    double max = 0;
    for (double v : values) {
      if (v != Math.rint(v)) {
        return Optional.empty();
      }
      min = Math.min(min, v * coefficient);
      max = Math.max(max, v * coefficient);
    }
    for (int bits : menu) {
      if (min >= -Math.scalb(1.0, bits - 1) && max < Math.scalb(1.0, bits - 1)) {
        return Optional.of(bits);
      }
    }
    return Optional.empty();
  }

  private boolean isExact(FloatNode node) {
    return switch (node) {
      case FloatNode.Rescale _, FloatNode.Tabulate _, FloatNode.Ranking _ -> true;
      case FloatNode.Lookup l -> !l.mapping().replaces() && LookupValues.isExact(l.mapping());
      case FloatNode.Contract c ->
          contains(c.left()) && c.right().map(v -> operand(v, 1, FACTOR_BITS)).orElse(true);
      case FloatNode.Combine c -> isExact(c);
      case FloatNode.Extremum e -> e.operands().stream().allMatch(this::contains);
      case FloatNode.Select s -> operand(s.data(), 1, FACTOR_BITS);
      case FloatNode.Layout l -> contains(l.view());
      case FloatNode.Apply a ->
          FunctionShape.isCondition(a.function())
              && (exact.contains(a.input()) || comparesAnInput(a));
      case FloatNode.Divide _, FloatNode.Softmax _, FloatNode.Forest _ -> false;
    };
  }

  /** Whether entries of an input are compared with a number, as they are. */
  private boolean comparesAnInput(FloatNode.Apply node) {
    return graph.inputs().stream().anyMatch(port -> port.tensor().equals(node.input()))
        && node.function()
            instanceof
            RealFunction.Binary(
                RealFunction.BinaryOperator op,
                RealFunction.Constant _,
                RealFunction.Argument _)
        && op == RealFunction.BinaryOperator.LESS_OR_EQUAL;
  }

  private boolean isExact(FloatNode.Combine node) {
    return node.constant() == Math.rint(node.constant())
        && node.terms().stream().anyMatch(t -> contains(t.view()))
        && node.terms().stream()
            .allMatch(
                t ->
                    t.coefficient() == Math.rint(t.coefficient())
                        && operand(t.view(), t.coefficient(), ADDEND_BITS));
  }

  private boolean contains(View view) {
    return exact.contains(view.source());
  }

  private boolean operand(View view, double coefficient, int[] menu) {
    return graph.constants().containsKey(view.source())
        ? bits(graph.constants().get(view.source()).values(), coefficient, menu).isPresent()
        : contains(view);
  }
}

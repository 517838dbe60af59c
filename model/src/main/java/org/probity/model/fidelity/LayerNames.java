package org.probity.model.fidelity;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.Bin;
import org.probity.graph.Contract;
import org.probity.graph.Divide;
import org.probity.graph.Extremum;
import org.probity.graph.FunctionNotation;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Interpolate;
import org.probity.graph.Node;
import org.probity.graph.Parameter;
import org.probity.graph.Ranking;
import org.probity.graph.RealFunction;
import org.probity.graph.Requantize;
import org.probity.graph.Rescale;
import org.probity.graph.Select;
import org.probity.graph.Softmax;
import org.probity.graph.Sum;
import org.probity.graph.Tabulate;
import org.probity.graph.Walk;

/** What the stored tensors of a graph are, in a few words. */
final class LayerNames {
  /** Longer functions are not spelled out. */
  private static final int MOST_CHARACTERS = 24;

  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, Parameter> parameters;

  LayerNames(IntegerGraph graph) {
    graph.nodes().forEach(node -> nodes.put(node.output(), node));
    parameters = graph.parametersByName();
  }

  /** What computes a tensor. */
  String operator(String tensor) {
    return switch (nodes.get(tensor)) {
      case null -> "input";
      case Contract c -> product(c);
      case Sum s -> sum(s);
      case Requantize r -> rounded(r);
      case Rescale r -> accumulated(r.input()).orElse("rescaling");
      case Tabulate _ -> "table";
      case Interpolate i -> "interpolated " + function(i.function());
      case Divide _ -> "quotient";
      case Extremum e -> e.minimum() ? "minimum" : "maximum";
      case Ranking _ -> "ranking";
      case Select _ -> "selection";
      case Softmax _ -> "softmax";
      case Bin _ -> "ranks of features";
      case Walk _ -> "trees";
    };
  }

  private String product(Contract node) {
    return node.right()
        .map(view -> parameters.containsKey(view.source()) ? "weighted sum" : "product")
        .orElse("sum");
  }

  /** A sum is called by the product that it adds something to. */
  private String sum(Sum node) {
    return node.sources().stream()
        .map(nodes::get)
        .filter(Contract.class::isInstance)
        .map(n -> product((Contract) n))
        .findFirst()
        .orElse("sum");
  }

  private String rounded(Requantize node) {
    Optional<String> inner = accumulated(node.input());
    if (node.function().equals(RealFunction.X)) {
      return inner.orElse("rounding");
    }
    String function = function(node.function());
    return inner.map(i -> i + ", " + function).orElse(function);
  }

  /** What an accumulator is; a stored tensor is a layer of its own. */
  private Optional<String> accumulated(String tensor) {
    return nodes.get(tensor) instanceof Contract || nodes.get(tensor) instanceof Sum
        ? Optional.of(operator(tensor))
        : Optional.empty();
  }

  /** A function of x, spelled out if it is short. */
  static String function(RealFunction function) {
    String text = FunctionNotation.format(function);
    return text.length() <= MOST_CHARACTERS ? text : "function";
  }
}

package org.probity.model.quantize.format;

import java.util.HashSet;
import java.util.Set;
import org.probity.graph.View;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;

/**
 * Which tensors of a float graph are never negative, by the form of the graph alone: weights and
 * samples do not count, for the sign of a format is public.
 */
public final class SignAnalysis {
  private final Set<String> nonNegative = new HashSet<>();

  private SignAnalysis() {}

  /**
   * The tensors that are never negative.
   *
   * @param inputs the inputs that are not
   */
  public static Set<String> of(FloatGraph graph, Set<String> inputs) {
    SignAnalysis analysis = new SignAnalysis();
    analysis.nonNegative.addAll(inputs);
    for (FloatNode node : graph.nodes()) {
      if (analysis.isNonNegative(node)) {
        analysis.nonNegative.add(node.output());
      }
    }
    return analysis.nonNegative;
  }

  private boolean isNonNegative(FloatNode node) {
    return switch (node) {
      case FloatNode.Apply a -> FunctionShape.nonNegative(a.function());
      case FloatNode.Contract c ->
          all(c) || (c.right().isPresent() && c.right().get().equals(c.left()));
      case FloatNode.Combine c ->
          c.constant() >= 0 && c.terms().stream().allMatch(t -> t.coefficient() >= 0) && all(c);
      case FloatNode.Rescale r -> r.min() >= 0;
      case FloatNode.Tabulate t -> java.util.Arrays.stream(t.table()).allMatch(v -> v >= 0);
      case FloatNode.Lookup l ->
          LookupValues.isNonNegative(l.mapping()) && (!l.mapping().replaces() || all(l));
      case FloatNode.Divide d -> all(d);
      case FloatNode.Extremum e ->
          e.minimum() ? all(e) : e.operands().stream().anyMatch(this::isNonNegative);
      case FloatNode.Select s -> isNonNegative(s.data());
      case FloatNode.Layout l -> all(l);
      case FloatNode.Forest _ -> false;
      case FloatNode.Softmax _, FloatNode.Ranking _ -> true;
    };
  }

  private boolean all(FloatNode node) {
    return node.views().stream().allMatch(this::isNonNegative);
  }

  private boolean isNonNegative(View view) {
    return nonNegative.contains(view.source());
  }
}

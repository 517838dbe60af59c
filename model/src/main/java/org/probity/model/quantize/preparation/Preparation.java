package org.probity.model.quantize.preparation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.graph.View;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.Folding;
import org.probity.model.quantize.format.FunctionShape;

/**
 * Brings a float graph into a form whose nodes become nodes of the integer graph one by one:
 * layouts that are left are sums of one term, constants are the right sides of products and weights
 * are laid out for the proof.
 */
public final class Preparation {
  private final Map<String, Constant> constants;
  private final List<FloatNode> nodes = new ArrayList<>();

  private Preparation(FloatGraph graph) {
    constants = new HashMap<>(graph.constants());
  }

  /** All rewrites that need no samples. */
  public static FloatGraph prepare(FloatGraph graph) {
    return prepare(graph, Set.of());
  }

  /**
   * The same for a graph with normalised inputs.
   *
   * @param normalised tensors whose entries are of about the same size
   */
  static FloatGraph prepare(FloatGraph graph, Set<String> normalised) {
    FloatGraph folded = Folding.fold(MaskLimits.apply(Replacements.apply(graph)), normalised);
    Preparation preparation = new Preparation(folded);
    folded.nodes().forEach(node -> preparation.nodes.add(preparation.prepared(node)));
    FloatGraph prepared =
        new FloatGraph(folded.inputs(), folded.outputs(), preparation.constants, preparation.nodes);
    return WeightLayout.arrange(Folding.withoutUnused(prepared));
  }

  private FloatNode prepared(FloatNode node) {
    return switch (node) {
      case FloatNode.Layout l ->
          new FloatNode.Combine(
              l.output(), l.shape(), List.of(new FloatNode.Combine.Term(1, l.view())), 0);
      case FloatNode.Contract c when isConstant(c.left()) && c.right().isPresent() ->
          new FloatNode.Contract(
              c.output(), c.shape(), c.summed(), c.right().orElseThrow(), Optional.of(c.left()));
      case FloatNode.Divide d when isConstant(d.divisor()) -> product(d);
      case FloatNode.Lookup l -> truncated(l);
      default -> node;
    };
  }

  /** A lookup of numbers without their fraction looks up the numbers. */
  private FloatNode truncated(FloatNode.Lookup node) {
    FloatNode producer =
        nodes.stream()
            .filter(n -> n.output().equals(node.input().source()))
            .findFirst()
            .orElse(null);
    return producer instanceof FloatNode.Apply apply
            && !node.mapping().replaces()
            && FunctionShape.truncates(apply.function())
        ? new FloatNode.Lookup(
            node.output(),
            node.shape(),
            new View(apply.input(), node.input().axes()),
            node.mapping().afterTruncation())
        : node;
  }

  private boolean isConstant(View view) {
    return constants.containsKey(view.source());
  }

  /** A quotient by constants is a product with their reciprocals. */
  private FloatNode product(FloatNode.Divide node) {
    String name = node.divisor().source() + "/reciprocal";
    Constant divisor = constants.get(node.divisor().source());
    double[] reciprocals = divisor.values().clone();
    for (int i = 0; i < reciprocals.length; i++) {
      reciprocals[i] = 1 / reciprocals[i];
    }
    constants.put(name, new Constant(divisor.shape(), reciprocals));
    return new FloatNode.Contract(
        node.output(),
        node.shape(),
        List.of(),
        node.dividend(),
        Optional.of(new View(name, node.divisor().axes())));
  }
}

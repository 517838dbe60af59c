package org.probity.model.quantize.preparation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.Shapes;
import org.probity.graph.View;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;

/**
 * Which models are quantised to about 2^-24 unless they are asked for less: small ones whose
 * numbers are published, and must be right to the last digit. These are linear models with a link
 * (logistic, Poisson, Tweedie, scorecards), kernel machines, naive Bayes: no layer of weights
 * follows on an activation, as it does in networks, but for one of a few scores, as in stacking.
 * Kernels are powers and exponentials. Small networks whose file gives a label belong to them, too:
 * what they decide is to be what the original decides, next to a boundary as well.
 */
public final class Classical {
  /** Entries that functions, divisions and softmaxes compute; each costs some dozens of lookups. */
  private static final long MOST_ENTRIES = 1 << 10;

  /** Scores of classes, whose link may be followed by another model, as in stacking. */
  private static final long MOST_SCORES = 6;

  /** Products with weights. */
  private static final long MOST_PRODUCTS = 1L << 22;

  /** Products with weights of a network that gives a label. */
  private static final long MOST_DECIDING_PRODUCTS = 1L << 14;

  private final FloatGraph graph;

  /** What has passed an activation since the inputs, by tensor. */
  private final Map<String, Boolean> activated = new HashMap<>();

  private Classical(FloatGraph graph) {
    this.graph = graph;
  }

  /** Whether a prepared graph is such a model. */
  public static boolean is(FloatGraph graph) {
    return new Classical(graph).check();
  }

  private boolean check() {
    long entries = 0;
    long products = 0;
    boolean network = false;
    if (graph.inputs().stream().anyMatch(p -> p.codes().isPresent())) {
      return false;
    }
    for (FloatNode node : graph.nodes()) {
      long cells = Shapes.size(node.shape());
      boolean after =
          node.views().stream().anyMatch(v -> activated.getOrDefault(v.source(), false));
      switch (node) {
        case FloatNode.Contract c -> {
          products += cells * Shapes.size(c.summed());
          network |= after && c.right().isPresent() && isConstant(c);
        }
        case FloatNode.Apply a -> {
          entries += cells;
          after |= cells > MOST_SCORES && isActivation(a.function());
        }
        case FloatNode.Divide _, FloatNode.Softmax _, FloatNode.Extremum _ -> entries += cells;
        case FloatNode.Rescale _, FloatNode.Tabulate _ -> {
          return false;
        }
        case FloatNode.Combine _,
            FloatNode.Lookup _,
            FloatNode.Ranking _,
            FloatNode.Select _,
            FloatNode.Forest _,
            FloatNode.Layout _ -> {}
      }
      activated.put(node.output(), after);
    }
    boolean small = entries <= MOST_ENTRIES && products <= MOST_PRODUCTS;
    return small && (!network || (products <= MOST_DECIDING_PRODUCTS && givesLabel()));
  }

  private boolean givesLabel() {
    return graph.outputs().stream().anyMatch(p -> p.integer() || !p.labels().isEmpty());
  }

  private boolean isConstant(FloatNode.Contract node) {
    return List.of(node.left(), node.right().orElseThrow()).stream()
        .map(View::source)
        .anyMatch(graph.constants()::containsKey);
  }

  /** Whether a function is made of anything but powers, exponentials and conditions. */
  private static boolean isActivation(RealFunction function) {
    return switch (function) {
      case RealFunction.Argument _, RealFunction.Constant _ -> false;
      case RealFunction.Unary(RealFunction.UnaryOperator op, RealFunction inner) ->
          switch (op) {
            case NEG, ABS, EXP, LOG, SQRT, RECIPROCAL, SIGN, FLOOR, CEIL, ROUND ->
                isActivation(inner);
            default -> true;
          };
      // A least value above zero is that of a divisor.
      case RealFunction.Binary(
              BinaryOperator op,
              RealFunction inner,
              RealFunction.Constant(double least))
          when op == BinaryOperator.MAX && least > 0 ->
          isActivation(inner);
      case RealFunction.Binary(BinaryOperator op, RealFunction left, RealFunction right) ->
          op == BinaryOperator.MAX
              || op == BinaryOperator.MIN
              || op == BinaryOperator.SELECT_POSITIVE
              || isActivation(left)
              || isActivation(right);
    };
  }
}

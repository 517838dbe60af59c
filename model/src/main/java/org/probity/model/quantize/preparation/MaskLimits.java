package org.probity.model.quantize.preparation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.graph.RealFunction;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;

/**
 * Attention masks add the least number of single precision where nothing may be looked at. No
 * fixed-point number is that large, and after a softmax {@code -2^20} does the same; so numbers
 * beyond 10^30 become that.
 */
final class MaskLimits {
  private static final double BEYOND = 1e30;
  private static final double LIMIT = 1 << 20;

  private MaskLimits() {}

  static FloatGraph apply(FloatGraph graph) {
    Map<String, Constant> constants = new HashMap<>();
    graph.constants().forEach((name, c) -> constants.put(name, limited(c)));
    List<FloatNode> nodes = graph.nodes().stream().map(MaskLimits::limited).toList();
    return new FloatGraph(graph.inputs(), graph.outputs(), constants, nodes);
  }

  private static Constant limited(Constant constant) {
    double[] values = Arrays.stream(constant.values()).map(MaskLimits::limited).toArray();
    return Arrays.equals(values, constant.values())
        ? constant
        : new Constant(constant.shape(), values);
  }

  private static FloatNode limited(FloatNode node) {
    return switch (node) {
      case FloatNode.Combine c when c.terms().size() == 1 -> scaled(c);
      case FloatNode.Combine c ->
          new FloatNode.Combine(c.output(), c.shape(), c.terms(), limited(c.constant()));
      case FloatNode.Apply a ->
          new FloatNode.Apply(a.output(), a.shape(), a.input(), limited(a.function()));
      default -> node;
    };
  }

  /** {@code c m - c} for a mask of zeros and ones stays zero where the mask is one. */
  private static FloatNode scaled(FloatNode.Combine node) {
    FloatNode.Combine.Term term = node.terms().getFirst();
    double largest = Math.max(Math.abs(term.coefficient()), Math.abs(node.constant()));
    if (!(largest >= BEYOND)) {
      return node;
    }
    double c = limited(term.coefficient());
    double constant = limited(node.constant());
    return new FloatNode.Combine(
        node.output(), node.shape(), List.of(new FloatNode.Combine.Term(c, term.view())), constant);
  }

  private static RealFunction limited(RealFunction f) {
    return switch (f) {
      case RealFunction.Argument _ -> f;
      case RealFunction.Constant(double v) -> new RealFunction.Constant(limited(v));
      case RealFunction.Unary(RealFunction.UnaryOperator op, RealFunction x) ->
          new RealFunction.Unary(op, limited(x));
      case RealFunction.Binary(
              RealFunction.BinaryOperator op,
              RealFunction left,
              RealFunction right) ->
          new RealFunction.Binary(op, limited(left), limited(right));
    };
  }

  private static double limited(double value) {
    return Math.abs(value) >= BEYOND ? Math.copySign(LIMIT, value) : value;
  }
}

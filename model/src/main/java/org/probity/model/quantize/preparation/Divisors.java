package org.probity.model.quantize.preparation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.View;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.calibration.Calibration;

/**
 * Integer division is by positive numbers. Where the samples show a divisor that is not, the
 * quotient is that by its magnitude, with its sign; a constant's is the product with its
 * reciprocal, which is a function of one variable.
 */
public final class Divisors {
  private Divisors() {}

  /** A graph all of whose divisors are positive on the samples; the same if that is so. */
  public static FloatGraph positive(FloatGraph graph, Calibration calibration) {
    List<FloatNode> nodes = new ArrayList<>();
    for (FloatNode node : graph.nodes()) {
      if (node instanceof FloatNode.Divide d
          && calibration.range(d.divisor().source()).min() <= 0) {
        if (graph.constants().containsKey(d.dividend().source())) {
          addProduct(graph, d, nodes);
        } else {
          addSigned(graph, d, nodes);
        }
      } else {
        nodes.add(node);
      }
    }
    return nodes.size() == graph.nodes().size()
        ? graph
        : new FloatGraph(graph.inputs(), graph.outputs(), graph.constants(), nodes);
  }

  /** {@code a sign(b) / |b|}. */
  private static void addSigned(FloatGraph graph, FloatNode.Divide node, List<FloatNode> nodes) {
    String divisor = node.divisor().source();
    String sign = node.output() + "/sign";
    String magnitude = node.output() + "/magnitude";
    String signed = node.output() + "/signed";
    List<Integer> shape = graph.shapes().get(divisor);
    nodes.add(new FloatNode.Apply(sign, shape, divisor, RealFunction.unary(UnaryOperator.SIGN)));
    nodes.add(
        new FloatNode.Apply(magnitude, shape, divisor, RealFunction.unary(UnaryOperator.ABS)));
    nodes.add(
        new FloatNode.Contract(
            signed,
            node.shape(),
            List.of(),
            node.dividend(),
            Optional.of(new View(sign, node.divisor().axes()))));
    nodes.add(
        new FloatNode.Divide(
            node.output(),
            node.shape(),
            View.identity(signed, node.shape().size()),
            new View(magnitude, node.divisor().axes())));
  }

  private static void addProduct(FloatGraph graph, FloatNode.Divide node, List<FloatNode> nodes) {
    String divisor = node.divisor().source();
    String name = node.output() + "/reciprocal";
    List<Integer> shape = graph.shapes().get(divisor);
    nodes.add(
        new FloatNode.Apply(name, shape, divisor, RealFunction.unary(UnaryOperator.RECIPROCAL)));
    View reciprocal = new View(name, node.divisor().axes());
    nodes.add(
        new FloatNode.Contract(
            node.output(), node.shape(), List.of(), reciprocal, Optional.of(node.dividend())));
  }
}

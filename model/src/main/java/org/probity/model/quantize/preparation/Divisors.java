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
 * quotient becomes the product with its reciprocal, which is a function of one variable.
 */
public final class Divisors {
  private Divisors() {}

  /** A graph all of whose divisors are positive on the samples; the same if that is so. */
  public static FloatGraph positive(FloatGraph graph, Calibration calibration) {
    List<FloatNode> nodes = new ArrayList<>();
    for (FloatNode node : graph.nodes()) {
      if (node instanceof FloatNode.Divide d
          && calibration.range(d.divisor().source()).min() <= 0) {
        addProduct(graph, d, nodes);
      } else {
        nodes.add(node);
      }
    }
    return nodes.size() == graph.nodes().size()
        ? graph
        : new FloatGraph(graph.inputs(), graph.outputs(), graph.constants(), nodes);
  }

  private static void addProduct(FloatGraph graph, FloatNode.Divide node, List<FloatNode> nodes) {
    String divisor = node.divisor().source();
    String name = node.output() + "/reciprocal";
    List<Integer> shape = graph.shapes().get(divisor);
    nodes.add(
        new FloatNode.Apply(name, shape, divisor, RealFunction.unary(UnaryOperator.RECIPROCAL)));
    View reciprocal = new View(name, node.divisor().axes());
    boolean constant = graph.constants().containsKey(node.dividend().source());
    nodes.add(
        new FloatNode.Contract(
            node.output(),
            node.shape(),
            List.of(),
            constant ? reciprocal : node.dividend(),
            Optional.of(constant ? node.dividend() : reciprocal)));
  }
}

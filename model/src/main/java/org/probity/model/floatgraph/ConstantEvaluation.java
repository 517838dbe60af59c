package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.graph.Shapes;
import org.probity.graph.View;

/** Evaluates what depends on constants alone. */
final class ConstantEvaluation implements Rewrite {
  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    Map<String, Constant> constants = new HashMap<>(graph.constants());
    List<FloatNode> kept = new ArrayList<>();
    for (FloatNode node : graph.nodes()) {
      if (isConstant(node, constants) && !isOutput(graph, node)) {
        Map<String, Constant> operands = new HashMap<>();
        node.views().forEach(v -> operands.put(v.source(), constants.get(v.source())));
        double[] values = FloatExecutor.compute(node, operands);
        constants.put(node.output(), new Constant(node.shape(), values));
        notes.add("computed from constants", node.output());
      } else {
        kept.add(node);
      }
    }
    return kept.size() == graph.nodes().size()
        ? graph
        : new FloatGraph(graph.inputs(), graph.outputs(), constants, kept);
  }

  private static boolean isConstant(FloatNode node, Map<String, Constant> constants) {
    long cells = 0;
    for (View view : node.views()) {
      Constant constant = constants.get(view.source());
      if (constant == null) {
        return false;
      }
      cells += constant.values().length;
    }
    // A broadcast costs nothing as a view.
    return !(node instanceof FloatNode.Layout) || Shapes.size(node.shape()) <= cells;
  }

  private static boolean isOutput(FloatGraph graph, FloatNode node) {
    return graph.outputs().stream().anyMatch(p -> p.tensor().equals(node.output()));
  }
}

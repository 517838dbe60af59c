package org.probity.graph.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.probity.graph.Contract;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Node;
import org.probity.graph.Port;
import org.probity.graph.RealFunction;
import org.probity.graph.Requantize;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.lint.GraphLint;

class ExecutionStepsTest {
  private static final Format FORMAT = Format.signed(0, 8);

  /**
   * Sums over the rows of a 2 x 3 matrix: 6 cells; then a function of two parts: 2 + 2 · 2 · 16.
   */
  private static IntegerGraph graph() {
    Contract sums = new Contract("s", List.of(3), View.identity("x", 2), Optional.empty());
    RealFunction relu = RealFunction.unary(RealFunction.UnaryOperator.RELU);
    return new IntegerGraph(
        List.of(new Port("x", "x", List.of(2L, 3L))),
        List.of(new Port("y", "y", List.of(2L))),
        List.of(
            new Tensor("x", List.of(2, 3), FORMAT),
            new Tensor("s", List.of(2), Format.signed(0, 10)),
            new Tensor("y", List.of(2), FORMAT)),
        List.of(),
        List.of(sums, new Requantize("y", "s", 2, relu)));
  }

  @Test
  void namesTheNodeWithWhichTheLimitIsPassed() {
    IntegerGraph graph = graph();
    GraphLint.check(graph);
    assertThat(ExecutionSteps.beyond(graph, 72)).isEmpty();
    assertThat(ExecutionSteps.beyond(graph, 71)).map(Node::output).contains("y");
    assertThat(ExecutionSteps.beyond(graph, 6)).map(Node::output).contains("y");
    assertThat(ExecutionSteps.beyond(graph, 5)).map(Node::output).contains("s");
  }
}

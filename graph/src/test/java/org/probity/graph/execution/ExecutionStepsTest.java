package org.probity.graph.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Contract;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
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
    assertThat(ExecutionSteps.fault(graph, 7)).isEmpty();
    assertThat(ExecutionSteps.fault(graph, 6)).contains("more than 2^6 steps, with node 'y'");
    assertThat(ExecutionSteps.fault(graph, 2)).contains("more than 2^2 steps, with node 's'");
  }

  /** A cell that is read again and again, by one side or both of a product. */
  @ParameterizedTest
  @CsvSource({"4194304, 1, true", "4194305, 1, false", "4096, 32768, true", "4096, 32769, false"})
  void namesTheNodeThatLaysOutTooMuch(int summed, int columns, boolean fits) {
    View once = new View("z", List.of(AxisIndex.along(1)));
    View wide = new View("x", List.of(AxisIndex.along(0)));
    IntegerGraph graph =
        new IntegerGraph(
            List.of(new Port("x", "x", List.of((long) columns)), new Port("z", "z", List.of(1L))),
            List.of(new Port("y", "y", List.of((long) columns))),
            List.of(
                new Tensor("x", List.of(columns), new Format(0, 0, 1)),
                new Tensor("z", List.of(1), new Format(0, 0, 1)),
                new Tensor("s", List.of(columns, 1), new Format(0, 0, 1L << 40)),
                new Tensor("y", List.of(columns, 1), FORMAT)),
            List.of(),
            List.of(
                new Contract("s", List.of(summed), once, Optional.of(wide)),
                new Requantize("y", "s", 30, RealFunction.X)));
    GraphLint.check(graph);
    assertThat(ExecutionSteps.fault(graph, 40))
        .isEqualTo(
            fits ? Optional.empty() : Optional.of("more than 2^27 cells at a time at node 's'"));
  }
}

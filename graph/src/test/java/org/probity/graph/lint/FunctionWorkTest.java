package org.probity.graph.lint;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Interpolate;
import org.probity.graph.Node;
import org.probity.graph.Port;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.Requantize;
import org.probity.graph.Tensor;

/**
 * Graphs whose functions alone would keep a reader of a key busy for hours: they are refused before
 * any of them is evaluated.
 */
class FunctionWorkTest {
  /** {@code max(c, x)} written with 255 operators and operands; another function for each c. */
  private static RealFunction wordy(double c) {
    RealFunction f = new RealFunction.Binary(BinaryOperator.MAX, new RealFunction.Constant(c), X);
    while (f.nodes() < 128) {
      f = new RealFunction.Binary(BinaryOperator.MAX, f, f);
    }
    return f;
  }

  private static final RealFunction X = RealFunction.X;

  private static IntegerGraph chain(int nodes, int bits, boolean different) {
    Format format = Format.signed(0, bits);
    List<Tensor> tensors = new ArrayList<>(List.of(new Tensor("t0", List.of(1), format)));
    List<Node> steps = new ArrayList<>();
    for (int i = 1; i <= nodes; i++) {
      tensors.add(new Tensor("t" + i, List.of(1), format));
      steps.add(new Requantize("t" + i, "t" + (i - 1), 0, wordy(different ? -i : -1)));
    }
    return new IntegerGraph(
        List.of(new Port("x", "t0", List.of(1L))),
        List.of(new Port("y", "t" + nodes, List.of(1L))),
        tensors,
        List.of(),
        steps);
  }

  @Test
  @Timeout(60)
  void functionsOfManyOperatorsAtManyArguments() {
    for (int bits : new int[] {18, 32}) {
      assertThatThrownBy(() -> GraphLint.check(chain(1000, bits, true)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("the functions take too long to evaluate");
    }
    // A function that is the same everywhere is looked at once; and so are few arguments.
    assertThatCode(() -> GraphLint.check(chain(1000, 32, false))).doesNotThrowAnyException();
    assertThatCode(() -> GraphLint.check(chain(1000, 8, true))).doesNotThrowAnyException();
  }

  @Test
  @Timeout(60)
  void manyTablesOfPolynomials() {
    Format from = Format.signed(0, 16);
    Format to = Format.signed(0, 8);
    List<Tensor> tensors = new ArrayList<>(List.of(new Tensor("x", List.of(1), from)));
    List<Node> nodes = new ArrayList<>();
    List<Port> outputs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      // One row each, found at its 65,536 single arguments.
      RealFunction constant = new RealFunction.Constant(0.3 + i * 1e-6);
      nodes.add(new Interpolate("t" + i, "x", 0, 1, 0, 0, constant));
      tensors.add(new Tensor("t" + i, List.of(1), to));
      outputs.add(new Port("t" + i, "t" + i, List.of(1L)));
    }
    IntegerGraph graph =
        new IntegerGraph(
            List.of(new Port("x", "x", List.of(1L))), outputs, tensors, List.of(), nodes);
    assertThatThrownBy(() -> GraphLint.check(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("the tables take too long to make");
  }
}

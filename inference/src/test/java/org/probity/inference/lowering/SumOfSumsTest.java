package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.probity.argument.program.Lookup;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.RealFunction;
import org.probity.graph.Sum;
import org.probity.graph.View;
import org.probity.graph.lint.GraphLint;

/** Sums are inlined where they are read: their length must not grow with their depth. */
class SumOfSumsTest {
  private static final List<Integer> SHAPE = List.of(1);
  private static final Plan PLAN = new Plan(8, 8, List.of(RequantizeLowering.THRESHOLDS));

  /** Two sums on each level, each of both on the level below: 2^levels paths to the input. */
  private static IntegerGraph ladder(int levels) {
    Graphs g =
        new Graphs()
            .input("x", new Format(0, 0, 1), 1)
            .sum("a0", SHAPE, 0, addend("x"))
            .sum("b0", SHAPE, 1, addend("x"));
    for (int i = 1; i <= levels; i++) {
      Sum.Addend a = addend("a" + (i - 1));
      Sum.Addend b = addend("b" + (i - 1));
      g.sum("a" + i, SHAPE, 0, a, b).sum("b" + i, SHAPE, 1, a, b);
    }
    return g.sum("z", SHAPE, 0, addend("a" + levels), addend("b" + levels))
        .requantize("y", "z", Math.min(levels, 40), RealFunction.X, Format.signed(0, 8))
        .output("y")
        .build();
  }

  @Test
  void likeTermsAreMerged() {
    IntegerGraph graph = ladder(40);
    GraphLint.check(graph);
    CompiledProgram compiled = GraphCompiler.compile(graph, Map.of(), PLAN, 5);
    for (Lookup lookup : compiled.program().lookups()) {
      lookup.tuple().forEach(e -> assertThat(e.terms()).hasSizeLessThan(10));
    }
  }

  @Test
  void mergedTermsMeanTheSame() {
    for (int x = 0; x <= 1; x++) {
      for (int levels = 0; levels < 10; levels++) {
        Lab lab = Lab.of(ladder(levels), Map.of(), Map.of("x", new int[] {x}));
        assertThat(lab.violations()).isEmpty();
        assertThat(lab.add("tensor y", 0, 1).violations()).isNotEmpty();
      }
    }
  }

  @Test
  void longSumsAreRefused() {
    Graphs g = new Graphs().input("x0", new Format(0, 0, 1), 1).sum("s0", SHAPE, 0, addend("x0"));
    int inputs = 5000;
    for (int i = 1; i < inputs; i++) {
      g.input("x" + i, new Format(0, 0, 1), 1);
      g.sum("s" + i, SHAPE, 0, addend("s" + (i - 1)), addend("x" + i));
    }
    String last = "s" + (inputs - 1);
    IntegerGraph graph =
        g.requantize("y", last, 5, Graphs.RELU, Format.signed(0, 8)).output("y").build();
    GraphLint.check(graph);
    assertThatThrownBy(() -> GraphCompiler.compile(graph, Map.of(), PLAN, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("terms");
  }

  private static Sum.Addend addend(String tensor) {
    return new Sum.Addend(View.identity(tensor, 1), 1);
  }
}

package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.inference.lowering.Graphs.along;
import static org.probity.inference.lowering.Graphs.view;
import static org.probity.inference.lowering.Graphs.window;
import static org.probity.inference.lowering.Labs.lab;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.probity.graph.AxisIndex;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.RealFunction;
import org.probity.graph.Sum;

/**
 * Witnesses that a cheating prover would try, carried on consistently through all columns they
 * touch: each is caught by the one check that is meant to catch it, and by no other.
 */
class CheatingContractionTest {
  /** The output is the function of an accumulator that another reading of the input would give. */
  private void assertOtherSums(Lab lab, int cell, long... sums) {
    long honest = lab.get("tensor y", cell);
    for (long sum : sums) {
      assertThat(sum).as("another output").isNotEqualTo(honest);
      lab.reset().set("tensor y", cell, sum);
      assertThat(lab.violations()).isNotEmpty().allMatch(name -> name.contains(" of y"));
    }
  }

  @Test
  void windowThatReadsANeighbourOrThePadding() {
    IntegerGraph graph =
        new Graphs()
            .input("x", Format.signed(0, 6), 4)
            .parameter("w", Format.signed(0, 3), 2)
            .contract(
                "a", List.of(3), List.of(2), view("x", window(0, 2, 1, 1, -1)), view("w", along(1)))
            .requantize("y", "a", 0, RealFunction.X, Format.signed(0, 10))
            .output("y")
            .build();
    int[] x = {3, 10, 17, 24};
    int[] w = {1, 2};
    Lab lab = lab(graph, Map.of("w", w), Map.of("x", x));
    assertThat(lab.get("tensor y", 0)).isEqualTo(2 * 3);
    assertThat(lab.get("tensor y", 1)).isEqualTo(10 + 2 * 17);
    assertThat(lab.get("tensor y", 2)).isEqualTo(24);
    // The cell before the first, wrapped around or repeated; windows one further.
    assertOtherSums(lab, 0, 24 + 2 * 3, 3 + 2 * 3);
    assertOtherSums(lab, 1, 3 + 2 * 10, 17 + 2 * 24);
    assertOtherSums(lab, 2, 24 + 2 * 3, 24 + 2 * 24);
  }

  @Test
  void tableThatReadsAnotherCell() {
    AxisIndex reflected = new AxisIndex.Table(1, List.of(0), new int[] {1, 0, 1, -1});
    IntegerGraph graph =
        new Graphs()
            .input("x", Format.signed(0, 6), 2)
            .sum("s", List.of(4), 0, new Sum.Addend(view("x", reflected), 1))
            .requantize("y", "s", 0, RealFunction.X, Format.signed(0, 6))
            .output("y")
            .build();
    Lab lab = lab(graph, Map.of(), Map.of("x", new int[] {7, 9}));
    assertOtherSums(lab, 0, 7);
    assertOtherSums(lab, 1, 9);
    assertOtherSums(lab, 3, 7, 9);
  }
}

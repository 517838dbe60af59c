package org.probity.model.floatgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;
import org.probity.testing.Seeds;

class FloatExecutorTest {
  @Seeds(300)
  void computesWhatTheDefinitionsSay(long seed) {
    Random random = new Random(seed);
    FloatGraph graph = RandomFloatGraph.of(random, 12);
    Map<String, double[]> input = RandomFloatGraph.input(graph, random);
    Map<String, double[]> expected = NaiveExecutor.run(graph, input);
    Map<String, double[]> actual = FloatExecutor.run(graph, input);
    assertThat(actual.keySet()).containsAll(graph.shapes().keySet());
    actual.forEach((name, values) -> assertClose(name, values, expected.get(name)));
  }

  static void assertClose(String name, double[] actual, double[] expected) {
    assertThat(actual).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      double error = Math.abs(actual[i] - expected[i]);
      assertThat(error).as(name).isLessThanOrEqualTo(1e-9 * (1 + Math.abs(expected[i])));
    }
  }

  /** Large enough for all blocks and threads. */
  @Test
  void largeConvolutions() {
    Random random = new Random(3);
    List<Integer> in = List.of(1, 8, 40, 40);
    List<Integer> kernel = List.of(6, 8, 3, 3);
    Map<String, Constant> constants =
        Map.of("w", new Constant(kernel, random.doubles(6 * 8 * 9, -1, 1).toArray()));
    View left =
        new View(
            "x",
            List.of(
                AxisIndex.along(0),
                AxisIndex.along(4),
                new AxisIndex.Strided(List.of(2, 5), List.of(1, 1), -1, 1),
                new AxisIndex.Strided(List.of(3, 6), List.of(1, 1), -1, 1)));
    View right =
        new View(
            "w",
            List.of(
                AxisIndex.along(1), AxisIndex.along(4), AxisIndex.along(5), AxisIndex.along(6)));
    List<Integer> out = List.of(1, 6, 40, 40);
    FloatGraph graph =
        new FloatGraph(
            List.of(RandomFloatGraph.port("x", "x", in)),
            List.of(RandomFloatGraph.port("y", "y", out)),
            constants,
            List.of(new FloatNode.Contract("y", out, List.of(8, 3, 3), left, Optional.of(right))));
    Map<String, double[]> input = Map.of("x", random.doubles(8 * 1600, -1, 1).toArray());
    assertClose(
        "y", FloatExecutor.run(graph, input).get("y"), NaiveExecutor.run(graph, input).get("y"));
  }

  /** Whole numbers by channel to whole numbers, then through a table. */
  @Test
  void rescalesAndTabulates() {
    List<Integer> shape = List.of(2, 3, 2);
    FloatGraph graph =
        new FloatGraph(
            List.of(RandomFloatGraph.port("x", "x", shape)),
            List.of(RandomFloatGraph.port("y", "y", shape)),
            Map.of(),
            List.of(
                new FloatNode.Rescale(
                    "r", shape, "x", List.of(1), new float[] {0.5f, 0.1f, 2}, -4, 5),
                new FloatNode.Tabulate("y", shape, "r", -4, new int[] {9, 8, 7, 6, 5})));
    double[] x = {-9, 1, 3, 25, 2, 3, 5, 7, -35, 15, -1, -8};
    Map<String, double[]> actual = FloatExecutor.run(graph, Map.of("x", x));
    assertThat(actual.get("r")).containsExactly(-4, 0, 0, 2, 4, 5, 2, 4, -4, 2, -2, -4);
    assertThat(actual.get("y")).containsExactly(9, 5, 5, 5, 5, 5, 5, 5, 9, 5, 7, 9);
    NaiveExecutor.run(graph, Map.of("x", x))
        .forEach((name, values) -> assertThat(actual.get(name)).containsExactly(values));
  }

  @Test
  void refusesWhatDoesNotFit() {
    FloatPort x = RandomFloatGraph.port("x", "x", List.of(2));
    FloatGraph graph =
        new FloatGraph(
            List.of(x),
            List.of(RandomFloatGraph.port("y", "y", List.of(2))),
            Map.of("w", new Constant(List.of(3), new double[3])),
            List.of(
                new FloatNode.Select(
                    "y",
                    List.of(2),
                    3,
                    new View("w", List.of(AxisIndex.along(1))),
                    View.identity("x", 1))));
    assertThat(FloatExecutor.run(graph, Map.of("x", new double[] {0, 2})).get("y"))
        .containsExactly(0, 0);
    for (double bad : new double[] {3, -1, 0.5, Double.NaN}) {
      assertThatThrownBy(() -> FloatExecutor.run(graph, Map.of("x", new double[] {0, bad})))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("y: an index lies outside of [0, 3)");
    }
    assertThatThrownBy(() -> FloatExecutor.run(graph, Map.of("x", new double[3])))
        .hasMessage("input x must have 2 entries");
    assertThatThrownBy(() -> FloatExecutor.run(graph, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

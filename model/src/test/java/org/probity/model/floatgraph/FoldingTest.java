package org.probity.model.floatgraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.probity.testing.Seeds;

class FoldingTest {
  static void assertSame(FloatGraph graph, FloatGraph folded, Random random) {
    Map<String, double[]> input = RandomFloatGraph.input(graph, random);
    Map<String, double[]> expected = FloatExecutor.run(graph, input);
    Map<String, double[]> actual = FloatExecutor.run(folded, input);
    assertThat(folded.outputs()).hasSameSizeAs(graph.outputs());
    for (int i = 0; i < graph.outputs().size(); i++) {
      FloatPort before = graph.outputs().get(i);
      FloatPort after = folded.outputs().get(i);
      assertThat(after.name()).isEqualTo(before.name());
      assertThat(after.shape()).isEqualTo(before.shape());
      FloatExecutorTest.assertClose(
          before.name(), actual.get(after.tensor()), expected.get(before.tensor()));
    }
  }

  /** Random graphs, with tensors that are read more than once and outputs in the middle. */
  @Seeds(300)
  void foldingKeepsTheFunction(long seed) {
    Random random = new Random(seed);
    FloatGraph graph = RandomFloatGraph.of(random, 14);
    assertSame(graph, Folding.fold(graph), random);
  }
}

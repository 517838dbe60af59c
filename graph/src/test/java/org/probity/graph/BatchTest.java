package org.probity.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.testing.Seeds;

class BatchTest {
  private static final RealFunction IDENTITY = RealFunction.X;

  /**
   * Executing the batch is executing each item, for every tensor of graphs of every kind of node.
   */
  @Seeds(200)
  void aBatchIsItsItems(long seed) {
    Random random = new Random(seed);
    RandomGraphs.Sample sample = RandomGraphs.sample(random, 1 + random.nextInt(8));
    IntegerGraph graph = sample.graph();
    int count = 1 + random.nextInt(4);
    IntegerGraph batch = Batch.of(graph, count);
    assertThat(ParameterUse.matrices(batch)).isEqualTo(ParameterUse.matrices(graph));

    Parameters parameters = new Parameters(sample.parameters());
    Map<String, int[]> all = new HashMap<>();
    Map<String, long[]> expected = new HashMap<>();
    for (int i = 0; i < count; i++) {
      Map<String, int[]> inputs = i == 0 ? sample.inputs() : inputs(graph, random);
      inputs.forEach((name, values) -> all.merge(name, values, BatchTest::concat));
      IntegerExecutor.run(graph, parameters, inputs)
          .forEach((name, values) -> expected.merge(name, values, BatchTest::concat));
    }
    Map<String, long[]> actual = IntegerExecutor.run(batch, parameters, all);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
  }

  private static Map<String, int[]> inputs(IntegerGraph graph, Random random) {
    Map<String, int[]> inputs = new HashMap<>();
    for (Port port : graph.inputs()) {
      Tensor t = graph.tensorsByName().get(port.tensor());
      inputs.put(
          port.name(),
          random
              .longs(t.size(), t.format().min(), t.format().max() + 1)
              .mapToInt(v -> (int) v)
              .toArray());
    }
    return inputs;
  }

  private static int[] concat(int[] a, int[] b) {
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static long[] concat(long[] a, long[] b) {
    long[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static IntegerGraph copy(List<Integer> shape, List<Long> portShape, Encoding encoding) {
    Format format = Format.signed(3, 8);
    return new IntegerGraph(
        List.of(new Port("x", "x", portShape, encoding)),
        List.of(new Port("y", "y", portShape, encoding)),
        List.of(new Tensor("x", shape, format), new Tensor("y", shape, format)),
        List.of(),
        List.of(new Requantize("y", "x", 0, IDENTITY)));
  }

  @Test
  void portsKeepWhatTheirValuesStandFor() {
    Encoding exponents = new Encoding.Fixed(List.of(4));
    IntegerGraph batch = Batch.of(copy(List.of(1), List.of(), exponents), 3);
    assertThat(batch.inputs().getFirst()).isEqualTo(new Port("x", "x", List.of(3L, 1L), exponents));
  }

  @Test
  void noRoomForAnotherAxis() {
    List<Integer> ones = Collections.nCopies(Shapes.MAX_RANK, 1);
    IntegerGraph graph = copy(ones, List.of(1L), Encoding.fixed());
    assertThatThrownBy(() -> Batch.of(graph, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the model cannot run 2 items at once: tensor x has 12 axes and no room for another");
  }

  @Test
  void tooManyItems() {
    IntegerGraph graph = copy(List.of(1 << 20), List.of(1L << 20), Encoding.fixed());
    assertThat(Batch.of(graph, 16).tensors().getFirst().size()).isEqualTo(1 << 24);
    for (int count : List.of(17, 1 << 12, Integer.MAX_VALUE)) {
      assertThatThrownBy(() -> Batch.of(graph, count))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the model cannot run " + count + " items at once: ");
    }
    assertThatThrownBy(() -> Batch.of(graph, 0)).hasMessage("a batch of 0 items");
  }
}

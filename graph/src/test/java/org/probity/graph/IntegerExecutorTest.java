package org.probity.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.graph.bound.AccumulatorRange;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.graph.lint.GraphLint;
import org.probity.testing.Seeds;

class IntegerExecutorTest {
  private static Tensor tensor(String name, List<Integer> shape, Format format) {
    return new Tensor(name, shape, format);
  }

  /** A graph without outputs, whose input port is the first tensor. */
  private static IntegerGraph graph(
      Tensor in, List<Parameter> parameters, List<Tensor> rest, Node... nodes) {
    List<Tensor> tensors = new ArrayList<>(List.of(in));
    tensors.addAll(rest);
    Port input = new Port("x", in.name(), List.of((long) in.size()));
    return new IntegerGraph(List.of(input), List.of(), tensors, parameters, List.of(nodes));
  }

  private static long[] run(
      IntegerGraph graph, Map<String, int[]> parameters, int[] x, String tensor) {
    return IntegerExecutor.run(graph, new Parameters(parameters), Map.of("x", x)).get(tensor);
  }

  private static int[] random(Random random, int n, Format format) {
    return random.longs(n, format.min(), format.max() + 1).mapToInt(v -> (int) v).toArray();
  }

  private static void agree(
      IntegerGraph graph, Map<String, int[]> parameters, Map<String, int[]> inputs) {
    Map<String, BigInteger[]> expected = NaiveExecutor.run(graph, parameters, inputs);
    Map<String, long[]> actual = IntegerExecutor.run(graph, new Parameters(parameters), inputs);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach(
        (name, values) ->
            assertThat(Arrays.stream(values).mapToObj(BigInteger::valueOf).toArray())
                .as(name)
                .isEqualTo(expected.get(name)));
    for (Tensor t : graph.tensors()) {
      assertThat(Arrays.stream(actual.get(t.name())).allMatch(t.format()::contains))
          .as(t.name() + " in its format")
          .isTrue();
    }
  }

  @Seeds(300)
  void randomGraphsAgainstTheDefinitions(long seed) {
    Random random = new Random(seed);
    RandomGraphs.Sample sample = RandomGraphs.sample(random, 1 + random.nextInt(8));
    GraphLint.check(sample.graph(), new Parameters(sample.parameters()));
    agree(sample.graph(), sample.parameters(), sample.inputs());
  }

  /** Sizes beyond what a block, a thread's share or a row of the matrix holds. */
  @Seeds(24)
  void largeProducts(long seed) {
    Random random = new Random(seed);
    int batch = List.of(1, 1, 3, 9).get(random.nextInt(4));
    int m = List.of(1, 2, 7, 13).get(random.nextInt(4));
    int n = List.of(1, 3, 15, 33).get(random.nextInt(4));
    int k = List.of(1, 5, 66).get(random.nextInt(3));
    Format format = Format.signed(0, random.nextInt(3) == 0 ? 16 : 8);
    List<Integer> shape = List.of(batch, m, n);
    boolean transposed = random.nextBoolean();
    View left =
        new View(
            "x",
            transposed
                ? List.of(AxisIndex.along(3), AxisIndex.along(0), AxisIndex.along(1))
                : List.of(AxisIndex.along(0), AxisIndex.along(1), AxisIndex.along(3)));
    View right =
        new View(
            "w",
            random.nextBoolean()
                ? List.of(AxisIndex.along(3), AxisIndex.along(2))
                : List.of(AxisIndex.along(2), AxisIndex.along(3)));
    boolean columnsLast = right.axes().getLast().equals(AxisIndex.along(2));
    Contract node = new Contract("y", List.of(k), left, Optional.of(right));
    Tensor x = tensor("x", transposed ? List.of(k, batch, m) : List.of(batch, m, k), format);
    Parameter w = new Parameter("w", columnsLast ? List.of(k, n) : List.of(n, k), format);
    Format range = AccumulatorRange.format(node, shape, 0, Map.of("x", x), Map.of("w", w));
    IntegerGraph graph = graph(x, List.of(w), List.of(tensor("y", shape, range)), node);
    agree(
        graph,
        Map.of("w", random(random, w.size(), format)),
        Map.of("x", random(random, x.size(), format)));
  }

  /** Windows that stick out of the image, with channels first or last, groups, and dilation. */
  @Seeds(24)
  void convolutions(long seed) {
    Random random = new Random(seed);
    int groups = 1 + random.nextInt(2);
    int in = List.of(1, 3, 9).get(random.nextInt(3));
    int out = List.of(1, 2, 18).get(random.nextInt(3));
    int size = 5 + random.nextInt(5);
    int stride = 1 + random.nextInt(2);
    int dilation = 1 + random.nextInt(2);
    int positions = (size + 1) / stride;
    Format format = Format.signed(0, 8);
    // Axes: group, channel, row, column; summed: input channel, two axes of the window.
    List<Integer> shape = List.of(groups, out, positions, positions);
    List<Integer> summed = List.of(in, 3, 3);
    AxisIndex row = new AxisIndex.Strided(List.of(2, 5), List.of(stride, dilation), -dilation, 1);
    AxisIndex column =
        new AxisIndex.Strided(List.of(3, 6), List.of(stride, dilation), -dilation, 1);
    AxisIndex group = AxisIndex.along(0);
    AxisIndex channel = AxisIndex.along(4);
    boolean channelsLast = random.nextBoolean();
    Tensor x =
        tensor(
            "x",
            channelsLast ? List.of(size, size, groups, in) : List.of(groups, in, size, size),
            format);
    View left =
        new View(
            "x",
            channelsLast
                ? List.of(row, column, group, channel)
                : List.of(group, channel, row, column));
    Parameter w =
        new Parameter(
            "w",
            channelsLast ? List.of(groups, 3, 3, in, out) : List.of(groups, out, in, 3, 3),
            format);
    List<Integer> order = channelsLast ? List.of(0, 5, 6, 4, 1) : List.of(0, 1, 4, 5, 6);
    View right = new View("w", order.stream().map(AxisIndex::along).toList());
    Contract node = new Contract("y", summed, left, Optional.of(right));
    Format range = AccumulatorRange.format(node, shape, 0, Map.of("x", x), Map.of("w", w));
    IntegerGraph graph = graph(x, List.of(w), List.of(tensor("y", shape, range)), node);
    agree(
        graph,
        Map.of("w", random(random, w.size(), format)),
        Map.of("x", random(random, x.size(), format)));
  }

  @Test
  void sumsBeyond31BitsDoNotWrap() {
    Format format = Format.signed(0, 16);
    int depth = 300;
    Tensor x = tensor("x", List.of(depth), format);
    Parameter w = new Parameter("w", List.of(depth, 2), format);
    Contract node =
        new Contract(
            "y",
            List.of(depth),
            new View("x", List.of(AxisIndex.along(1))),
            Optional.of(new View("w", List.of(AxisIndex.along(1), AxisIndex.along(0)))));
    IntegerGraph graph =
        graph(x, List.of(w), List.of(tensor("y", List.of(2), Format.signed(0, 40))), node);
    int[] least = new int[2 * depth];
    Arrays.fill(least, -32768);
    long expected = 300L << 30;
    assertThat(run(graph, Map.of("w", least), Arrays.copyOf(least, depth), "y"))
        .containsExactly(expected, expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0",
    "2, 1",
    "5, 1",
    "6, 2",
    "-1, 0",
    "-2, 0",
    "-3, -1",
    "-6, -1",
    "-7, -2",
    "127, 32",
    "-128, -32"
  })
  void requantizeRoundsHalfUp(int x, long expected) {
    IntegerGraph graph =
        graph(
            tensor("x", List.of(1), Format.signed(4, 8)),
            List.of(),
            List.of(tensor("y", List.of(1), Format.signed(2, 8))),
            new Requantize("y", "x", 2, RealFunction.X));
    assertThat(run(graph, Map.of(), new int[] {x}, "y")).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"100, 7", "-100, -8", "6, 6"})
  void requantizeSaturates(int x, long expected) {
    IntegerGraph graph =
        graph(
            tensor("x", List.of(1), Format.signed(0, 8)),
            List.of(),
            List.of(tensor("y", List.of(1), Format.signed(0, 4))),
            new Requantize("y", "x", 0, RealFunction.X));
    assertThat(run(graph, Map.of(), new int[] {x}, "y")).containsExactly(expected);
  }

  /** By a table where arguments repeat, and one by one where they are far apart. */
  @Test
  void functionsOfDenseAndOfSparseArguments() {
    RealFunction function = FunctionNotation.parse("mul(x,sigmoid(x))");
    Format to = Format.signed(6, 16);
    for (int step : new int[] {1, 7}) {
      int[] x = new int[5000];
      Arrays.setAll(x, i -> (i % 4001 - 2000) * step);
      IntegerGraph graph =
          graph(
              tensor("x", List.of(x.length), Format.signed(6, 16)),
              List.of(),
              List.of(tensor("y", List.of(x.length), to)),
              new Requantize("y", "x", 0, function));
      assertThat(run(graph, Map.of(), x, "y"))
          .containsExactly(Arrays.stream(x).mapToLong(v -> function.apply(v, 6, to)).toArray());
    }
  }

  @ParameterizedTest
  @CsvSource({"7, 2, 4", "-7, 2, -3", "5, 10, 1", "-5, 10, 0", "-6, 10, -1", "0, 3, 0"})
  void quotientsRoundHalfUp(int x, int d, long expected) {
    Divide node = new Divide("q", "n", new View("x", List.of(AxisIndex.at(1))), 0);
    IntegerGraph graph =
        graph(
            tensor("x", List.of(2), Format.signed(0, 8)),
            List.of(),
            List.of(
                tensor("n", List.of(1), Format.signed(0, 8)),
                tensor("q", List.of(1), Format.signed(0, 8))),
            new Sum("n", List.of(new Sum.Addend(new View("x", List.of(AxisIndex.along(0))), 1)), 0),
            node);
    assertThat(run(graph, Map.of(), new int[] {x, d}, "q")).containsExactly(expected);
  }

  @Test
  void rankingPinsTies() {
    int[] x = {1, 5, 5, 2};
    View input = new View("x", List.of(AxisIndex.along(1)));
    for (boolean last : new boolean[] {false, true}) {
      for (boolean minimum : new boolean[] {false, true}) {
        IntegerGraph graph =
            graph(
                tensor("x", List.of(4), Format.signed(0, 8)),
                List.of(),
                List.of(tensor("y", List.of(4), new Format(0, 0, 3))),
                new Ranking("y", 4, input, last, minimum));
        long a = last ? 2 : 1;
        long b = last ? 1 : 2;
        assertThat(run(graph, Map.of(), x, "y"))
            .containsExactly(minimum ? new long[] {0, 3, a, b} : new long[] {a, b, 3, 0});
      }
    }
  }

  @Seeds(100)
  void softmaxIsCloseToTheRealOne(long seed) {
    Random random = new Random(seed);
    int rows = 1 + random.nextInt(3);
    int features = 1 + random.nextInt(9);
    Format in = Format.signed(5, 8);
    IntegerGraph graph =
        graph(
            tensor("x", List.of(rows, features), in),
            List.of(),
            List.of(tensor("y", List.of(rows, features), new Format(10, 0, 1024))),
            new Softmax("y", "x", 1, 14));
    int[] x = random(random, rows * features, in);
    long[] y = run(graph, Map.of(), x, "y");
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      for (int i = 0; i < features; i++) {
        sum += Math.exp(x[r * features + i] / 32.0);
      }
      long total = 0;
      for (int i = 0; i < features; i++) {
        long share = y[r * features + i];
        total += share;
        double real = 1024 * Math.exp(x[r * features + i] / 32.0) / sum;
        assertThat(Math.abs(share - real)).isLessThan(1);
      }
      assertThat(Math.abs(total - 1024)).isLessThanOrEqualTo(features);
    }
  }

  @Test
  void inputsAreChecked() {
    IntegerGraph graph =
        graph(
            tensor("x", List.of(3), Format.unsigned(0, 4)),
            List.of(),
            List.of(tensor("y", List.of(3), Format.unsigned(0, 4))),
            new Requantize("y", "x", 0, RealFunction.X));
    assertThatThrownBy(() -> run(graph, Map.of(), new int[] {1, 16, 2}, "y"))
        .hasMessage("input x: entry 1 is outside the declared domain");
    assertThatThrownBy(() -> run(graph, Map.of(), new int[] {1, 2}, "y"))
        .hasMessage("input x must have 3 entries");
    assertThatThrownBy(() -> IntegerExecutor.run(graph, new Parameters(Map.of()), new HashMap<>()))
        .hasMessage("input x must have 3 entries");
  }
}

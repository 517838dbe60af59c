package org.probity.model.graph;

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
import org.probity.model.Seeds;

class IntegerExecutorTest {
  private static Tensor tensor(String name, int rows, int features, Format format) {
    return new Tensor(name, rows, features, format);
  }

  private static IntegerGraph graph(
      Tensor in, List<Parameter> parameters, List<Tensor> rest, Node... nodes) {
    List<Tensor> tensors = new ArrayList<>(List.of(in));
    tensors.addAll(rest);
    Port input = new Port("x", in.name(), List.of((long) in.rows(), (long) in.features()));
    return new IntegerGraph(List.of(input), List.of(), tensors, parameters, List.of(nodes));
  }

  private static long[] run(
      IntegerGraph graph, Map<String, int[]> parameters, int[] x, String tensor) {
    return IntegerExecutor.run(graph, new Parameters(parameters), Map.of("x", x)).get(tensor);
  }

  private static int[] random(Random random, int n, Format format) {
    return random.longs(n, format.min(), format.max() + 1).mapToInt(v -> (int) v).toArray();
  }

  /** One of 1..max, the ends more often than the rest. */
  private static int size(Random random, int max) {
    return switch (random.nextInt(8)) {
      case 0 -> 1;
      case 1 -> max;
      default -> 1 + random.nextInt(max);
    };
  }

  @Seeds(fixed = 200)
  void linearAgainstBigInteger(long seed) {
    Random random = new Random(seed);
    int rows = size(random, 3);
    int depth = size(random, 40);
    int width = size(random, 17);
    Format format = Format.signed(4, random.nextBoolean() ? 16 : 8);
    Format biasFormat = Format.signed(8, 32);
    List<Parameter> parameters =
        List.of(new Parameter("w", depth, width, format), new Parameter("b", 1, width, biasFormat));
    Linear node = new Linear("y", "x", "w", Optional.of("b"));
    Tensor in = tensor("x", rows, depth, format);
    Map<String, Tensor> tensors = Map.of("x", in);
    Map<String, Parameter> declared = Map.of("w", parameters.get(0), "b", parameters.get(1));
    Format out = AccumulatorRange.format(node, 8, tensors, declared);
    IntegerGraph graph = graph(in, parameters, List.of(tensor("y", rows, width, out)), node);
    int[] x = random(random, rows * depth, format);
    int[] w = random(random, depth * width, format);
    int[] b = random(random, width, biasFormat);
    long[] y = run(graph, Map.of("w", w, "b", b), x, "y");
    for (int r = 0; r < rows; r++) {
      for (int n = 0; n < width; n++) {
        BigInteger sum = BigInteger.valueOf(b[n]);
        for (int k = 0; k < depth; k++) {
          sum = sum.add(BigInteger.valueOf((long) x[r * depth + k] * w[k * width + n]));
        }
        assertThat(BigInteger.valueOf(y[r * width + n])).isEqualTo(sum);
      }
    }
  }

  /** The range is exact: the extremes of the operands reach both of its ends. */
  @ParameterizedTest
  @CsvSource({"8, 8, 16, 5", "16, 16, 32, 300", "16, 2, 32, 1"})
  void extremesReachTheDeclaredRange(int inputBits, int weightBits, int biasBits, int depth) {
    Format input = Format.signed(0, inputBits);
    Format weight = Format.signed(0, weightBits);
    Format bias = Format.signed(0, biasBits);
    Linear node = new Linear("y", "x", "w", Optional.of("b"));
    Tensor in = tensor("x", 1, depth, input);
    List<Parameter> parameters =
        List.of(new Parameter("w", depth, 1, weight), new Parameter("b", 1, 1, bias));
    Format range =
        AccumulatorRange.format(
            node, 0, Map.of("x", in), Map.of("w", parameters.get(0), "b", parameters.get(1)));
    IntegerGraph graph = graph(in, parameters, List.of(tensor("y", 1, 1, range)), node);
    int[] low = filled(depth, (int) input.min());
    int[] lowWeight = filled(depth, (int) weight.min());
    int[] highWeight = filled(depth, (int) weight.max());
    long max = run(graph, Map.of("w", lowWeight, "b", filled(1, (int) bias.max())), low, "y")[0];
    long min = run(graph, Map.of("w", highWeight, "b", filled(1, (int) bias.min())), low, "y")[0];
    assertThat(max).isEqualTo(range.max());
    // One side of two's complement is longer, so the least product is min * max.
    assertThat(min).isGreaterThanOrEqualTo(range.min());
    long other =
        run(
            graph,
            Map.of("w", lowWeight, "b", filled(1, (int) bias.min())),
            filled(depth, (int) input.max()),
            "y")[0];
    assertThat(Math.min(min, other)).isEqualTo(range.min());
  }

  private static int[] filled(int length, int value) {
    int[] values = new int[length];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void affineAndSum() {
    Format format = Format.signed(0, 8);
    IntegerGraph graph =
        graph(
            tensor("x", 2, 2, format),
            List.of(new Parameter("s", 1, 2, format), new Parameter("b", 1, 2, format)),
            List.of(
                tensor("a", 2, 2, Format.signed(0, 20)), tensor("t", 2, 2, Format.signed(0, 30))),
            new Affine("a", "x", "s", Optional.of("b")),
            new Sum("t", List.of(new Sum.Addend("a", 2), new Sum.Addend("x", -3)), 100));
    long[] t =
        run(
            graph,
            Map.of("s", new int[] {5, -7}, "b", new int[] {1, 2}),
            new int[] {1, 2, -3, 4},
            "t");
    assertThat(t)
        .containsExactly(2 * 6 - 3 + 100, 2 * -12 - 6 + 100, 2 * -14 + 9 + 100, 2 * -26 - 12 + 100);
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
            tensor("x", 1, 1, Format.signed(4, 8)),
            List.of(),
            List.of(tensor("y", 1, 1, Format.signed(2, 8))),
            new Requantize("y", "x", 2, new Activation.Identity()));
    assertThat(run(graph, Map.of(), new int[] {x}, "y")).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"100, 7", "-100, -8", "6, 6"})
  void requantizeSaturates(int x, long expected) {
    IntegerGraph graph =
        graph(
            tensor("x", 1, 1, Format.signed(0, 8)),
            List.of(),
            List.of(tensor("y", 1, 1, Format.signed(0, 4))),
            new Requantize("y", "x", 0, new Activation.Identity()));
    assertThat(run(graph, Map.of(), new int[] {x}, "y")).containsExactly(expected);
  }

  @Test
  void argMaxPinsTies() {
    for (boolean last : new boolean[] {false, true}) {
      IntegerGraph graph =
          graph(
              tensor("x", 3, 4, Format.signed(0, 8)),
              List.of(),
              List.of(tensor("y", 3, 1, new Format(0, 0, 3))),
              new ArgMax("y", "x", last));
      int[] x = {1, 5, 5, 2, -3, -3, -3, -3, 7, 0, 0, 7};
      assertThat(run(graph, Map.of(), x, "y"))
          .containsExactly(last ? new long[] {2, 3, 3} : new long[] {1, 0, 0});
    }
  }

  @Seeds(fixed = 200)
  void softmaxIsItsFormula(long seed) {
    Random random = new Random(seed);
    int features = size(random, 9);
    Format in = Format.signed(5, 8);
    Softmax node = new Softmax("y", "x", 14);
    IntegerGraph graph =
        graph(
            tensor("x", 2, features, in),
            List.of(),
            List.of(tensor("y", 2, features, new Format(10, 0, 1024))),
            node);
    int[] x = random(random, 2 * features, in);
    long[] y = run(graph, Map.of(), x, "y");
    for (int r = 0; r < 2; r++) {
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
        assertThat(share).isBetween(0L, 1024L);
      }
      assertThat(Math.abs(total - 1024)).isLessThanOrEqualTo(features);
    }
  }

  @Test
  void inputsAreChecked() {
    IntegerGraph graph =
        graph(
            tensor("x", 1, 3, Format.unsigned(0, 4)),
            List.of(),
            List.of(tensor("y", 1, 3, Format.unsigned(0, 4))),
            new Requantize("y", "x", 0, new Activation.Identity()));
    assertThatThrownBy(() -> run(graph, Map.of(), new int[] {1, 16, 2}, "y"))
        .hasMessage("input x: entry 1 is outside the declared domain");
    assertThatThrownBy(() -> run(graph, Map.of(), new int[] {1, 2}, "y"))
        .hasMessage("input x must have 3 entries");
    assertThatThrownBy(() -> IntegerExecutor.run(graph, new Parameters(Map.of()), new HashMap<>()))
        .hasMessage("input x must have 3 entries");
  }
}

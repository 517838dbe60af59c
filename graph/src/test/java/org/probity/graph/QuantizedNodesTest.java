package org.probity.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.graph.lint.GraphLint;

/** {@link Rescale}, {@link Tabulate} and ports with {@link Encoding.Affine}. */
class QuantizedNodesTest {
  private static final Format INPUT = Format.signed(0, 16);
  private static final Format CODE = new Format(0, -100, 155);

  private static IntegerGraph graph(Port port, Format in, Node node, Format out) {
    return new IntegerGraph(
        List.of(port),
        List.of(new Port("y", "y", List.of(2L, 3L, 2L))),
        List.of(new Tensor("x", List.of(2, 3, 2), in), new Tensor("y", List.of(2, 3, 2), out)),
        List.of(),
        List.of(node));
  }

  private static IntegerGraph graph(Format in, Node node, Format out) {
    return graph(new Port("x", "x", List.of(2L, 3L, 2L)), in, node, out);
  }

  private static Node rescale(List<Integer> axes, float... multipliers) {
    return new Rescale("y", "x", axes, multipliers);
  }

  private static Node tabulate(int first, int... table) {
    return new Tabulate("y", "x", first, table);
  }

  @Test
  void multipliersGoAlongTheirAxes() {
    int[] x = {-20000, -200, -3, -1, 0, 1, 3, 5, 101, 301, 20000, 32767};
    Map<String, int[]> inputs = Map.of("x", x);
    Parameters none = new Parameters(Map.of());
    Node one = rescale(List.of(), 0.5f);
    assertThat(IntegerExecutor.run(graph(INPUT, one, CODE), none, inputs).get("y"))
        // Half to even.
        .containsExactly(-100, -100, -2, 0, 0, 0, 2, 2, 50, 150, 155, 155);
    Node channels = rescale(List.of(1), 0.5f, 1, 0.01f);
    assertThat(IntegerExecutor.run(graph(INPUT, channels, CODE), none, inputs).get("y"))
        .containsExactly(-100, -100, -3, -1, 0, 0, 2, 2, 101, 155, 155, 155);
    Node both = rescale(List.of(0, 1), 1, 0.5f, 0.5f, 0.5f, 0.25f, 0.001f);
    assertThat(IntegerExecutor.run(graph(INPUT, both, CODE), none, inputs).get("y"))
        .containsExactly(-100, -100, -2, 0, 0, 0, 2, 2, 25, 75, 20, 33);
  }

  @Test
  void productsAreRoundedToFloat32First() {
    // The exact product lies above 0.5 by less than the distance of float32 numbers there.
    float m = 1 / 6f;
    assertThat(Math.rint(3 * (double) m)).isEqualTo(1);
    assertThat(Rescale.apply(3, m, -128, 127)).isZero();
    // 2^24 + 1 is no float32 number.
    assertThat(Rescale.apply((1 << 24) + 1, 1, 0, 1L << 40)).isEqualTo(1 << 24);
  }

  @Test
  void thresholdsAreThoseOfTheResult() {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      float m = (float) Math.exp(-8 * random.nextDouble());
      long q = random.nextInt(256) - 128L;
      long t = Rescale.firstAtLeast(q, m, -128, 127, -1 << 20, 1 << 20);
      assertThat(Rescale.apply(t, m, -128, 127) >= q || t > 1 << 20).isTrue();
      assertThat(t == -1 << 20 || Rescale.apply(t - 1, m, -128, 127) < q).isTrue();
    }
  }

  @Test
  void tablesAreReadByKey() {
    int[] x = {-2, -1, 0, 1, -2, -1, 0, 1, 1, 1, 0, 0};
    IntegerGraph graph = graph(new Format(0, -2, 1), tabulate(-3, 9, 5, 6, 7, 8), CODE);
    GraphLint.check(graph);
    assertThat(IntegerExecutor.run(graph, new Parameters(Map.of()), Map.of("x", x)).get("y"))
        .containsExactly(5, 6, 7, 8, 5, 6, 7, 8, 8, 8, 7, 7);
  }

  static Stream<Arguments> malformed() {
    Format few = new Format(0, 0, 2);
    return Stream.of(
        Arguments.of("not a positive number", INPUT, rescale(List.of(), 0f), CODE),
        Arguments.of("not a positive number", INPUT, rescale(List.of(), -1f), CODE),
        Arguments.of("not a positive number", INPUT, rescale(List.of(), Float.NaN), CODE),
        Arguments.of(
            "not a positive number", INPUT, rescale(List.of(), Float.POSITIVE_INFINITY), CODE),
        Arguments.of("a multiplier for each", INPUT, rescale(List.of(), 1, 1), CODE),
        Arguments.of("a multiplier for each", INPUT, rescale(List.of()), CODE),
        Arguments.of("a multiplier for each", INPUT, rescale(List.of(1), 1, 1), CODE),
        Arguments.of("not consecutive", INPUT, rescale(List.of(0, 2), 1, 1, 1, 1), CODE),
        Arguments.of("not consecutive", INPUT, rescale(List.of(1, 0), 1, 1, 1, 1, 1, 1), CODE),
        Arguments.of("not consecutive", INPUT, rescale(List.of(3), 1, 1), CODE),
        Arguments.of("not consecutive", INPUT, rescale(List.of(-1), 1, 1), CODE),
        Arguments.of("a fraction is not 0", Format.signed(1, 8), rescale(List.of(), 1), CODE),
        Arguments.of("a fraction is not 0", INPUT, rescale(List.of(), 1), Format.signed(1, 8)),
        Arguments.of("spans more than 16", INPUT, rescale(List.of(), 1), Format.signed(0, 20)),
        Arguments.of("can leave the table", few, tabulate(0, 1, 2), CODE),
        Arguments.of("can leave the table", few, tabulate(1, 1, 2, 3), CODE),
        Arguments.of("outside of the format", few, tabulate(0, 1, 2, 156), CODE),
        Arguments.of("outside of the format", few, tabulate(0, 1, -101, 3), CODE),
        Arguments.of("too many entries", few, tabulate(0, new int[(1 << 18) + 1]), CODE),
        Arguments.of("too many entries", few, tabulate(0), CODE),
        Arguments.of("a fraction is not 0", new Format(2, 0, 2), tabulate(0, 1, 2, 3), CODE),
        Arguments.of("a fraction is not 0", few, tabulate(0, 1, 2, 3), Format.signed(2, 8)));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedNodesAreRejected(String message, Format in, Node node, Format out) {
    assertThatThrownBy(() -> GraphLint.check(graph(in, node, out)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void scalesAreOfPortsOfIntegers() {
    Encoding.Affine affine = new Encoding.Affine(0.25f, 100);
    Port port = new Port("x", "x", List.of(2L, 3L, 2L), affine);
    GraphLint.check(graph(port, CODE, rescale(List.of(), 1), CODE));
    assertThatThrownBy(
            () ->
                GraphLint.check(
                    graph(port, Format.signed(1, 8), tabulate(-128, new int[256]), CODE)))
        .hasMessageContaining("port x has a scale and a fraction");
    assertThat(affine.entry(0.375, -100, 155)).isEqualTo(2);
    assertThat(affine.entry(-1e30, -100, 155)).isEqualTo(-100);
    assertThat(affine.toReal(-3)).isEqualTo(-0.75);
    for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Encoding.Affine(scale, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void nodesAreEqualByContent() {
    assertThat(rescale(List.of(), 1)).isEqualTo(rescale(List.of(), 1));
    assertThat(rescale(List.of(), 1)).isNotEqualTo(rescale(List.of(), 2));
    assertThat(tabulate(0, 1, 2)).isEqualTo(tabulate(0, 1, 2)).hasSameHashCodeAs(tabulate(0, 1, 2));
    assertThat(tabulate(0, 1, 2)).isNotEqualTo(tabulate(1, 1, 2));
    int[] table = {1, 2};
    Tabulate node = new Tabulate("y", "x", 0, table);
    Arrays.fill(table, 9);
    assertThat(node.at(1)).isEqualTo(2);
  }
}

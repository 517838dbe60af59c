package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;
import org.probity.graph.RealFunction;
import org.probity.graph.Sum;
import org.probity.graph.View;
import org.probity.graph.lint.GraphLint;
import org.probity.inference.lowering.function.IntegerFunction;
import org.probity.inference.lowering.table.ThresholdTable;

/** Accumulators near the limit: some ways to lower them fail, which must not fail the others. */
class WideAccumulatorTest {
  private static IntegerGraph graph(int bits) {
    return new Graphs()
        .weightFraction(15)
        .input("x", Format.signed(15, 16), 1, 2)
        .linear("l", "x", 2, 16, 32)
        .sum("s", List.of(1, 2), 0, new Sum.Addend(View.identity("l", 2), 1L << (bits - 32)))
        .requantize("y", "s", 29, Graphs.RELU, Format.signed(12, 16))
        .output("y")
        .build();
  }

  @ParameterizedTest
  @ValueSource(ints = {44, 46, 47, 48, 52, 58})
  void isPlanned(int bits) {
    IntegerGraph graph = graph(bits);
    GraphLint.check(graph);
    for (boolean max : new boolean[] {false, true}) {
      Map<String, int[]> parameters = new HashMap<>();
      for (Parameter p : graph.parameters()) {
        parameters.put(p.name(), filled(p.size(), max ? p.format().max() : p.format().min()));
      }
      int[] x = filled(2, max ? Short.MAX_VALUE : Short.MIN_VALUE);
      assertThat(Lab.of(graph, parameters, Map.of("x", x)).violations()).isEmpty();
    }
  }

  /** What is left of a sum of 61 bits, minus its rounded value, is small; its bounds are not. */
  @ParameterizedTest
  @ValueSource(ints = {31, 32})
  void identitiesOfWideOutputs(int bits) {
    IntegerGraph graph =
        new Graphs()
            .weightFraction(15)
            .input("x", Format.signed(15, 16), 1, 2)
            .linear("l", "x", 2, 16, 32)
            .sum("s", List.of(1, 2), 0, new Sum.Addend(View.identity("l", 2), (1L << 28) + 1))
            .requantize("y", "s", 27, RealFunction.X, Format.signed(30, bits))
            .output("y")
            .build();
    GraphLint.check(graph);
    Map<String, int[]> parameters = new HashMap<>();
    for (Parameter p : graph.parameters()) {
      parameters.put(p.name(), filled(p.size(), p.format().max()));
    }
    int[] x = filled(2, Short.MAX_VALUE);
    assertThat(Lab.of(graph, parameters, Map.of("x", x)).violations()).isEmpty();
  }

  private static int[] filled(int size, long value) {
    int[] values = new int[size];
    Arrays.fill(values, Math.toIntExact(value));
    return values;
  }

  @Test
  void thresholdsBeyondTheLimitAreRefused() {
    IntegerFunction f =
        new IntegerFunction(Graphs.RELU, 0, Format.signed(0, 8), -(1L << 22), 1L << 22);
    assertThat(new ThresholdTable(f, 40, 61).widest()).isEqualTo(1L << 62);
    for (int bits : new int[] {62, 63, 64}) {
      assertThatThrownBy(() -> new ThresholdTable(f, 40, bits))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

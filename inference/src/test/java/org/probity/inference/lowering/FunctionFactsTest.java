package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.Format;
import org.probity.graph.FunctionNotation;
import org.probity.graph.IntegerGraph;
import org.probity.graph.RealFunction;
import org.probity.graph.Sum;
import org.probity.graph.View;
import org.probity.inference.lowering.function.FunctionFacts;
import org.probity.inference.lowering.function.Homogeneity;
import org.probity.inference.lowering.function.IntegerFunction;

/** What is found out of functions is what trying all arguments finds, and quickly. */
class FunctionFactsTest {
  private static final String GELU = "mul(mul(x,0.5),add(erf(div(x,1.4142135623730951)),1.0))";
  private static final String SILU = "mul(x,sigmoid(x))";
  private static final String MISH = "mul(x,tanh(softplus(x)))";
  private static final String HARD_SWISH = "mul(x,min(max(add(div(x,6.0),0.5),0.0),1.0))";

  static Stream<String> functions() {
    return Stream.of(
        GELU,
        SILU,
        MISH,
        HARD_SWISH,
        "x",
        "relu(x)",
        "abs(x)",
        "neg(x)",
        "sqrt(x)",
        "log(x)",
        "reciprocal(x)",
        "exp(neg(mul(x,x)))",
        "sin(x)",
        "tan(x)",
        "less(x,1.5)",
        "pow(max(x,0.5),0.5)",
        "select_positive(x,exp(x))",
        "mod(x,3.0)",
        "acos(x)",
        "acosh(x)",
        "erf(x)");
  }

  private static IntegerFunction on(String f, int fraction, long low, long high) {
    return new IntegerFunction(
        FunctionNotation.parse(f), fraction, new Format(4, -100, 100), low, high);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void windowIsTheWholeButConstantEnds(String f) {
    Random random = new Random(f.hashCode());
    for (int i = 0; i < 30; i++) {
      int width = 1 + random.nextInt(3000);
      long low = random.nextInt(3000) - 2000L;
      IntegerFunction function = on(f, random.nextInt(8), low, low + width);
      FunctionFacts facts = FunctionFacts.of(function);
      long start = low;
      while (start < function.high() && function.apply(start + 1) == function.apply(low)) {
        start++;
      }
      long end = function.high();
      while (end > start && function.apply(end - 1) == function.apply(function.high())) {
        end--;
      }
      assertThat(facts.window().low()).isEqualTo(start);
      assertThat(facts.window().high()).isEqualTo(end);
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void nonDecreasingMeansIt(String f) {
    IntegerFunction function = on(f, 5, -4000, 4000);
    boolean rises = true;
    for (long x = function.low(); x < function.high(); x++) {
      rises &= function.apply(x) <= function.apply(x + 1);
    }
    assertThat(rises || !FunctionFacts.of(function).nonDecreasing()).isTrue();
  }

  /** Thousands of steps, not 2^40. */
  @ParameterizedTest
  @ValueSource(strings = {GELU, SILU, MISH, HARD_SWISH, "exp(neg(mul(x,x)))", "abs(x)", "relu(x)"})
  void wideIntervals(String f) {
    IntegerFunction function = on(f, 6, -(1L << 39), (1L << 39) + 12345);
    IntegerFunction window = FunctionFacts.of(function).window();
    assertThat(window.arguments()).isLessThanOrEqualTo(1 << 20);
    Random random = new Random(3);
    for (int i = 0; i < 1000; i++) {
      int bits = random.nextInt(39);
      long below = window.low() - random.nextLong(1L << bits);
      long above = window.high() + random.nextLong(1L << bits);
      assertThat(function.apply(below)).isEqualTo(function.apply(window.low()));
      assertThat(function.apply(above)).isEqualTo(function.apply(window.high()));
    }
  }

  @Test
  void homogeneousFunctionsAreOneWhateverTheScale() {
    for (String f : List.of("x", "relu(x)", "abs(neg(x))", "max(x,mul(x,0.125))")) {
      RealFunction function = FunctionNotation.parse(f);
      assertThat(Homogeneity.isHomogeneous(function)).isTrue();
      Format shifted = new Format(5, -100, 100);
      Format plain = new Format(0, -100, 100);
      for (long x = -500; x < 500; x++) {
        assertThat(function.apply(x, 7, shifted)).isEqualTo(function.apply(x, 2, plain));
      }
    }
    for (String f : List.of("exp(x)", "min(max(x,0.0),6.0)", "floor(x)", "mul(x,x)")) {
      assertThat(Homogeneity.isHomogeneous(FunctionNotation.parse(f))).isFalse();
    }
  }

  /** A comparison of whole numbers in a fine scale changes between two of many arguments. */
  @Test
  void narrowWindowsAreWidened() {
    for (String f : List.of("less(x,0.0)", "equal(x,0.0)", "less(0.0,x)", "sign(x)")) {
      IntegerGraph graph =
          new Graphs()
              .input("x", Format.signed(0, 12), 2)
              .sum("s", List.of(2), 0, new Sum.Addend(View.identity("x", 1), 1 << 11))
              .requantize("y", "s", 0, FunctionNotation.parse(f), Format.signed(4, 8))
              .output("y")
              .build();
      Lab lab = Lab.of(graph, Map.of(), Map.of("x", new int[] {-2048, 0}), Map.of(), null);
      assertThat(lab.violations()).isEmpty();
      assertThat(lab.compiled.program().tables()).allMatch(table -> table.size() < 1 << 15);
      lab = Lab.of(graph, Map.of(), Map.of("x", new int[] {2047, 1}), Map.of(), null);
      assertThat(lab.violations()).isEmpty();
    }
  }

  @Test
  void functionsThatVaryTooMuchAreRefused() {
    IntegerGraph graph =
        new Graphs()
            .input("x", Format.signed(0, 16), 2)
            .sum("s", List.of(2), 0, new Sum.Addend(View.identity("x", 1), 1 << 10))
            .requantize("wave", "s", 0, FunctionNotation.parse("sin(x)"), Format.signed(4, 8))
            .output("wave")
            .build();
    assertThatThrownBy(() -> Planner.plan(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("node wave: its function varies over 2^26 arguments");
  }
}

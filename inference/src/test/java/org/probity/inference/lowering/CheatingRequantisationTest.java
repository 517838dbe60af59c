package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.probity.inference.lowering.Graphs.RELU;
import static org.probity.inference.lowering.Labs.SHIFT;
import static org.probity.inference.lowering.Labs.lab;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.argument.program.Table;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.inference.lowering.table.Side;

/**
 * Witnesses that a cheating prover would try, carried on consistently through all columns they
 * touch: each is caught by the one check that is meant to catch it, and by no other.
 */
class CheatingRequantisationTest {
  private static final RealFunction SIGMOID = RealFunction.unary(UnaryOperator.SIGMOID);

  private static final Map<String, int[]> WEIGHTS =
      Map.of("a.w", new int[] {5}, "a.b", new int[] {3});

  /** {@code y = f((5 x + 3 + 8) >> 4)} limited to {@code [0, 15]}. */
  private Lab rescaled(int x, RealFunction f, Format to, int rangeBits, RequantizeLowering way) {
    IntegerGraph graph =
        new Graphs()
            .input("x", Format.signed(2, 8), 1, 1)
            .linear("a", "x", 1, 4, 4)
            .requantize("y", "a", SHIFT, f, to)
            .output("y")
            .build();
    Map<String, int[]> inputs = Map.of("x", new int[] {x});
    return lab(graph, WEIGHTS, inputs, new Lab.ForcedPlan(rangeBits, way));
  }

  private Lab relu(int x, RequantizeLowering way) {
    return rescaled(x, RELU, Format.unsigned(0, 4), 4, way);
  }

  private Lab sigmoid(RequantizeLowering way) {
    return rescaled(20, SIGMOID, Format.unsigned(0, 4), 4, way);
  }

  @Test
  void directWithQuotientOffByOneNeedsRemainderOutOfRange() {
    Lab lab = sigmoid(RequantizeLowering.DIRECT);
    // acc + 8 = 111 = 16 * 6 + 15; with quotient 7 the remainder is -1, with 5 it is 31.
    for (int cheat : new int[] {7, 5}) {
      lab.reset().set("quotient of y", 0, cheat);
      assertThat(lab.violations()).containsExactly("remainder of y");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DIRECT", "WINDOW", "FUSED"})
  void wrongFunctionValue(String way) {
    Lab lab = sigmoid(RequantizeLowering.valueOf(way));
    lab.add("tensor y", 0, 1);
    assertThat(lab.violations()).containsExactly("function of y");
  }

  @Test
  void directWithFractionalQuotient() {
    Lab lab = rescaled(20, RealFunction.X, Format.signed(0, 12), 4, RequantizeLowering.DIRECT);
    // The remainder lowered by one makes the quotient 1/16 larger: an integer remainder in range.
    lab.add("tensor y", 0, ProgramChecker.fraction(1, SHIFT));
    assertThat(lab.violations()).allMatch(name -> name.startsWith("quotient of y"));
    assertThat(lab.violations()).isNotEmpty();
  }

  @Test
  void clampedInsideButClaimedAbove() {
    Lab lab = relu(20, RequantizeLowering.CLAMPED);
    assertThat(lab.get("high digit of y", 0)).isZero();
    lab.set("inside of y", 0, 0).set("above of y", 0, 1).set("tensor y", 0, 15);
    assertThat(lab.violations()).containsExactly("high digit of y");
  }

  @Test
  void clampedAboveButClaimedInside() {
    Lab lab = relu(120, RequantizeLowering.CLAMPED);
    assertThat(lab.get("high digit of y", 0)).isEqualTo(2);
    // 38 = 6 + 16 * 2: shown as low digit 38, high digit 0.
    lab.add("low digit of y", 0, 32).set("high digit of y", 0, 0);
    lab.set("inside of y", 0, 1).set("above of y", 0, 0).set("tensor y", 0, 38);
    assertThat(lab.violations()).containsExactly("low digit of y");
  }

  @Test
  void clampedWithOneUnitMovedBetweenDigits() {
    Lab lab = relu(20, RequantizeLowering.CLAMPED);
    // 6 = -10 + 16 * 1: high digit 1 would be above the window.
    lab.add("low digit of y", 0, -16).set("high digit of y", 0, 1);
    lab.set("inside of y", 0, 0).set("above of y", 0, 1).set("tensor y", 0, 15);
    assertThat(lab.violations()).containsExactly("low digit of y");
  }

  @Test
  void clampedWithOtherRemainder() {
    Lab lab = relu(20, RequantizeLowering.CLAMPED);
    for (int cheat : new int[] {1, -1}) {
      lab.reset().add("low digit of y", 0, cheat).add("tensor y", 0, cheat);
      assertThat(lab.violations()).containsExactly("remainder of y");
    }
  }

  @Test
  void clampedWithOutputOffByOne() {
    for (int x : new int[] {-100, 20, 120}) {
      Lab lab = relu(x, RequantizeLowering.CLAMPED);
      lab.add("tensor y", 0, 1);
      assertThat(lab.violations()).containsExactly("clamp of y");
    }
  }

  @Test
  void windowWithOtherQuotient() {
    Lab lab = relu(20, RequantizeLowering.WINDOW);
    for (int cheat : new int[] {1, -1}) {
      lab.reset().add("quotient of y", 0, cheat).add("tensor y", 0, cheat);
      assertThat(lab.violations()).containsExactly("remainder of y");
    }
  }

  /** Another digit and the output of its side, with the place in the window that then results. */
  @ParameterizedTest
  @ValueSource(strings = {"WINDOW", "FUSED"})
  void windowWithOneUnitMovedBetweenDigits(String way) {
    for (int x : new int[] {-100, 20, 120}) {
      Lab lab = relu(x, RequantizeLowering.valueOf(way));
      long digit = lab.get("high digit of y", 0);
      for (int cheat : new int[] {1, -1}) {
        long side = Side.of(digit + cheat);
        lab.reset().set("high digit of y", 0, digit + cheat).set("side of y", 0, side);
        for (int output = 0; output < 16; output++) {
          lab.set("tensor y", 0, output);
          assertThat(lab.violations()).containsExactly("function of y");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"WINDOW", "FUSED"})
  void windowWithSideOfAnotherDigit(String way) {
    Lab inside = relu(20, RequantizeLowering.valueOf(way));
    assertThat(inside.get("side of y", 0)).isEqualTo(Side.INSIDE);
    inside.set("side of y", 0, Side.BELOW).set("tensor y", 0, 0);
    assertThat(inside.violations()).containsExactly("side of y");
    inside.reset().set("side of y", 0, Side.ABOVE).set("tensor y", 0, 15);
    assertThat(inside.violations()).containsExactly("side of y");
    Lab above = relu(120, RequantizeLowering.valueOf(way));
    above.set("side of y", 0, Side.BELOW).set("tensor y", 0, 0);
    assertThat(above.violations()).containsExactly("side of y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"WINDOW", "FUSED"})
  void windowWithFractionalDigit(String way) {
    Lab lab = relu(20, RequantizeLowering.valueOf(way));
    // Moves the place in the table by one row, or by one sixteenth.
    for (int power : new int[] {4, 8}) {
      lab.reset().add("high digit of y", 0, ProgramChecker.fraction(-1, power));
      assertThat(lab.violations()).contains("side of y");
    }
  }

  @Test
  void thresholdsOfTheNextRow() {
    Lab lab = relu(20, RequantizeLowering.THRESHOLDS);
    // Claims 7 with consistent distances: the lower one becomes -1, limbs and all.
    lab.add("tensor y", 0, 1);
    lab.add("limb 0 of over lower threshold of y", 0, -16);
    lab.add("limb 0 of under upper threshold of y", 0, 16);
    assertThat(lab.violations())
        .containsExactlyInAnyOrder(
            "limb 0 of over lower threshold of y", "limb 0 of under upper threshold of y");
  }

  @Test
  void thresholdsWithOtherLimbs() {
    Lab lab = relu(20, RequantizeLowering.THRESHOLDS);
    lab.add("limb 0 of under upper threshold of y", 0, 16);
    lab.add("limb 1 of under upper threshold of y", 0, -1);
    assertThat(lab.violations())
        .containsExactlyInAnyOrder(
            "limb 0 of under upper threshold of y", "limb 1 of under upper threshold of y");
  }

  @Test
  void thresholdsNeverGiveAValueThatTheFunctionSkips() {
    // Fraction grows by two bits: only multiples of four occur.
    Lab lab = rescaled(20, RealFunction.X, Format.signed(2, 8), 8, RequantizeLowering.THRESHOLDS);
    long honest = lab.get("tensor y", 0);
    assertThat(honest % 4).isZero();
    Table.Public table =
        lab.compiled.program().lookups().stream()
            .filter(l -> l.name().equals("thresholds of y"))
            .map(l -> (Table.Public) l.table())
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < table.size(); i++) {
      boolean occurs = table.get(i, 0) % 4 == 0 || i == table.size() - 1;
      // An empty interval: its lower end lies above its upper end.
      assertThat(table.get(i, 1) <= table.get(i, 2)).as("row %d", i).isEqualTo(occurs);
    }
  }

  /** A key's plan cannot ask for thresholds of a function that has none. */
  @Test
  void thresholdsOfAFunctionThatFallsAreRefused() {
    RealFunction falling = RealFunction.unary(UnaryOperator.NEG);
    assertThatThrownBy(
            () -> rescaled(20, falling, Format.unsigned(0, 4), 4, RequantizeLowering.THRESHOLDS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("node y");
  }
}

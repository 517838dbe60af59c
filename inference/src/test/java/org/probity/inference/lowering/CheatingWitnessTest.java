package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.probity.argument.program.Lookup;
import org.probity.argument.program.Table;
import org.probity.inference.certificate.Visibility;
import org.probity.model.graph.Activation;
import org.probity.model.graph.Format;
import org.probity.model.graph.IntegerGraph;

/**
 * Witnesses that a cheating prover would try, carried on consistently through all columns they
 * touch: each is caught by the one check that is meant to catch it, and by no other.
 */
class CheatingWitnessTest {
  private static final int SHIFT = 4;
  private static final Map<String, Visibility> PUBLIC_INPUT = Map.of("x", Visibility.PUBLIC);

  /** {@code y = f((5 x + 3 + 8) >> 4)} limited to {@code [0, 15]}. */
  private static Lab rescaled(int x, Activation f, int rangeBits, RequantizeLowering lowering) {
    IntegerGraph graph =
        new Graphs()
            .input("x", 1, 1, Format.signed(2, 8))
            .linear("a", "x", 1, 4, 4)
            .requantize("y", "a", SHIFT, f, Format.unsigned(0, 4))
            .output("y")
            .build();
    Map<String, int[]> parameters = Map.of("a.w", new int[] {5}, "a.b", new int[] {3});
    return Lab.of(
        graph,
        parameters,
        Map.of("x", new int[] {x}),
        PUBLIC_INPUT,
        new Lab.ForcedPlan(rangeBits, lowering));
  }

  private static Lab relu(int x, RequantizeLowering lowering) {
    return rescaled(x, new Activation.Relu(), 4, lowering);
  }

  // --- DIRECT

  @Test
  void directWithQuotientOffByOneNeedsRemainderOutOfRange() {
    Lab lab = rescaled(20, new Activation.Sigmoid(), 4, RequantizeLowering.DIRECT);
    assertThat(lab.violations()).isEmpty();
    // acc + 8 = 111 = 16 * 6 + 15; with quotient 7 the remainder is -1, with 5 it is 31.
    for (int cheat : new int[] {7, 5}) {
      lab.reset().set("quotient of y", 0, cheat);
      assertThat(lab.violations()).containsExactly("remainder of y");
    }
  }

  @Test
  void directWithWrongFunctionValue() {
    Lab lab = rescaled(20, new Activation.Sigmoid(), 4, RequantizeLowering.DIRECT);
    lab.add("tensor y", 0, 1);
    assertThat(lab.violations()).containsExactly("function of y");
  }

  @Test
  void directWithFractionalQuotient() {
    Lab lab = translation();
    assertThat(lab.violations()).isEmpty();
    // The remainder lowered by one makes the quotient 1/16 larger: an integer remainder in range.
    lab.add("tensor y", 0, ProgramChecker.fraction(1, SHIFT));
    assertThat(lab.violations()).allMatch(name -> name.startsWith("quotient of y"));
    assertThat(lab.violations()).isNotEmpty();
  }

  private static Lab translation() {
    IntegerGraph graph =
        new Graphs()
            .input("x", 1, 1, Format.signed(2, 8))
            .linear("a", "x", 1, 4, 4)
            .requantize("y", "a", SHIFT, new Activation.Identity(), Format.signed(0, 12))
            .output("y")
            .build();
    return Lab.of(
        graph,
        Map.of("a.w", new int[] {5}, "a.b", new int[] {3}),
        Map.of("x", new int[] {20}),
        PUBLIC_INPUT,
        new Lab.ForcedPlan(4, RequantizeLowering.DIRECT));
  }

  // --- CLAMPED

  @Test
  void clampedInsideButClaimedAbove() {
    Lab lab = relu(20, RequantizeLowering.CLAMPED);
    assertThat(lab.violations()).isEmpty();
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

  // --- THRESHOLDS

  @Test
  void thresholdsOfTheNextRow() {
    Lab lab = relu(20, RequantizeLowering.THRESHOLDS);
    assertThat(lab.violations()).isEmpty();
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
    IntegerGraph graph =
        new Graphs()
            .input("x", 1, 1, Format.signed(2, 8))
            .linear("a", "x", 1, 4, 4)
            .requantize("y", "a", SHIFT, new Activation.Identity(), Format.signed(2, 8))
            .output("y")
            .build();
    Lab lab =
        Lab.of(
            graph,
            Map.of("a.w", new int[] {5}, "a.b", new int[] {3}),
            Map.of("x", new int[] {20}),
            PUBLIC_INPUT,
            new Lab.ForcedPlan(8, RequantizeLowering.THRESHOLDS));
    assertThat(lab.violations()).isEmpty();
    long honest = lab.get("tensor y", 0);
    assertThat(honest % 4).isZero();
    Table table =
        lab.compiled.program().lookups().stream()
            .filter(l -> l.name().equals("thresholds of y"))
            .map(Lookup::table)
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < table.size(); i++) {
      boolean occurs = table.get(i, 0) % 4 == 0 || i == table.size() - 1;
      // An empty interval: its lower end lies above its upper end.
      assertThat(table.get(i, 1) <= table.get(i, 2)).as("row %d", i).isEqualTo(occurs);
    }
  }

  // --- ARGMAX

  private static Lab argMax(boolean last, int... x) {
    IntegerGraph graph =
        new Graphs()
            .input("x", 1, x.length, Format.signed(0, 8))
            .argMax("y", "x", last)
            .output("y")
            .build();
    return Lab.of(graph, Map.of(), Map.of("x", x), PUBLIC_INPUT, null);
  }

  /** Points selector, top and index at another position. */
  private static void select(Lab lab, int position, boolean last, int... x) {
    for (int i = 0; i < x.length; i++) {
      lab.set("selector of y", i, i == position ? 1 : 0);
    }
    int tie = last ? position : x.length - 1 - position;
    lab.set("top of y", 0, (long) x.length * x[position] + tie);
    lab.set("tensor y", 0, position);
  }

  @Test
  void argMaxOfASmallerEntry() {
    int[] x = {3, 9, 4};
    Lab lab = argMax(false, x);
    select(lab, 2, false, x);
    assertThat(lab.violations()).isNotEmpty().allMatch(n -> n.startsWith("top of y is largest"));
  }

  @Test
  void argMaxOfTheOtherAmongEqualEntries() {
    int[] x = {3, 9, 9};
    for (boolean last : new boolean[] {false, true}) {
      Lab lab = argMax(last, x);
      assertThat(lab.get("tensor y", 0)).isEqualTo(last ? 2 : 1);
      select(lab, last ? 1 : 2, last, x);
      assertThat(lab.violations()).isNotEmpty().allMatch(n -> n.startsWith("top of y is largest"));
    }
  }

  @Test
  void argMaxWithTwoSelected() {
    Lab lab = argMax(false, 3, 9, 9);
    lab.set("selector of y", 2, 1);
    assertThat(lab.violations()).contains("selector of y sums to one");
  }

  @Test
  void argMaxWithNegativeSelector() {
    // Sum one, and the selected key is reached: 2 * key_1 - key_0 = key larger than all.
    int[] x = {3, 9, 4};
    Lab lab = argMax(false, x);
    lab.set("selector of y", 0, -1).set("selector of y", 1, 2);
    long top = 2 * (3 * 9 + 1) - (3 * 3 + 2);
    lab.set("top of y", 0, top).set("tensor y", 0, 2);
    assertThat(lab.violations()).contains("selector of y");
    assertThat(lab.violations())
        .allMatch(n -> n.equals("selector of y") || n.startsWith("top of y is largest"));
  }

  @Test
  void argMaxWithTopAboveAllEntries() {
    Lab lab = argMax(false, 3, 9, 4);
    lab.add("top of y", 0, 16);
    assertThat(lab.violations()).contains("top of y");
  }

  @Test
  void argMaxWithOtherIndex() {
    Lab lab = argMax(false, 3, 9, 4);
    lab.set("tensor y", 0, 2);
    assertThat(lab.violations()).containsExactly("index of y");
  }

  // --- SOFTMAX

  private static Lab softmax(int... x) {
    IntegerGraph graph =
        new Graphs()
            .input("x", 1, x.length, Format.signed(4, 6))
            .softmax("y", "x", 8, 6)
            .output("y")
            .build();
    return Lab.of(graph, Map.of(), Map.of("x", x), PUBLIC_INPUT, null);
  }

  @Test
  void softmaxOffByOne() {
    Lab lab = softmax(3, 9, -4);
    assertThat(lab.violations()).isEmpty();
    for (int cell = 0; cell < 3; cell++) {
      for (int cheat : new int[] {1, -1}) {
        lab.reset().add("tensor y", cell, cheat);
        assertThat(lab.violations()).isNotEmpty().allMatch(n -> n.contains("remainder of y"));
      }
    }
  }

  @Test
  void softmaxWithMaximumAboveAllEntries() {
    // Everything else follows the larger maximum: only that no entry reaches it is wrong.
    int[] x = {3, 9, -4};
    Lab lab = softmax(x);
    long max = 10;
    lab.set("maximum of y", 0, max);
    long sum = 0;
    long[] e = new long[x.length];
    var formula = new org.probity.model.graph.Softmax("", "", 8);
    for (int i = 0; i < x.length; i++) {
      e[i] = formula.exponential(max - x[i], 4);
      sum += e[i];
      lab.set("exponential of y", i, e[i]).set("at maximum of y", i, 0);
    }
    for (int i = 0; i < x.length; i++) {
      lab.set("tensor y", i, ((2L << 6) * e[i] + sum) / (2 * sum));
    }
    assertThat(lab.violations()).contains("maximum of y is reached");
  }

  @Test
  void softmaxWithMaximumBelowAnEntry() {
    Lab lab = softmax(3, 9, -4);
    lab.set("maximum of y", 0, 3);
    assertThat(lab.violations()).contains("exponential of y");
  }

  @Test
  void softmaxWithOtherExponential() {
    Lab lab = softmax(3, 9, -4);
    lab.add("exponential of y", 0, 1);
    assertThat(lab.violations()).contains("exponential of y");
  }

  @Test
  void softmaxWithFractionalQuotient() {
    // p - 1/(2 S) with the remainder raised by one would satisfy the division.
    Lab lab = softmax(3, 3, 3, 3);
    assertThat(lab.violations()).isEmpty();
    // S = 4 * 2^8, so 1/(2 S) = 2^-11; rem = S here.
    lab.add("tensor y", 0, ProgramChecker.fraction(-1, 11));
    assertThat(lab.violations()).isNotEmpty().allMatch(n -> n.startsWith("quotient of y"));
  }
}

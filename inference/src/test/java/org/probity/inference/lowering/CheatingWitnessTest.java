package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.probity.inference.lowering.Graphs.RELU;
import static org.probity.inference.lowering.Graphs.along;
import static org.probity.inference.lowering.Graphs.view;
import static org.probity.inference.lowering.Graphs.window;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.argument.program.Lookup;
import org.probity.argument.program.Table;
import org.probity.graph.AxisIndex;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Interpolate;
import org.probity.graph.PiecewisePolynomial;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.Softmax;
import org.probity.graph.Sum;
import org.probity.graph.View;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.lowering.table.Side;

/**
 * Witnesses that a cheating prover would try, carried on consistently through all columns they
 * touch: each is caught by the one check that is meant to catch it, and by no other.
 */
class CheatingWitnessTest {
  private static final int SHIFT = 4;
  private static final Map<String, Visibility> PUBLIC_INPUT =
      Map.of("x", Visibility.PUBLIC, "u", Visibility.PUBLIC);
  private static final RealFunction SIGMOID = RealFunction.unary(UnaryOperator.SIGMOID);

  private static Lab lab(
      IntegerGraph graph, Map<String, int[]> parameters, Map<String, int[]> inputs) {
    return lab(graph, parameters, inputs, null);
  }

  private static Lab lab(
      IntegerGraph graph,
      Map<String, int[]> parameters,
      Map<String, int[]> inputs,
      Lab.ForcedPlan plan) {
    Lab lab = Lab.of(graph, parameters, inputs, PUBLIC_INPUT, plan);
    assertThat(lab.violations()).isEmpty();
    return lab;
  }

  @Nested
  class Interpolation {
    private static final Format TO = new Format(12, 0, 1 << 12);

    /** {@code y = sigmoid((3 x + 4) >> 3)} with 14 fraction bits of the argument. */
    private Lab interpolated(int x) {
      IntegerGraph graph =
          new Graphs()
              .input("x", Format.signed(17, 21), 1)
              .sum("a", List.of(1), 0, new Sum.Addend(View.identity("x", 1), 3))
              .interpolate("y", "a", 3, 18, 20, SIGMOID, TO)
              .output("y")
              .build();
      Map<String, int[]> inputs = Map.of("x", new int[] {x});
      Plan plan = new Plan(6, 6, List.of());
      Lab lab =
          Lab.execute(graph, GraphCompiler.compile(graph, PUBLIC_INPUT, plan, 5), Map.of(), inputs);
      assertThat(lab.violations()).isEmpty();
      return lab;
    }

    /** Limbs of 6 bits, the last one unbounded. */
    private void setLimbs(Lab lab, String name, long value) {
      int last = 0;
      while (lab.has("limb " + (last + 1) + " of " + name)) {
        last++;
      }
      for (int i = 0; i <= last; i++) {
        long limb = value >> (6 * i);
        lab.set("limb " + i + " of " + name, 0, i < last ? limb & 63 : limb);
      }
    }

    @Test
    void outputOffByOneNeedsARemainderOutOfRange() {
      Lab lab = interpolated(30_000);
      for (int cheat : new int[] {1, -1}) {
        lab.reset().add("tensor y", 0, cheat);
        assertThat(lab.violations()).isNotEmpty().allMatch(n -> n.contains("remainder of result"));
      }
    }

    @Test
    void anotherRowDoesNotFitTheArgument() {
      for (int x : new int[] {-900_000, -20_000, 0, 1, 12_345, 900_000}) {
        Lab lab = interpolated(x);
        PiecewisePolynomial p = function();
        long y = (3L * x + 4) >> 3;
        int honest = p.row(y);
        for (int row : new int[] {honest - 1, honest + 1, 0, p.rows() - 1}) {
          if (row == honest || row < 0 || row >= p.rows()) {
            continue;
          }
          lab.reset();
          long d = y - p.start(row);
          lab.set("row of y", 0, row).set("start of y", 0, p.start(row));
          lab.set("last of y", 0, p.last(row));
          lab.set("low part of base of y", 0, p.base(row) & ((1 << 30) - 1));
          lab.set("high part of base of y", 0, p.base(row) >> 30)
              .set("slope of y", 0, p.slope(row));
          lab.set("curvature of y", 0, p.curvature(row)).set("bend of y", 0, p.bend(row, d));
          setLimbs(lab, "distance of y", d);
          assertThat(lab.violations()).anyMatch(n -> n.contains("distance of y"));
        }
      }
    }

    private PiecewisePolynomial function() {
      Interpolate node = new Interpolate("y", "a", 3, 2, 18, 20, SIGMOID);
      return PiecewisePolynomial.of(node, new Format(17, -3L << 20, 3L * ((1 << 20) - 1)), TO);
    }

    @Test
    void partsOfARowThatAreNotOfOne() {
      Lab lab = interpolated(12_345);
      for (String part :
          List.of("start", "last", "low part of base", "slope", "curvature", "row")) {
        lab.reset().add(part + " of y", 0, 1);
        assertThat(lab.violations()).contains("polynomial of y");
      }
    }

    @Test
    void bendOffByOne() {
      Lab lab = interpolated(12_345);
      for (int cheat : new int[] {1, -1}) {
        lab.reset().add("bend of y", 0, cheat);
        assertThat(lab.violations()).anyMatch(n -> n.contains("remainder of bend"));
      }
    }

    @Test
    void distanceOffByOne() {
      Lab lab = interpolated(12_345);
      for (int cheat : new int[] {1, -1}) {
        lab.reset().add("limb 0 of distance of y", 0, cheat);
        assertThat(lab.violations()).anyMatch(n -> n.contains("remainder of argument"));
      }
    }

    @Test
    void fractionsAreNoQuotients() {
      Lab lab = interpolated(12_345);
      lab.set(
          "tensor y",
          0,
          ProgramChecker.add(lab.get("tensor y", 0), ProgramChecker.fraction(1, 20)));
      assertThat(lab.violations()).anyMatch(n -> n.contains("output of y"));
      lab.reset();
      lab.set(
          "bend of y",
          0,
          ProgramChecker.add(lab.get("bend of y", 0), ProgramChecker.fraction(1, 16)));
      assertThat(lab.violations()).anyMatch(n -> n.contains("bend of y"));
    }
  }

  @Nested
  class Requantisation {
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

  /** A missing value has a code; what replaces it is a weight, as the quantiser writes it. */
  @Nested
  class MissingValues {
    private static final int FRACTION = 10;
    private static final int CODE = 2 << FRACTION;
    private static final int[] DIFFERENCES = {300 - CODE, -CODE, 77 - CODE};

    private Lab filled(int... x) {
      RealFunction isMissing =
          new RealFunction.Binary(
              RealFunction.BinaryOperator.LESS_OR_EQUAL,
              new RealFunction.Constant(2),
              RealFunction.X);
      IntegerGraph graph =
          new Graphs()
              .input("x", new Format(FRACTION, -CODE, CODE), 3)
              .requantize("flag", "x", 0, isMissing, new Format(0, 0, 1))
              .weightFraction(FRACTION)
              .parameter("w", Format.signed(FRACTION, 16), 3)
              .contract(
                  "product", List.of(3), List.of(), view("flag", along(0)), view("w", along(0)))
              .sum(
                  "filled",
                  List.of(3),
                  0,
                  new Sum.Addend(View.identity("x", 1), 1),
                  new Sum.Addend(View.identity("product", 1), 1))
              .requantize("y", "filled", 0, RealFunction.X, new Format(FRACTION, -4096, 4095))
              .output("y")
              .build();
      Lab lab = Lab.of(graph, Map.of("w", DIFFERENCES), Map.of("x", x));
      assertThat(lab.violations()).isEmpty();
      return lab;
    }

    @Test
    void aMissingValueIsItsReplacementAndNothingElse() {
      Lab lab = filled(CODE, CODE, -5);
      assertThat(lab.get("tensor y", 0)).isEqualTo(300);
      assertThat(lab.get("tensor y", 1)).isZero();
      assertThat(lab.get("tensor y", 2)).isEqualTo(-5);
      for (long cheat : new long[] {0, 299, 301, CODE, 77, -300}) {
        lab.reset().set("tensor y", 0, cheat);
        assertThat(lab.violations()).isNotEmpty().allMatch(name -> name.contains(" of y"));
      }
    }

    @Test
    void aMissingValueIsNotTakenForANumber() {
      Lab lab = filled(CODE, 0, -5);
      // As if it were the number that is its code.
      lab.set("tensor flag", 0, 0).set("tensor y", 0, CODE);
      assertThat(lab.violations()).contains("thresholds of flag");
      // The interval of numbers, from which it is one away.
      lab.take(filled(CODE - 1, 0, -5), name -> name.endsWith("threshold of flag"));
      lab.add("limb 0 of over lower threshold of flag", 0, 1);
      lab.add("limb 0 of under upper threshold of flag", 0, -1);
      assertThat(lab.violations())
          .contains("limb 0 of under upper threshold of flag")
          .doesNotContain("thresholds of flag");
      // As if half of it were missing.
      lab.reset().set("tensor flag", 0, 2).set("tensor y", 0, 2 * 300 - CODE);
      assertThat(lab.violations()).isNotEmpty();
    }

    @Test
    void aNumberIsNotTakenForAMissingValue() {
      for (int x : new int[] {0, -5, CODE - 1, -CODE}) {
        Lab lab = filled(CODE, CODE, x);
        // All of y is what it would be of the number that comes out.
        lab.set("tensor flag", 2, 1).set("tensor y", 2, x + DIFFERENCES[2]);
        assertThat(lab.violations()).contains("thresholds of flag");
        // The interval of the code, from which it is some way off.
        lab.take(filled(CODE, CODE, CODE), name -> name.endsWith("threshold of flag"));
        lab.add("limb 0 of over lower threshold of flag", 2, x - CODE);
        lab.add("limb 0 of under upper threshold of flag", 2, CODE - x);
        assertThat(lab.violations())
            .contains("limb 0 of over lower threshold of flag")
            .doesNotContain("thresholds of flag");
      }
    }

    /** What is beyond the code would be taken for a missing value, and be another number. */
    @Test
    void nothingIsBeyondTheCode() {
      Lab lab = filled(0, CODE, -5);
      lab.set("tensor x", 1, CODE + 1).set("tensor y", 1, 1);
      assertThat(lab.violations()).contains("upper bound of domain of input x");
    }
  }

  @Nested
  class Contraction {
    /**
     * The output is the function of an accumulator that another reading of the input would give.
     */
    private void assertOtherSums(Lab lab, int cell, long... sums) {
      long honest = lab.get("tensor y", cell);
      for (long sum : sums) {
        assertThat(sum).as("another output").isNotEqualTo(honest);
        lab.reset().set("tensor y", cell, sum);
        assertThat(lab.violations()).isNotEmpty().allMatch(name -> name.contains(" of y"));
      }
    }

    @Test
    void windowThatReadsANeighbourOrThePadding() {
      IntegerGraph graph =
          new Graphs()
              .input("x", Format.signed(0, 6), 4)
              .parameter("w", Format.signed(0, 3), 2)
              .contract(
                  "a",
                  List.of(3),
                  List.of(2),
                  view("x", window(0, 2, 1, 1, -1)),
                  view("w", along(1)))
              .requantize("y", "a", 0, RealFunction.X, Format.signed(0, 10))
              .output("y")
              .build();
      int[] x = {3, 10, 17, 24};
      int[] w = {1, 2};
      Lab lab = lab(graph, Map.of("w", w), Map.of("x", x));
      assertThat(lab.get("tensor y", 0)).isEqualTo(2 * 3);
      assertThat(lab.get("tensor y", 1)).isEqualTo(10 + 2 * 17);
      assertThat(lab.get("tensor y", 2)).isEqualTo(24);
      // The cell before the first, wrapped around or repeated; windows one further.
      assertOtherSums(lab, 0, 24 + 2 * 3, 3 + 2 * 3);
      assertOtherSums(lab, 1, 3 + 2 * 10, 17 + 2 * 24);
      assertOtherSums(lab, 2, 24 + 2 * 3, 24 + 2 * 24);
    }

    @Test
    void tableThatReadsAnotherCell() {
      AxisIndex reflected = new AxisIndex.Table(1, List.of(0), new int[] {1, 0, 1, -1});
      IntegerGraph graph =
          new Graphs()
              .input("x", Format.signed(0, 6), 2)
              .sum("s", List.of(4), 0, new Sum.Addend(view("x", reflected), 1))
              .requantize("y", "s", 0, RealFunction.X, Format.signed(0, 6))
              .output("y")
              .build();
      Lab lab = lab(graph, Map.of(), Map.of("x", new int[] {7, 9}));
      assertOtherSums(lab, 0, 7);
      assertOtherSums(lab, 1, 9);
      assertOtherSums(lab, 3, 7, 9);
    }
  }

  @Nested
  class Division {
    /** {@code floor((2 * 13 + 5) / 10) = 3}. */
    private Lab divided() {
      IntegerGraph graph =
          new Graphs()
              .input("x", new Format(0, -50, 50), 2)
              .input("u", new Format(0, 1, 9), 1)
              .divide("y", "x", view("u", AxisIndex.at(0)), 0, new Format(0, -50, 50))
              .output("y")
              .build();
      Map<String, int[]> inputs = Map.of("x", new int[] {13, -13}, "u", new int[] {5});
      return lab(graph, Map.of(), inputs, new Lab.ForcedPlan(5, RequantizeLowering.DIRECT));
    }

    @Test
    void remainderAndQuotientShifted() {
      Lab lab = divided();
      // 31 = 10 * 3 + 1 and -21 = 10 * -3 + 9.
      assertThat(lab.get("tensor y", 0)).isEqualTo(3);
      assertThat(lab.get("tensor y", 1)).isEqualTo(-3);
      for (int cell = 0; cell < 2; cell++) {
        lab.reset().add("tensor y", cell, 1).add("limb 0 of remainder of y", cell, -10);
        assertThat(lab.violations()).contains("limb 0 of remainder of y");
        lab.reset().add("tensor y", cell, -1).add("limb 0 of remainder of y", cell, 10);
        assertThat(lab.violations()).containsExactly("upper bound of remainder of y");
      }
    }

    @Test
    void remainderThatIsNotOfThisDivision() {
      Lab lab = divided();
      lab.add("limb 0 of remainder of y", 0, 1);
      assertThat(lab.violations()).containsExactly("division of y");
    }

    @Test
    void fractionalQuotient() {
      Lab lab = divided();
      // In the field 1/10 is a number like any other: the division holds, with a remainder in
      // range.
      long tenth = 0;
      for (long k = 1; tenth == 0; k++) {
        // k PRIME + 1 divisible by 10.
        if ((k % 10 * (ProgramChecker.PRIME % 10) + 1) % 10 == 0) {
          long rest = (k * (ProgramChecker.PRIME % 10) + 1) / 10;
          tenth = k * (ProgramChecker.PRIME / 10) + rest;
        }
      }
      lab.add("tensor y", 0, tenth).add("limb 0 of remainder of y", 0, -1);
      assertThat(lab.violations()).isNotEmpty().allMatch(n -> n.contains("quotient of y"));
    }
  }

  @Nested
  class Extrema {
    private static final Format NARROW = new Format(0, 0, 20);
    private static final String LARGEST = "extremum is largest, operand 0, of y";

    /** Pools of 2x2 over [4, 8, 8]: cheapest as a tournament. */
    private Lab tournament(boolean minimum) {
      IntegerGraph graph = pool(NARROW, minimum, 4, 8, 2);
      int[] x = new int[256];
      Arrays.setAll(x, i -> i * 7 % 21);
      Lab lab = lab(graph, Map.of(), Map.of("x", x), plan(4));
      assertThat(lab.has("lead 0 of y")).isTrue();
      return lab;
    }

    private Lab global(Format format, int rangeBits, boolean minimum) {
      IntegerGraph graph = pool(format, minimum, 1, 5, 5);
      int[] x = new int[25];
      Arrays.setAll(x, i -> i * 7 % 19 + 1);
      return lab(graph, Map.of(), Map.of("x", x), plan(rangeBits));
    }

    private Lab indicators() {
      Lab lab = global(new Format(0, 0, 20), 4, false);
      assertThat(checks(lab)).contains("at extremum, operand 0, of y").doesNotContain(LARGEST);
      return lab;
    }

    private Lab ranges() {
      Lab lab = global(new Format(0, 0, 10_000), 16, false);
      assertThat(checks(lab)).contains(LARGEST);
      return lab;
    }

    private List<String> checks(Lab lab) {
      return lab.compiled.program().lookups().stream().map(Lookup::name).toList();
    }

    private Lab.ForcedPlan plan(int rangeBits) {
      return new Lab.ForcedPlan(rangeBits, RequantizeLowering.DIRECT);
    }

    private IntegerGraph pool(Format format, boolean minimum, int channels, int size, int kernel) {
      int out = size / kernel;
      return new Graphs()
          .input("x", format, channels, size, size)
          .extremum(
              "y",
              List.of(channels, out, out),
              List.of(kernel, kernel),
              minimum,
              format,
              view("x", along(0), window(1, kernel, 3, 1, 0), window(2, kernel, 4, 1, 0)))
          .output("y")
          .build();
    }

    @Test
    void winnerOffByOne() {
      for (boolean minimum : new boolean[] {false, true}) {
        Lab lab = tournament(minimum);
        for (int cell : new int[] {0, 13, 63}) {
          for (int cheat : new int[] {1, -1}) {
            lab.reset().add("tensor y", cell, cheat);
            assertThat(lab.violations()).containsExactly("extremum of y");
          }
        }
      }
    }

    @Test
    void matchWithOtherLead() {
      Lab lab = tournament(false);
      for (int match = 0; match < 2; match++) {
        for (int cheat : new int[] {1, -1}) {
          lab.reset().add("lead " + match + " of y", 5, cheat);
          assertThat(lab.violations()).contains("lead " + match + " of y");
        }
      }
    }

    /** The loser of a match wins: its lead is negative, or none where it should be one. */
    @Test
    void loserWins() {
      Lab lab = tournament(false);
      int cell = 0;
      while (lab.get("lead 0 of y", cell) == 0) {
        cell++;
      }
      lab.set("lead 0 of y", cell, 0);
      assertThat(lab.violations()).contains("lead 0 of y");
    }

    @Test
    void maximumThatNoCellReaches() {
      Lab lab = indicators();
      lab.add("tensor y", 0, 1);
      for (int i = 0; i < 25; i++) {
        lab.set("at extremum, operand 0, of y", i, 0);
      }
      assertThat(lab.violations()).containsExactly("extremum of y is reached");
    }

    @Test
    void maximumBelowACell() {
      Lab lab = indicators();
      lab.add("tensor y", 0, -1);
      long below = lab.get("tensor y", 0);
      for (int i = 0; i < 25; i++) {
        lab.set("at extremum, operand 0, of y", i, lab.get("tensor x", i) == below ? 1 : 0);
      }
      assertThat(lab.violations()).containsExactly("at extremum, operand 0, of y");
    }

    @Test
    void maximumByRangesThatNoCellReaches() {
      Lab lab = ranges();
      // Whatever is chosen: a chosen cell is not reached, and not choosing any is not allowed.
      lab.add("tensor y", 0, 1);
      assertThat(lab.violations()).containsExactly("at extremum, operand 0, of y");
      for (int i = 0; i < 25; i++) {
        lab.set("at extremum, operand 0, of y", i, 0);
      }
      assertThat(lab.violations()).containsExactly("extremum of y is reached");
    }

    @Test
    void maximumByRangesBelowACell() {
      Lab lab = ranges();
      lab.add("tensor y", 0, -1);
      long below = lab.get("tensor y", 0);
      for (int i = 0; i < 25; i++) {
        lab.set("at extremum, operand 0, of y", i, 0);
      }
      for (int i = 0; i < 25; i++) {
        if (lab.get("tensor x", i) == below) {
          lab.set("at extremum, operand 0, of y", i, 1);
          break;
        }
      }
      assertThat(lab.violations()).containsExactly(LARGEST);
    }

    /** Halves of two cells, one of them reached: the other product shows. */
    @Test
    void choiceSplitBetweenTwoCells() {
      Lab lab = ranges();
      long half = ProgramChecker.fraction(1, 1);
      int chosen = 0;
      while (lab.get("at extremum, operand 0, of y", chosen) == 0) {
        chosen++;
      }
      lab.set("at extremum, operand 0, of y", chosen, half);
      lab.set("at extremum, operand 0, of y", (chosen + 1) % 25, half);
      assertThat(lab.violations()).containsExactly("at extremum, operand 0, of y");
    }
  }

  @Nested
  class Ranks {
    private Lab ranked(int ranks, boolean last, boolean minimum, int... x) {
      IntegerGraph graph =
          new Graphs()
              .input("x", Format.signed(0, 8), 1, x.length)
              .ranking(
                  "y", List.of(1, ranks), x.length, view("x", along(0), along(2)), last, minimum)
              .output("y")
              .build();
      // One limb for every range: the lies need not be carried on to further ones.
      Lab.ForcedPlan plan = new Lab.ForcedPlan(16, RequantizeLowering.DIRECT);
      return lab(graph, Map.of(), Map.of("x", x), plan);
    }

    /** Points selector, top and index of a rank at another position. */
    private void select(Lab lab, int rank, int position, int... x) {
      for (int i = 0; i < x.length; i++) {
        lab.set("selector of y", rank * x.length + i, i == position ? 1 : 0);
      }
      lab.set("top of y", rank, x[position]);
      lab.set("tensor y", rank, position);
    }

    @Test
    void smallerEntry() {
      int[] x = {3, 9, 4};
      Lab lab = ranked(1, false, false, x);
      select(lab, 0, 2, x);
      assertThat(lab.violations()).containsExactly("top of y is largest");
    }

    @Test
    void otherAmongEqualEntries() {
      int[] x = {3, 9, 9};
      for (boolean last : new boolean[] {false, true}) {
        Lab lab = ranked(1, last, false, x);
        assertThat(lab.get("tensor y", 0)).isEqualTo(last ? 2 : 1);
        select(lab, 0, last ? 1 : 2, x);
        assertThat(lab.violations()).containsExactly("top of y is largest");
      }
    }

    @Test
    void twoSelected() {
      Lab lab = ranked(1, false, false, 3, 9, 9);
      lab.set("selector of y", 2, 1);
      assertThat(lab.violations()).contains("selector of y sums to one");
    }

    @Test
    void selectorSplitBetweenTwoEntries() {
      int[] x = {9, 3, 9};
      Lab lab = ranked(1, false, false, x);
      // Half of positions 0 and 2 is position 1, and half of their values one above that of 1.
      long half = ProgramChecker.fraction(1, 1);
      lab.set("selector of y", 0, half).set("selector of y", 2, half).set("tensor y", 0, 1);
      lab.set("top of y", 0, 9);
      assertThat(lab.violations()).contains("selector of y");
    }

    @Test
    void negativeSelector() {
      // Sum one, and the selected value is reached: 2 * x_1 - x_0, larger than all.
      int[] x = {3, 9, 4};
      Lab lab = ranked(1, false, false, x);
      lab.set("selector of y", 0, -1).set("selector of y", 1, 2);
      lab.set("top of y", 0, 2 * 9 - 3).set("tensor y", 0, 2);
      assertThat(lab.violations()).contains("selector of y");
      assertThat(lab.violations())
          .allMatch(n -> n.equals("selector of y") || n.contains("top of y is largest"));
    }

    @Test
    void topAboveAllEntries() {
      Lab lab = ranked(1, false, false, 3, 9, 4);
      lab.add("top of y", 0, 16);
      assertThat(lab.violations()).contains("top of y");
    }

    @Test
    void otherIndex() {
      Lab lab = ranked(1, false, false, 3, 9, 4);
      lab.set("tensor y", 0, 0);
      assertThat(lab.violations()).containsExactly("index of y");
    }

    @Test
    void smallestInsteadOfLargest() {
      int[] x = {3, 9, 4};
      assertThat(ranked(1, false, true, x).get("tensor y", 0)).isZero();
      Lab lab = ranked(1, false, true, x);
      for (int i = 0; i < 3; i++) {
        lab.set("selector of y", i, i == 1 ? 1 : 0);
      }
      lab.set("top of y", 0, 9).set("tensor y", 0, 1);
      assertThat(lab.violations()).containsExactly("top of y is largest");
    }

    @Test
    void ranksInTheWrongOrder() {
      int[] x = {3, 9, 4, 7};
      Lab lab = ranked(2, false, false, x);
      assertThat(lab.get("tensor y", 0)).isEqualTo(1);
      assertThat(lab.get("tensor y", 1)).isEqualTo(3);
      select(lab, 0, 3, x);
      select(lab, 1, 1, x);
      assertThat(lab.violations()).contains("order of y");
    }

    @Test
    void onePositionForTwoRanks() {
      int[] x = {3, 9, 4, 7};
      Lab lab = ranked(2, false, false, x);
      select(lab, 1, 1, x);
      assertThat(lab.violations()).contains("order of y");
    }

    @Test
    void oneRankLeftOut() {
      int[] x = {3, 9, 4, 7};
      Lab lab = ranked(2, false, false, x);
      // 9 and 4, in order, but 7 is larger than the last of them.
      select(lab, 1, 2, x);
      assertThat(lab.violations()).containsExactly("top of y is largest");
    }

    @Test
    void equalEntriesRankedTheOtherWay() {
      int[] x = {9, 9, 4};
      Lab lab = ranked(2, false, false, x);
      assertThat(lab.get("tensor y", 0)).isZero();
      select(lab, 0, 1, x);
      select(lab, 1, 0, x);
      assertThat(lab.violations()).contains("order of y");
    }
  }

  @Nested
  class Selection {
    private static final int[] TABLE = {1, 2, 3, 4, 5, 6, -7, -8, -9};

    /** Rows of a secret 3x3 matrix by public indices. */
    private Lab embedding() {
      IntegerGraph graph =
          new Graphs()
              .input("x", new Format(0, 0, 2), 2)
              .parameter("e", Format.signed(2, 5), 3, 3)
              .select("y", List.of(2, 3), 3, view("e", along(2), along(1)), view("x", along(0)))
              .output("y")
              .build();
      return lab(graph, Map.of("e", TABLE), Map.of("x", new int[] {2, 0}));
    }

    @Test
    void otherRow() {
      Lab lab = embedding();
      for (int row = 0; row < 2; row++) {
        for (int i = 0; i < 3; i++) {
          lab.set("selector of y", i, i == row ? 1 : 0);
          lab.set("tensor y", i, TABLE[3 * row + i]);
        }
        assertThat(lab.violations()).containsExactly("index of y");
      }
    }

    @Test
    void otherValue() {
      Lab lab = embedding();
      for (int cell = 0; cell < 6; cell++) {
        lab.reset().add("tensor y", cell, 1);
        assertThat(lab.violations()).containsExactly("choice of y");
      }
    }

    /** Index 2 of rows 0 to 2, as twice row 1 less row 0: sum one, and positions add up. */
    @Test
    void combinationOfRows() {
      Lab lab = embedding();
      lab.set("selector of y", 0, -1).set("selector of y", 1, 2).set("selector of y", 2, 0);
      for (int i = 0; i < 3; i++) {
        lab.set("tensor y", i, 2L * TABLE[3 + i] - TABLE[i]);
      }
      assertThat(lab.violations()).containsExactly("selector of y");
    }
  }

  @Nested
  class Normalisation {
    private Lab softmax(int... x) {
      IntegerGraph graph =
          new Graphs()
              .input("x", Format.signed(4, 6), x.length, 1)
              .softmax("y", "x", 0, 8, 6)
              .output("y")
              .build();
      return lab(graph, Map.of(), Map.of("x", x));
    }

    @Test
    void offByOne() {
      Lab lab = softmax(3, 9, -4);
      for (int cell = 0; cell < 3; cell++) {
        for (int cheat : new int[] {1, -1}) {
          lab.reset().add("tensor y", cell, cheat);
          assertThat(lab.violations()).containsExactly("division of y");
        }
      }
    }

    @Test
    void maximumAboveAllEntries() {
      // Everything else follows the larger maximum: only that no entry reaches it is wrong.
      int[] x = {3, 9, -4};
      Lab lab = softmax(x);
      long max = 10;
      lab.set("maximum of y", 0, max);
      long sum = 0;
      long[] e = new long[x.length];
      Softmax formula = new Softmax("", "", 0, 8);
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
    void maximumBelowAnEntry() {
      Lab lab = softmax(3, 9, -4);
      lab.set("maximum of y", 0, 3);
      assertThat(lab.violations()).contains("exponential of y");
    }

    @Test
    void otherExponential() {
      Lab lab = softmax(3, 9, -4);
      lab.add("exponential of y", 0, 1);
      assertThat(lab.violations()).contains("exponential of y");
    }

    @Test
    void fractionalQuotient() {
      Lab lab = softmax(3, 3, 3, 3);
      // S = 4 * 2^8, so 1/(2 S) = 2^-11; rem = S here and is raised by one.
      lab.add("tensor y", 0, ProgramChecker.fraction(-1, 11));
      lab.add("limb 0 of remainder of y", 0, 1);
      assertThat(lab.violations()).isNotEmpty().allMatch(n -> n.contains("quotient of y"));
    }
  }
}

package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Interpolate;
import org.probity.graph.PiecewisePolynomial;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.Sum;
import org.probity.graph.View;

/**
 * Witnesses that a cheating prover would try, carried on consistently through all columns they
 * touch: each is caught by the one check that is meant to catch it, and by no other.
 */
class CheatingInterpolationTest {
  private static final RealFunction SIGMOID = RealFunction.unary(UnaryOperator.SIGMOID);

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
        Lab.execute(
            graph, GraphCompiler.compile(graph, Labs.PUBLIC_INPUT, plan, 5), Map.of(), inputs);
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
        lab.set("high part of base of y", 0, p.base(row) >> 30).set("slope of y", 0, p.slope(row));
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
    for (String part : List.of("start", "last", "low part of base", "slope", "curvature", "row")) {
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
        "tensor y", 0, ProgramChecker.add(lab.get("tensor y", 0), ProgramChecker.fraction(1, 20)));
    assertThat(lab.violations()).anyMatch(n -> n.contains("output of y"));
    lab.reset();
    lab.set(
        "bend of y",
        0,
        ProgramChecker.add(lab.get("bend of y", 0), ProgramChecker.fraction(1, 16)));
    assertThat(lab.violations()).anyMatch(n -> n.contains("bend of y"));
  }
}

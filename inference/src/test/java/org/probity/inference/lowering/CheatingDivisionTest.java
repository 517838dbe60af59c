package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.inference.lowering.Graphs.view;
import static org.probity.inference.lowering.Labs.lab;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.probity.graph.AxisIndex;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;

/**
 * Witnesses that a cheating prover would try, carried on consistently through all columns they
 * touch: each is caught by the one check that is meant to catch it, and by no other.
 */
class CheatingDivisionTest {
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

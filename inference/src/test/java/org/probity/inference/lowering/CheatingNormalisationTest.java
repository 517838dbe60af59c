package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.inference.lowering.Labs.lab;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Softmax;

/**
 * Witnesses that a cheating prover would try, carried on consistently through all columns they
 * touch: each is caught by the one check that is meant to catch it, and by no other.
 */
class CheatingNormalisationTest {
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

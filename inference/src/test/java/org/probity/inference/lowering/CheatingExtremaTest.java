package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.inference.lowering.Graphs.along;
import static org.probity.inference.lowering.Graphs.view;
import static org.probity.inference.lowering.Graphs.window;
import static org.probity.inference.lowering.Labs.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.probity.argument.program.Lookup;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;

/**
 * Witnesses that a cheating prover would try, carried on consistently through all columns they
 * touch: each is caught by the one check that is meant to catch it, and by no other.
 */
class CheatingExtremaTest {
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

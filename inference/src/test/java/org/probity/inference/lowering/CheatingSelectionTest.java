package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.inference.lowering.Graphs.along;
import static org.probity.inference.lowering.Graphs.view;
import static org.probity.inference.lowering.Labs.lab;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;

/**
 * Witnesses that a cheating prover would try, carried on consistently through all columns they
 * touch: each is caught by the one check that is meant to catch it, and by no other.
 */
class CheatingSelectionTest {
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

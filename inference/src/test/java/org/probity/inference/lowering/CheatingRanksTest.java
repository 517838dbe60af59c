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
class CheatingRanksTest {
  private Lab ranked(int ranks, boolean last, boolean minimum, int... x) {
    IntegerGraph graph =
        new Graphs()
            .input("x", Format.signed(0, 8), 1, x.length)
            .ranking("y", List.of(1, ranks), x.length, view("x", along(0), along(2)), last, minimum)
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

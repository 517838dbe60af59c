package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Rescale;
import org.probity.graph.Sum;
import org.probity.graph.View;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.lowering.table.CodeTable;

/** Rescalings by thresholds and explicit tables: what honest provers write, and what cheats do. */
class QuantizedWitnessTest {
  private static final Map<String, Visibility> PUBLIC = Map.of("x", Visibility.PUBLIC);
  private static final Format INPUT = Format.signed(0, 12);
  private static final Format CODE = new Format(0, -8, 7);

  /** {@code y[r, c] = clamp(round(3 x[r, c] * m_c))} for two channels. */
  private static IntegerGraph channels(float... multipliers) {
    return new Graphs()
        .input("x", INPUT, 2, 2)
        .sum("a", List.of(2, 2), 0, new Sum.Addend(View.identity("x", 2), 3))
        .rescale("y", "a", multipliers.length == 1 ? List.of() : List.of(1), CODE, multipliers)
        .output("y")
        .build();
  }

  private static Lab lab(IntegerGraph graph, int... x) {
    Lab.ForcedPlan plan = new Lab.ForcedPlan(5, RequantizeLowering.DIRECT);
    Lab lab = Lab.of(graph, Map.of(), Map.of("x", x), PUBLIC, plan);
    assertThat(lab.violations()).isEmpty();
    return lab;
  }

  /** Claims a code for a cell, and distances that fit the row of a channel. */
  private static void claim(
      Lab lab, int cell, long sum, int channel, long code, float[] multipliers) {
    lab.set("tensor y", cell, code);
    CodeTable table = new CodeTable(multipliers, CODE.min(), CODE.max(), 13);
    setDistance(lab, "over lower threshold of y", cell, sum - table.lower(channel, code));
    setDistance(lab, "under upper threshold of y", cell, table.upper(channel, code) - sum);
  }

  /** Limbs of 5 bits, the last one unbounded: a negative number goes there. */
  private static void setDistance(Lab lab, String name, int cell, long distance) {
    int last = 0;
    while (lab.has("limb " + (last + 1) + " of " + name)) {
      last++;
    }
    for (int i = 0; i <= last; i++) {
      long limb = distance >> (5 * i);
      lab.set("limb " + i + " of " + name, cell, i < last ? limb & 31 : limb);
    }
  }

  @Test
  void honestWitnessesOfAllSums() {
    float[] multipliers = {0.0031f, 0.17f};
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      int[] x = random.ints(4, -2048, 2048).toArray();
      lab(channels(multipliers), x);
      lab(channels(0.01f), x);
    }
    lab(channels(multipliers), -2048, -2048, 2047, 2047);
  }

  @Test
  void neighbouringCodesAreOutOfTheirThresholds() {
    float[] multipliers = {0.01f, 0.02f};
    // 3 * 50 * 0.01 = 1.5 is rounded to even: a sum right at a threshold.
    int[] x = {50, 25, -50, 0};
    Lab lab = lab(channels(multipliers), x);
    for (int cell = 0; cell < 4; cell++) {
      long honest = lab.get("tensor y", cell);
      assertThat(honest)
          .isEqualTo(Rescale.apply(3L * x[cell], multipliers[cell % 2], CODE.min(), CODE.max()));
      for (long code = CODE.min(); code <= CODE.max(); code++) {
        if (code != honest) {
          lab.reset();
          claim(lab, cell, 3L * x[cell], cell % 2, code, multipliers);
          assertThat(lab.violations())
              .isNotEmpty()
              .allMatch(name -> name.contains("threshold of y"));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void sumsNextToThresholds(int side) {
    float[] m = {1 / 8f};
    // Sums 3 x around every half: thresholds lie between neighbours.
    for (int x = -20; x <= 20; x++) {
      Lab lab = lab(channels(m), x, 0, 0, 0);
      long code = lab.get("tensor y", 0) + side;
      if (CODE.contains(code)) {
        claim(lab, 0, 3L * x, 0, code, m);
        assertThat(lab.violations()).isNotEmpty().allMatch(name -> name.contains("threshold of y"));
      }
    }
  }

  @Test
  void rowsOfOtherChannelsAreNotReached() {
    float[] multipliers = {0.01f, 0.1f};
    // Channel 0 has code 2; with the thresholds of channel 1 it were 7.
    Lab lab = lab(channels(multipliers), 60, 1, 1, 1);
    assertThat(lab.get("tensor y", 0)).isEqualTo(2);
    claim(lab, 0, 180, 1, 7, multipliers);
    assertThat(lab.violations()).containsExactly("codes of y");
    // The key of that row, by a code beyond the largest: the row says which code it is of.
    lab.set("tensor y", 0, 7 + 16);
    assertThat(lab.violations()).containsExactly("codes of y");
  }

  @Test
  void fractionsAreNotCodes() {
    Lab lab = lab(channels(0.01f), 60, 1, 1, 1);
    lab.set("tensor y", 0, ProgramChecker.fraction(3, 1));
    assertThat(lab.violations()).containsExactly("codes of y");
  }

  @Test
  void codesThatRoundingSkipsHaveNoRow() {
    // Steps of 3 * 2: odd codes never occur.
    float[] m = {2};
    Lab lab = lab(channels(m), 1, 0, 0, 0);
    assertThat(lab.get("tensor y", 0)).isEqualTo(6);
    for (long code : new long[] {5, 7}) {
      lab.reset();
      claim(lab, 0, 3, 0, code, m);
      assertThat(lab.violations()).isNotEmpty();
    }
  }

  @Test
  void tablesGiveOneEntry() {
    int[] table = new int[16];
    for (int i = 0; i < table.length; i++) {
      table[i] = i * i % 11 - 5;
    }
    IntegerGraph graph =
        new Graphs()
            .input("x", Format.signed(0, 2), 2, 2)
            .sum(
                "pair",
                List.of(2, 2),
                0,
                new Sum.Addend(View.identity("x", 2), 4),
                new Sum.Addend(Graphs.view("x", Graphs.along(1), Graphs.along(0)), 1))
            .tabulate("y", "pair", -10, CODE, table)
            .output("y")
            .build();
    for (int x = -2; x < 2; x++) {
      for (int z = -2; z < 2; z++) {
        Lab lab = lab(graph, x, z, 1, -1);
        assertThat(lab.get("tensor y", 1)).isEqualTo(table[4 * z + 1 + 10]);
        for (long other = CODE.min(); other <= CODE.max(); other++) {
          if (other != table[4 * z + 1 + 10]) {
            lab.reset().set("tensor y", 1, other);
            assertThat(lab.violations()).containsExactly("table of y");
          }
        }
      }
    }
  }
}

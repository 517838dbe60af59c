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
import org.probity.graph.RealFunction;
import org.probity.graph.Sum;
import org.probity.graph.View;

/**
 * Cheating witnesses of missing values, carried on consistently through all columns they touch:
 * each is caught by the one check that is meant to catch it. A missing value has a code; what
 * replaces it is a weight, as the quantiser writes it.
 */
class CheatingMissingValuesTest {
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
            .contract("product", List.of(3), List.of(), view("flag", along(0)), view("w", along(0)))
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

package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.Parameters;
import org.probity.inference.RefusedException;
import org.probity.inference.Registrar;
import org.probity.inference.lowering.Forests.Tree;

/**
 * A number that equals a threshold, and rows of the table of keys that do not cover it. The prover
 * is free to choose distances and borrows: whatever integers near the honest ones it takes, for
 * distances that are one off too, a check of the keys themselves is violated.
 */
class CheatingKeysTest {
  private static final long WORD = 1L << 32;

  private Forests.Sample forest;
  private Lab lab;

  /** One feature with three thresholds, which differ in the low word only; x at the second. */
  private void forest(int words) {
    long base = words == 1 ? 0 : 5 * WORD;
    long x = base + 200;
    Tree tree = new Tree.Leaf(0);
    for (long cut : new long[] {base + 99, base + 199, base + 299}) {
      tree = new Tree.Inner(0, cut, tree, new Tree.Leaf((int) (cut - base)));
    }
    Forests.Sample made =
        Forests.of(new Forests.Spec(1, 1, 1, words, 4, 3, List.of(tree)), new Random(1));
    int[] input =
        words == 1
            ? new int[] {(int) x}
            : new int[] {(int) (x >> 32), (int) ((x & (WORD - 1)) + Integer.MIN_VALUE)};
    forest = new Forests.Sample(made.graph(), made.parameters(), Map.of("x", input), made.scores());
    lab = Lab.of(forest.graph(), forest.parameters(), forest.inputs());
    assertThat(lab.violations()).isEmpty();
    // K_0 is below all, K_1 = base + 100, K_2 = base + 200 = x, K_3 = base + 300.
    assertThat(lab.get("row of ranks", 0)).isEqualTo(2);
  }

  private int bits() {
    return Planner.plan(forest.graph()).rangeBits();
  }

  /** Limbs with the given sum, all but the highest in their table. */
  private static void setLimbs(Lab lab, int first, int bits, int cell, String name, long value) {
    long rest = value >> (bits * first);
    for (int i = first; lab.has("limb " + i + " of " + name); i++) {
      boolean highest = !lab.has("limb " + (i + 1) + " of " + name);
      lab.set("limb " + i + " of " + name, cell, highest ? rest : rest & ((1L << bits) - 1));
      rest >>= bits;
    }
  }

  private long bound(String column, int row) {
    return forest.parameters().get(column)[row];
  }

  private long high(int row) {
    return bound("bound", row) + BinKeys.GROUP * bound("group", row);
  }

  /**
   * Claims a row.
   *
   * @param slack what the upper distance counts from: 1 is right
   * @param borrows of the lower and the upper distance
   */
  private void claim(int row, int slack, long... borrows) {
    lab.reset().set("row of ranks", 0, row);
    lab.set("tensor ranks", 0, forest.parameters().get("rank")[row]);
    int[] x = forest.inputs().get("x");
    String[] whats = {"over lower bound of ranks", "under upper bound of ranks"};
    for (int side = 0; side < 2; side++) {
      int sign = side == 0 ? 1 : -1;
      int to = row + side;
      long more = side == 0 ? 0 : slack;
      if (x.length == 1) {
        setLimbs(lab, 0, bits(), 0, whats[side], sign * (x[0] + more - high(to)));
      } else {
        long b = borrows[side];
        lab.set("borrow " + whats[side], 0, b);
        long low = sign * (x[1] + more - bound("low bound", to)) + WORD * b;
        setLimbs(lab, 0, bits(), 0, "low word " + whats[side], low);
        long high = sign * (x[0] - high(to)) - b;
        setLimbs(lab, 0, bits(), 0, "high word " + whats[side], high);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void onlyTheRowThatCoversTheKey(int words) {
    forest(words);
    claim(2, 1, 0, 0);
    assertThat(lab.violations()).isEmpty();
    long[] borrows = words == 1 ? new long[] {0} : new long[] {-1, 0, 1};
    for (int row : new int[] {0, 1, 3}) {
      for (int slack = 0; slack <= 2; slack++) {
        for (long lower : borrows) {
          for (long upper : borrows) {
            claim(row, slack, lower, upper);
            assertThat(lab.violations())
                .as("row %d, slack %d, borrows %d and %d", row, slack, lower, upper)
                .anyMatch(name -> name.endsWith(" of ranks"));
          }
        }
      }
    }
  }

  /** Two neighbours whose high words are equal and whose low words fall. */
  @Test
  void lowWordsThatFallCannotBeRegistered() throws RefusedException {
    forest(2);
    Map<String, int[]> unsorted = new HashMap<>(forest.parameters());
    int[] low = unsorted.get("low bound").clone();
    low[2] = low[1] - 1;
    unsorted.put("low bound", low);
    assertThat(Registrar.register(forest.graph(), new Parameters(forest.parameters()))).isNotNull();
    Plan plan = Planner.plan(forest.graph());
    CompiledProgram compiled = RegistrationCompiler.compile(forest.graph(), plan, 5);
    assertThat(Lab.registration(compiled, forest.parameters()).violations()).isEmpty();
    Lab registration = Lab.registration(compiled, unsorted);
    int bits = plan.registrationRangeBits();
    List<String> named = new ArrayList<>();
    for (long borrow = -1; borrow <= 2; borrow++) {
      registration.set("borrow of rows of ranks", 1, borrow);
      setLimbs(registration, 1, bits, 1, "order of low words of ranks", WORD * borrow - 1);
      setLimbs(registration, 1, bits, 1, "order of high words of ranks", -borrow);
      named.addAll(registration.violations());
      assertThat(registration.violations()).as("borrow %d", borrow).isNotEmpty();
    }
    assertThat(named)
        .anyMatch(name -> name.contains("order of low words of ranks"))
        .anyMatch(name -> name.contains("order of high words of ranks"));
  }
}

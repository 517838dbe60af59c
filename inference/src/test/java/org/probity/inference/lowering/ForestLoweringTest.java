package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.argument.program.Column;
import org.probity.graph.Parameters;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.inference.certificate.Visibility;

/** Random forests: what they compute, that it satisfies the program, and that nothing else does. */
class ForestLoweringTest {
  private static final Map<String, Visibility> PUBLIC_INPUT = Map.of("x", Visibility.PUBLIC);

  private static Lab lab(Forests.Sample forest) {
    return Lab.of(forest.graph(), forest.parameters(), forest.inputs(), PUBLIC_INPUT, null);
  }

  private static Lab lab(Forests.Sample forest, int rangeBits) {
    Plan plan =
        new Plan(
            rangeBits,
            rangeBits,
            List.of(RequantizeLowering.DIRECT, RequantizeLowering.THRESHOLDS));
    return Lab.execute(
        forest.graph(),
        GraphCompiler.compile(forest.graph(), PUBLIC_INPUT, plan, 5),
        forest.parameters(),
        forest.inputs());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void scoresAreThoseOfRecursiveWalks(long seed) {
    Forests.Sample forest = Forests.random(new Random(seed));
    Lab lab = lab(forest);
    Map<String, long[]> trace =
        IntegerExecutor.run(forest.graph(), new Parameters(forest.parameters()), forest.inputs());
    assertThat(trace.get("score"))
        .containsExactly(Arrays.stream(forest.scores()).asLongStream().toArray());
    assertThat(trace.get("positive"))
        .containsExactly(Arrays.stream(forest.scores()).mapToLong(s -> s > 0 ? 1 : 0).toArray());
    assertThat(lab.violations()).isEmpty();
  }

  /** Small range tables make many limbs. */
  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35, 36})
  void everyCellIsForced(long seed) {
    Random random = new Random(seed);
    Forests.Sample forest = Forests.random(random);
    for (int bits : new int[] {5, 9}) {
      Lab lab = lab(forest, bits);
      assertThat(lab.violations()).isEmpty();
      List<Column> free = lab.freeColumns();
      for (Column column : free) {
        for (int cell : cells(column)) {
          for (long delta : new long[] {1, -1, 2, 5, -16, 256, 1 << 16, 1L << 31}) {
            lab.reset().add(column.name(), cell, delta);
            assertThat(lab.isViolated()).as("%s[%d] += %d", column.name(), cell, delta).isTrue();
          }
          for (int power : new int[] {1, 5, 16, 32, 33}) {
            lab.reset().add(column.name(), cell, ProgramChecker.fraction(1, power));
            assertThat(lab.isViolated()).as("%s[%d] + 1/2^%d", column.name(), cell, power).isTrue();
          }
          Column other = free.get(random.nextInt(free.size()));
          int there = random.nextInt(other.shape().cells());
          if (!other.equals(column)) {
            lab.reset().add(column.name(), cell, 1).add(other.name(), there, -1);
            assertThat(lab.isViolated()).as("%s and %s", column.name(), other.name()).isTrue();
          }
        }
      }
    }
  }

  private static int[] cells(Column column) {
    int cells = column.shape().cells();
    int step = Math.max(1, cells / 4);
    return IntStream.range(0, cells).filter(i -> i % step == 0 || i == cells - 1).toArray();
  }
}

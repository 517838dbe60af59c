package org.probity.graph.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.probity.graph.AxisIndex;
import org.probity.graph.NaiveExecutor;
import org.probity.graph.RandomGraphs;
import org.probity.graph.Shapes;
import org.probity.graph.View;
import org.probity.graph.bound.ViewBounds;
import org.probity.testing.Seeds;

class ViewReaderTest {
  /** A random view with its reader's axes and its source's shape. */
  private record Case(View view, List<Integer> axes, List<Integer> source) {
    static Case of(Random random, boolean inside) {
      List<Integer> axes = sizes(random, 1 + random.nextInt(4));
      List<Integer> source = sizes(random, 1 + random.nextInt(4));
      return new Case(RandomGraphs.view(random, "s", source, axes, inside), axes, source);
    }

    private static List<Integer> sizes(Random random, int rank) {
      return IntStream.range(0, rank).mapToObj(i -> 1 + random.nextInt(5)).toList();
    }

    int[] expected() {
      return NaiveExecutor.cells(axes).stream()
          .mapToInt(cell -> NaiveExecutor.index(view, axes, source, cell))
          .toArray();
    }
  }

  @Seeds(400)
  void addressesAreThoseOfTheDefinition(long seed) {
    Random random = new Random(seed);
    boolean inside = random.nextBoolean();
    Case c = Case.of(random, inside);
    ViewReader reader = ViewReader.of(c.view, c.axes, c.source);
    int[] expected = c.expected();
    assertThat(reader.indices()).isEqualTo(expected);
    List<int[]> cells = NaiveExecutor.cells(c.axes);
    for (int i = 0; i < expected.length; i++) {
      assertThat(reader.at(cells.get(i))).isEqualTo(expected[i]);
    }
    boolean allInside = Arrays.stream(expected).noneMatch(i -> i < 0);
    assertThat(ViewBounds.alwaysInside(c.view, c.axes, c.source)).isEqualTo(allInside);
    assertThat(allInside || !inside).isTrue();
    if (reader.isAffine()) {
      for (int i = 0; i < expected.length; i++) {
        int sum = reader.offset();
        for (int d = 0; d < c.axes.size(); d++) {
          sum += reader.stride(d) * cells.get(i)[d];
        }
        assertThat(sum).isEqualTo(expected[i]);
      }
    }
  }

  /** What is not read makes no difference. */
  @Seeds(300)
  void axesThatAreNotRead(long seed) {
    Case c = Case.of(new Random(seed), false);
    ViewReader reader = ViewReader.of(c.view, c.axes, c.source);
    for (int d = 0; d < c.axes.size(); d++) {
      if (!reader.reads(d)) {
        for (int[] cell : NaiveExecutor.cells(c.axes)) {
          int[] first = cell.clone();
          first[d] = 0;
          assertThat(reader.at(cell)).isEqualTo(reader.at(first));
        }
      }
    }
  }

  @Seeds(400)
  void rowsInAnyOrderOfAxes(long seed) {
    Random random = new Random(seed);
    Case c = Case.of(random, random.nextBoolean());
    ViewReader reader = ViewReader.of(c.view, c.axes, c.source);
    List<Integer> order = new ArrayList<>(IntStream.range(0, c.axes.size()).boxed().toList());
    Collections.shuffle(order, random);
    int[] inner =
        order.subList(0, random.nextInt(order.size() + 1)).stream().mapToInt(a -> a).toArray();
    ViewRows rows = new ViewRows(reader, inner);
    int[] source = random.ints(Shapes.size(c.source), 1, 1000).toArray();
    List<Integer> innerSizes = Arrays.stream(inner).mapToObj(c.axes::get).toList();
    assertThat(rows.length()).isEqualTo(innerSizes.stream().reduce(1, (a, b) -> a * b));
    for (int[] cell : NaiveExecutor.cells(c.axes)) {
      int[] indices = new int[rows.length() + 2];
      int[] values = new int[rows.length() + 2];
      rows.indices(cell, indices, 1);
      rows.gather(source, cell, values, 1);
      int at = 1;
      for (int[] position : NaiveExecutor.cells(innerSizes)) {
        int[] there = cell.clone();
        for (int j = 0; j < inner.length; j++) {
          there[inner[j]] = position[j];
        }
        int index = NaiveExecutor.index(c.view, c.axes, c.source, there);
        assertThat(indices[at]).isEqualTo(index);
        assertThat(values[at]).isEqualTo(index < 0 ? 0 : source[index]);
        at++;
      }
      // Nothing beside the row is written.
      assertThat(new int[] {values[0], values[at], indices[0], indices[at]}).containsOnly(0);
    }
  }

  @Test
  void tablesThatAreAffineAreFound() {
    View merged =
        new View(
            "s",
            List.of(
                new AxisIndex.Table(2, List.of(0), IntStream.range(0, 12).toArray()),
                AxisIndex.along(1)));
    ViewReader reader = ViewReader.of(merged, List.of(12, 5), List.of(3, 4, 5));
    assertThat(reader.isAffine()).isTrue();
    assertThat(reader.stride(0)).isEqualTo(5);
    assertThat(reader.stride(1)).isEqualTo(1);
  }

  @Test
  void largerSourcesThanTheLintAllowsAreRejected() {
    View view = new View("s", List.of(AxisIndex.at(0)));
    assertThatThrownBy(() -> ViewReader.of(view, List.of(1), List.of((1 << 27) + 1)))
        .hasMessageContaining("2^27");
  }
}

package org.probity.model.floatgraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;
import org.probity.testing.Seeds;

/** Scales and shifts of parts of a concatenation, and the product behind it. */
class PartFoldingTest {
  private static final int ROWS = 2;

  /** Columns {@code [rows, width]} by name, scaled, shifted, put side by side and multiplied. */
  private static final class Columns {
    final List<FloatPort> inputs = new ArrayList<>();
    final Map<String, Constant> constants = new HashMap<>();
    final List<FloatNode> nodes = new ArrayList<>();
    final List<FloatNode.Combine.Term> parts = new ArrayList<>();
    final Set<String> normalised = new HashSet<>();
    private final Random random;
    private int width;

    Columns(Random random) {
      this.random = random;
    }

    String input(int columns, boolean alike) {
      String name = "x" + inputs.size();
      inputs.add(RandomFloatGraph.port(name, name, List.of(ROWS, columns)));
      if (alike) {
        normalised.add(name);
      }
      return name;
    }

    private String constant(List<Integer> shape) {
      String name = "c" + constants.size();
      int size = shape.stream().reduce(1, Math::multiplyExact);
      constants.put(name, new Constant(shape, random.doubles(size, 0.5, 2).toArray()));
      return name;
    }

    private String next() {
      return "t" + nodes.size();
    }

    /** One factor for each column. */
    String scaled(String x, int columns) {
      View by = new View(constant(List.of(columns)), List.of(AxisIndex.along(1)));
      nodes.add(
          new FloatNode.Contract(
              next(), List.of(ROWS, columns), List.of(), View.identity(x, 2), Optional.of(by)));
      return nodes.getLast().output();
    }

    /** A coefficient, a constant of each column and one number. */
    String shifted(String x, int columns, double coefficient) {
      View by = new View(constant(List.of(columns)), List.of(AxisIndex.along(1)));
      nodes.add(
          new FloatNode.Combine(
              next(),
              List.of(ROWS, columns),
              List.of(
                  new FloatNode.Combine.Term(coefficient, View.identity(x, 2)),
                  new FloatNode.Combine.Term(-1, by)),
              0.25));
      return nodes.getLast().output();
    }

    /** Beside what is there; or, moved back, over its last columns. */
    void part(String x, int columns, int back) {
      AxisIndex at = AxisIndex.along(1, 1, back - width);
      View view = new View(x, List.of(AxisIndex.along(0), at));
      parts.add(new FloatNode.Combine.Term(1, view));
      width += columns - back;
    }

    /** The concatenation, and a product of it with results for each row. */
    FloatGraph product(int results, String... more) {
      nodes.add(new FloatNode.Combine("joined", List.of(ROWS, width), parts, 0));
      View left = new View("joined", List.of(AxisIndex.along(0), AxisIndex.along(2)));
      String w = constant(List.of(width, results));
      View right = new View(w, List.of(AxisIndex.along(2), AxisIndex.along(1)));
      List<Integer> shape = List.of(ROWS, results);
      nodes.add(new FloatNode.Contract("y", shape, List.of(width), left, Optional.of(right)));
      List<FloatPort> outputs = new ArrayList<>(List.of(RandomFloatGraph.port("y", "y", shape)));
      for (String tensor : more) {
        outputs.add(RandomFloatGraph.port(tensor, tensor, List.of(ROWS, width)));
      }
      return new FloatGraph(inputs, outputs, constants, nodes);
    }

    FloatGraph folded(FloatGraph graph, Notes notes) {
      return new PartFolding(normalised).apply(graph, notes);
    }
  }

  private static void assertSame(FloatGraph graph, FloatGraph folded, Random random) {
    Map<String, double[]> input =
        graph.inputs().stream()
            .collect(
                Collectors.toMap(
                    FloatPort::tensor,
                    p -> random.doubles(ROWS * p.tensorShape().getLast(), -1, 1).toArray()));
    double[] expected = FloatExecutor.run(graph, input).get("y");
    FloatExecutorTest.assertClose("y", FloatExecutor.run(folded, input).get("y"), expected);
  }

  /** Element-wise products before the result; what nobody reads any more is removed elsewhere. */
  private static long scalings(FloatGraph graph) {
    Set<String> read = new HashSet<>(Set.of("y"));
    long scalings = 0;
    for (FloatNode node : graph.nodes().reversed()) {
      if (read.contains(node.output())) {
        node.views().forEach(view -> read.add(view.source()));
        scalings += node instanceof FloatNode.Contract c && c.summed().isEmpty() ? 1 : 0;
      }
    }
    return scalings;
  }

  /** Whatever is done to parts of about the same size moves into the weights; others stay. */
  @Seeds(100)
  void theFunctionStaysTheSame(long seed) {
    Random random = new Random(seed);
    Columns columns = new Columns(random);
    boolean foreign = random.nextInt(4) == 0;
    boolean touched = false;
    int parts = 1 + random.nextInt(4);
    int odd = random.nextInt(parts);
    for (int i = 0; i < parts; i++) {
      int width = 1 + random.nextInt(3);
      boolean alike = !foreign || i != odd;
      String part = columns.input(width, alike);
      for (int step = random.nextInt(3); step > 0; step--) {
        part =
            random.nextBoolean()
                ? columns.scaled(part, width)
                : columns.shifted(part, width, random.nextInt(3) - 3);
        touched |= alike;
      }
      columns.part(part, width, 0);
    }
    FloatGraph graph = columns.product(1 + random.nextInt(3));
    Notes notes = new Notes();
    FloatGraph folded = columns.folded(graph, notes);
    assertSame(graph, folded, random);
    // A single column is no concatenation.
    if (!foreign && touched && columns.width > 1) {
      assertThat(scalings(folded)).isZero();
      assertThat(notes.lines()).hasSize(1);
      // Nothing is left to be moved.
      assertThat(columns.folded(folded, new Notes())).isSameAs(folded);
    }
  }

  @Test
  void whatIsOfAnotherSizeIsLeftAlone() {
    Random random = new Random(1);
    Columns columns = new Columns(random);
    columns.part(columns.input(2, true), 2, 0);
    columns.part(columns.scaled(columns.input(2, false), 2), 2, 0);
    FloatGraph graph = columns.product(2);
    FloatGraph folded = columns.folded(graph, new Notes());
    assertThat(scalings(folded)).isOne();
    assertSame(graph, folded, random);
    assertThat(new PartFolding(Set.of()).apply(graph, new Notes())).isSameAs(graph);
  }

  /** Where two parts meet in a cell, one factor must do for both. */
  @Test
  void overlappingParts() {
    for (boolean scaled : new boolean[] {false, true}) {
      Random random = new Random(2);
      Columns columns = new Columns(random);
      String x = columns.input(3, true);
      columns.part(scaled ? columns.scaled(x, 3) : columns.shifted(x, 3, 1), 3, 0);
      columns.part(columns.input(3, true), 3, 1);
      FloatGraph graph = columns.product(2);
      FloatGraph folded = columns.folded(graph, new Notes());
      assertSame(graph, folded, random);
      if (scaled) {
        assertThat(folded).isSameAs(graph);
      } else {
        assertThat(folded).isNotSameAs(graph);
      }
    }
  }

  /** A factor of zero cannot be taken out of the weights again, nor be put into them. */
  @Test
  void factorsOfZero() {
    Random random = new Random(3);
    Columns columns = new Columns(random);
    columns.part(columns.shifted(columns.input(2, true), 2, 0), 2, 0);
    FloatGraph graph = columns.product(2);
    assertThat(columns.folded(graph, new Notes())).isSameAs(graph);
  }

  /** Somebody else reads the concatenation as it is. */
  @Test
  void concatenationsThatAreReadTwice() {
    Random random = new Random(4);
    Columns columns = new Columns(random);
    columns.part(columns.scaled(columns.input(2, true), 2), 2, 0);
    FloatGraph graph = columns.product(2, "joined");
    assertThat(columns.folded(graph, new Notes())).isSameAs(graph);
  }

  @Test
  void moreThanThatAreTakenApart() {
    Random random = new Random(5);
    Columns columns = new Columns(random);
    String x = columns.input(1, true);
    IntStream.range(0, 300)
        .forEach(i -> columns.part(columns.scaled(columns.shifted(x, 1, i + 1), 1), 1, 0));
    FloatGraph graph = columns.product(1);
    assertThat(columns.folded(graph, new Notes())).isSameAs(graph);
  }
}

package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.probity.argument.program.Column;
import org.probity.argument.program.Lookup;
import org.probity.argument.program.Program;
import org.probity.argument.program.Table;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.lint.GraphLint;
import org.probity.inference.certificate.Visibility;

/** Leaves of well-known nets: a change for the worse is a visible failure. */
class CostTest {
  private static long leaves(Program program) {
    long leaves = 0;
    for (Lookup lookup : program.lookups()) {
      leaves += 1L << lookup.shape().bits();
    }
    for (Table table : program.tables()) {
      leaves += 1L << table.shape().bits();
    }
    return leaves;
  }

  private static Program compile(IntegerGraph graph, Map<String, Visibility> visibilities) {
    GraphLint.check(graph);
    return GraphCompiler.compile(graph, visibilities, Planner.plan(graph), 0).program();
  }

  @Test
  void creditNetFitsTenBits() {
    Program program =
        compile(Graphs.credit(), Map.of("x", Visibility.PUBLIC, "decision", Visibility.PUBLIC));
    assertThat(leaves(program)).isLessThanOrEqualTo(1 << 10);
  }

  @Test
  void creditNetWithHiddenPorts() {
    assertThat(leaves(compile(Graphs.credit(), Map.of()))).isLessThanOrEqualTo(1 << 10);
  }

  @Test
  void fourHiddenLayersOfWidth1024() {
    IntegerGraph graph = Graphs.dense(1024, 1024, 4, 10);
    assertThat(leaves(compile(graph, Map.of()))).isLessThanOrEqualTo(19_100);
  }

  @Test
  void leNet() {
    assertThat(leaves(compile(Graphs.leNet(), Map.of()))).isLessThanOrEqualTo(51_000);
  }

  @Test
  void resNet() {
    Program program = compile(Graphs.resNet(64), Map.of());
    assertThat(leaves(program)).isLessThanOrEqualTo(1_450_000);
    long cells =
        program.columns().stream()
            .filter(c -> c.kind() == Column.Kind.WITNESS)
            .mapToLong(c -> c.shape().cells())
            .sum();
    assertThat(cells).isLessThanOrEqualTo(1_960_000);
  }

  /** The table of an embedding pays for itself over many indices; a few select one-hot. */
  @Test
  void embeddings() {
    // 2^14 cells and 2^13 results; one-hot there would be 2^10 selectors of 2^11 entries.
    assertThat(leaves(compile(embedding(1 << 10), Map.of()))).isLessThanOrEqualTo(28_000);
    assertThat(leaves(compile(embedding(2), Map.of()))).isLessThanOrEqualTo(7_000);
  }

  private static IntegerGraph embedding(int indices) {
    return new Graphs()
        .input("i", new Format(0, 0, (1 << 11) - 1), indices)
        .parameter("e", Format.signed(0, 8), 1 << 11, 8)
        .select(
            "y",
            List.of(indices, 8),
            1 << 11,
            Graphs.view("e", Graphs.along(2), Graphs.along(1)),
            Graphs.view("i", Graphs.along(0)))
        .output("y")
        .build();
  }

  /** Cost grows with trees and depth; tables count by their rows. */
  @Test
  void forest() {
    Random random = new Random(3);
    List<Forests.Tree> trees = Forests.trees(random, 64, 4, 8, random.longs(15, -99, 99).toArray());
    Forests.Spec spec = new Forests.Spec(1, 8, 8, 1, 8, 4, trees);
    IntegerGraph graph = Forests.of(spec, random).graph();
    long tables = 0;
    for (String column : List.of("child", "leaf", "group")) {
      tables += Draft.ceilPowerOfTwo(graph.parametersByName().get(column).size());
    }
    // Node, rank and step of each level; leaf and its range.
    long lookups = 64 * (3 * 4 + 3);
    assertThat(leaves(compile(graph, Map.of()))).isLessThanOrEqualTo(tables + lookups + 1_800);
  }
}

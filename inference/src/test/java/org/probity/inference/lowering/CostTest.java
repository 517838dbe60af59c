package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.probity.argument.program.Column;
import org.probity.argument.program.Lookup;
import org.probity.argument.program.Program;
import org.probity.argument.program.Table;
import org.probity.inference.certificate.Visibility;
import org.probity.model.graph.GraphLint;
import org.probity.model.graph.IntegerGraph;

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
}

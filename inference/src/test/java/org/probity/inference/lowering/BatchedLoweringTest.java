package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.graph.Batch;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;
import org.probity.graph.Port;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.lowering.LoweredGraphs.Subject;

/**
 * Every lowering of a batch of three, with the plan of a single inference: the honest witness is
 * accepted, and every cell of every item is forced.
 */
class BatchedLoweringTest {
  private static final int COUNT = 3;

  /** All kinds of nodes, and some requantisations of each way. */
  static Stream<Subject> subjects() {
    List<Subject> requantisations = LoweredGraphs.requantisations().toList();
    return Stream.concat(
        nodes(),
        IntStream.range(0, requantisations.size())
            .filter(i -> i % 7 == 0)
            .mapToObj(requantisations::get));
  }

  static Stream<Subject> nodes() {
    return Stream.concat(LoweredGraphs.nodes(), Stream.of(rescaled()));
  }

  /** A float32 multiplier for each channel, which is not the last axis. */
  private static Subject rescaled() {
    IntegerGraph graph =
        new Graphs()
            .input("x", Format.signed(0, 8), 2, 3)
            .sum("a", List.of(2, 3), 0, new Sum.Addend(View.identity("x", 2), 3))
            .rescale("y", "a", List.of(0), Format.signed(0, 6), 0.25f, 0.1f)
            .output("y")
            .build();
    return new Subject("rescale", graph);
  }

  private static Lab lab(
      IntegerGraph graph,
      Lab.ForcedPlan plan,
      Map<String, int[]> parameters,
      Map<String, int[]> inputs,
      Visibility visibility) {
    Map<String, Visibility> visibilities = new LinkedHashMap<>();
    graph.inputs().forEach(port -> visibilities.put(port.name(), visibility));
    IntegerGraph batch = Batch.of(graph, COUNT);
    Plan chosen = plan == null ? Planner.plan(graph) : plan.of(graph);
    CompiledProgram one = GraphCompiler.compile(graph, visibilities, chosen, 5);
    CompiledProgram compiled = GraphCompiler.compileBatch(batch, COUNT, visibilities, chosen, 5);
    assertThat(weights(compiled)).isEqualTo(weights(one));
    return Lab.execute(batch, compiled, parameters, inputs);
  }

  /** What was committed at registration must be what is read. */
  private static List<String> weights(CompiledProgram compiled) {
    return compiled.program().groups().stream()
        .filter(g -> g.kind() != Column.Kind.WITNESS)
        .map(Group::toString)
        .toList();
  }

  private static Lab lab(Subject subject, Random random, Visibility visibility) {
    IntegerGraph graph = subject.graph();
    Map<String, int[]> parameters = new LinkedHashMap<>();
    for (Parameter p : graph.parameters()) {
      parameters.put(p.name(), LoweredGraphs.fill(p.format(), p.size(), 4, random));
    }
    return lab(graph, subject.plan(), parameters, inputs(graph, random), visibility);
  }

  private static Map<String, int[]> inputs(IntegerGraph graph, Random random) {
    Map<String, int[]> inputs = new LinkedHashMap<>();
    for (Port port : graph.inputs()) {
      Tensor t = graph.tensorsByName().get(port.tensor());
      inputs.put(port.name(), LoweredGraphs.fill(t.format(), COUNT * t.size(), 4, random));
    }
    return inputs;
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void everyCellOfEveryItemIsForced(Subject subject) {
    Random random = new Random(5);
    Lab lab = lab(subject, random, Visibility.PUBLIC);
    assertThat(lab.violations()).isEmpty();
    assertForced(lab, random);
  }

  @ParameterizedTest
  @ValueSource(longs = {61, 62, 63, 64, 65, 66})
  void treesToo(long seed) {
    Random random = new Random(seed);
    Forests.Sample forest = Forests.random(random);
    Lab lab =
        lab(
            forest.graph(),
            null,
            forest.parameters(),
            inputs(forest.graph(), random),
            Visibility.PUBLIC);
    assertThat(lab.violations()).isEmpty();
    assertForced(lab, random);
  }

  private static void assertForced(Lab lab, Random random) {
    for (Column column : lab.freeColumns()) {
      int size = column.shape().cells();
      int items = size % COUNT == 0 ? COUNT : 1;
      for (int item = 0; item < items; item++) {
        int cell = item * (size / items) + random.nextInt(size / items);
        for (long delta : new long[] {1, -1, 256}) {
          lab.reset().add(column.name(), cell, delta);
          assertThat(lab.isViolated()).as("%s[%d] += %d", column.name(), cell, delta).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void isProvenAndVerified(Subject subject) throws Exception {
    Lab lab = lab(subject, new Random(6), Visibility.HIDDEN);
    RealProof.assertAccepted(lab.compiled.program(), lab.cells());
  }
}

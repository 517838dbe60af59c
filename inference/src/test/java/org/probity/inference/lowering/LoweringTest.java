package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.argument.program.Column;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.lowering.LoweredGraphs.Subject;

/**
 * Every lowering accepts the honest witness for extremes of its domain and forces every cell: there
 * is one witness for given inputs and weights, so whatever else a prover commits to is rejected.
 */
class LoweringTest {
  private static CompiledProgram compile(Subject subject) {
    // Public inputs: the mutations below are to be refuted by the checks, not by another input.
    Map<String, Visibility> visibilities = new LinkedHashMap<>();
    subject.graph().inputs().forEach(p -> visibilities.put(p.name(), Visibility.PUBLIC));
    return Lab.compile(subject.graph(), visibilities, subject.plan());
  }

  private static Lab lab(Subject subject, int inputChoice, int weightChoice, Random random) {
    return lab(subject, compile(subject), inputChoice, weightChoice, random);
  }

  private static Lab lab(
      Subject subject, CompiledProgram program, int inputChoice, int weightChoice, Random random) {
    IntegerGraph graph = subject.graph();
    Map<String, int[]> parameters = new LinkedHashMap<>();
    for (Parameter p : graph.parameters()) {
      parameters.put(p.name(), LoweredGraphs.fill(p.format(), p.size(), weightChoice, random));
    }
    Map<String, int[]> inputs = new LinkedHashMap<>();
    Map<String, Tensor> tensors = graph.tensorsByName();
    for (Port port : graph.inputs()) {
      Tensor t = tensors.get(port.tensor());
      inputs.put(port.name(), LoweredGraphs.fill(t.format(), t.size(), inputChoice, random));
    }
    return Lab.execute(graph, program, parameters, inputs);
  }

  @ParameterizedTest
  @MethodSource("org.probity.inference.lowering.LoweredGraphs#subjects")
  void honestWitnessIsAcceptedOnTheWholeDomain(Subject subject) {
    Random random = new Random(1);
    CompiledProgram program = compile(subject);
    int weightChoices = subject.graph().parameters().isEmpty() ? 1 : 7;
    for (int input = 0; input < 7; input++) {
      for (int weight = 0; weight < weightChoices; weight++) {
        Lab lab = lab(subject, program, input, weight, random);
        assertThat(lab.violations()).as("input %d weight %d", input, weight).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.inference.lowering.LoweredGraphs#subjects")
  void everyCellIsForced(Subject subject) {
    Random random = new Random(2);
    Lab lab = lab(subject, 4, 4, random);
    long[] deltas = {1, -1, 2, -2, 8, 16, -16, 27, 28, 32, -32, 128, 256, -256, 4096};
    for (Column column : lab.freeColumns()) {
      for (int cell : cells(column)) {
        for (long delta : deltas) {
          lab.reset().add(column.name(), cell, delta);
          assertThat(lab.isViolated()).as("%s[%d] += %d", column.name(), cell, delta).isTrue();
        }
      }
    }
  }

  /** The cells of a column, or some of many. */
  private static int[] cells(Column column) {
    int cells = column.shape().cells();
    int step = Math.max(1, cells / 8);
    return IntStream.range(0, cells).filter(i -> i % step == 0 || i == cells - 1).toArray();
  }

  /** A scaled range check alone would let a fraction of the field pass for a small integer. */
  @ParameterizedTest
  @MethodSource("org.probity.inference.lowering.LoweredGraphs#subjects")
  void everyCellIsAnInteger(Subject subject) {
    Lab lab = lab(subject, 4, 4, new Random(4));
    for (Column column : lab.freeColumns()) {
      for (int cell : cells(column)) {
        for (int power = 1; power <= 16; power++) {
          for (long numerator : new long[] {1, -1, 3, -5}) {
            long delta = ProgramChecker.fraction(numerator, power);
            lab.reset().add(column.name(), cell, delta);
            assertThat(lab.isViolated())
                .as("%s[%d] += %d/2^%d", column.name(), cell, numerator, power)
                .isTrue();
          }
        }
      }
    }
  }

  /** Changes that would cancel in a weak lowering: all pairs of columns at one cell. */
  @ParameterizedTest
  @MethodSource("org.probity.inference.lowering.LoweredGraphs#subjects")
  void everyPairOfCellsIsForced(Subject subject) {
    Random random = new Random(3);
    Lab lab = lab(subject, 5, 5, random);
    int[] deltas = {1, -1, 16, -16, 28, -28, 128, -128};
    List<Column> free = lab.freeColumns();
    for (Column first : free) {
      for (Column second : free) {
        int cell = random.nextInt(Math.min(first.shape().cells(), second.shape().cells()));
        for (int a : deltas) {
          int b = deltas[random.nextInt(deltas.length)];
          lab.reset().add(first.name(), cell, a);
          if (!first.equals(second)) {
            lab.add(second.name(), cell, b);
          }
          assertThat(lab.isViolated())
              .as("%s and %s [%d] += %d, %d", first.name(), second.name(), cell, a, b)
              .isTrue();
        }
      }
    }
  }

  @Test
  void inputsOutsideTheDomainAreRejected() {
    for (Format domain :
        List.of(
            LoweredGraphs.BYTE,
            new Format(0, 0, 99),
            new Format(0, -5, 6),
            Format.unsigned(0, 12))) {
      IntegerGraph graph =
          new Graphs().input("x", domain, 1, 4).argMax("y", "x", false).output("y").build();
      int[] honest = LoweredGraphs.fill(domain, 4, 2, new Random(4));
      Lab lab = Lab.of(graph, Map.of(), Map.of("x", honest));
      assertThat(lab.violations()).isEmpty();
      for (long outside : new long[] {domain.min() - 1, domain.max() + 1, domain.max() + 256}) {
        lab.reset().set("tensor x", 1, outside);
        assertThat(lab.violations()).anyMatch(name -> name.contains("domain of input x"));
      }
    }
  }
}

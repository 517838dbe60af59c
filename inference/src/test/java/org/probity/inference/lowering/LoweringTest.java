package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.argument.program.Column;
import org.probity.inference.certificate.Visibility;
import org.probity.model.graph.Activation;
import org.probity.model.graph.Format;
import org.probity.model.graph.IntegerGraph;
import org.probity.model.graph.Parameter;
import org.probity.model.graph.Port;
import org.probity.model.graph.Sum;
import org.probity.model.graph.Tensor;

/**
 * Every lowering accepts the honest witness for extremes of its domain and forces every cell: there
 * is one witness for given inputs and weights, so whatever else a prover commits to is rejected.
 */
class LoweringTest {
  private static final Format BYTE = Format.signed(3, 8);

  /** A graph and how its requantisations are lowered (null: the planner's choice). */
  record Subject(String name, IntegerGraph graph, Lab.ForcedPlan plan) {
    @Override
    public String toString() {
      return name + (plan == null ? "" : " " + plan.lowering() + " R=" + plan.rangeBits());
    }
  }

  static Stream<Subject> subjects() {
    List<Subject> all = new ArrayList<>();
    List<Activation> functions =
        List.of(
            new Activation.Identity(),
            new Activation.Relu(),
            new Activation.LeakyRelu(0.125),
            new Activation.Clip(-1.5, 2),
            new Activation.Clip(1, 1),
            new Activation.Sigmoid(),
            new Activation.Tanh());
    for (Activation f : functions) {
      for (RequantizeLowering lowering : RequantizeLowering.ALL) {
        for (int rangeBits : new int[] {4, 5, 8}) {
          all.add(
              new Subject(f.toString(), rescaled(f, 4), new Lab.ForcedPlan(rangeBits, lowering)));
        }
        all.add(new Subject("shift 0 " + f, rescaled(f, 0), new Lab.ForcedPlan(6, lowering)));
        all.add(new Subject("shift 7 " + f, rescaled(f, 7), new Lab.ForcedPlan(5, lowering)));
      }
    }
    all.add(
        new Subject(
            "translation", translation(), new Lab.ForcedPlan(4, RequantizeLowering.DIRECT)));
    all.add(new Subject("argmax", argMax(false), null));
    all.add(new Subject("last argmax", argMax(true), null));
    all.add(new Subject("softmax", softmax(3, 6, 6), null));
    all.add(new Subject("softmax of one", softmax(1, 6, 6), null));
    all.add(new Subject("wide softmax", softmax(5, 20, 12), null));
    all.add(new Subject("affine and sum", affineAndSum(), null));
    all.add(new Subject("two rows", twoRows(), null));
    return all.stream();
  }

  private static IntegerGraph rescaled(Activation f, int shift) {
    return new Graphs()
        .input("x", 1, 3, BYTE)
        .linear("a", "x", 3, 3, 6)
        .requantize("y", "a", shift, f, new Format(3, -10, 17))
        .output("y")
        .build();
  }

  /** A requantisation that never saturates. */
  private static IntegerGraph translation() {
    return new Graphs()
        .input("x", 1, 3, BYTE)
        .linear("a", "x", 2, 3, 6)
        .requantize("y", "a", 4, new Activation.Identity(), Format.signed(1, 12))
        .output("y")
        .build();
  }

  private static IntegerGraph argMax(boolean last) {
    Format narrow = new Format(0, -2, 2);
    return new Graphs().input("x", 2, 5, narrow).argMax("y", "x", last).output("y").build();
  }

  private static IntegerGraph softmax(int features, int exponentFraction, int fraction) {
    return new Graphs()
        .input("x", 2, features, new Format(4, -40, 30))
        .softmax("y", "x", exponentFraction, fraction)
        .output("y")
        .build();
  }

  private static IntegerGraph affineAndSum() {
    return new Graphs()
        .input("x", 2, 3, BYTE)
        .input("u", 2, 3, BYTE)
        .affine("a", "x", 4)
        .sum("s", -7, new Sum.Addend("a", 3), new Sum.Addend("u", -2), new Sum.Addend("x", 1))
        .requantize("y", "s", 3, new Activation.Relu(), Format.unsigned(2, 5))
        .output("y")
        .build();
  }

  private static IntegerGraph twoRows() {
    return new Graphs()
        .input("x", 3, 5, BYTE)
        .linear("a", "x", 3, 4, 8)
        .requantize("h", "a", 4, new Activation.Relu(), Format.unsigned(1, 6))
        .linear("b", "h", 2, 4, 8)
        .requantize("y", "b", 3, new Activation.Tanh(), Format.signed(6, 7))
        .argMax("z", "y", false)
        .output("z")
        .output("h")
        .build();
  }

  /** Inputs and parameters at the ends of their formats, and random ones in between. */
  private static int[] fill(Format format, int size, int choice, Random random) {
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          (int)
              switch (choice) {
                case 0 -> format.min();
                case 1 -> format.max();
                case 2 -> i % 2 == 0 ? format.min() : format.max();
                case 3 -> Math.max(format.min(), Math.min(format.max(), 0));
                default -> format.min() + random.nextLong(format.max() - format.min() + 1);
              };
    }
    return values;
  }

  private static Lab lab(Subject subject, int inputChoice, int weightChoice, Random random) {
    IntegerGraph graph = subject.graph();
    Map<String, int[]> parameters = new LinkedHashMap<>();
    for (Parameter p : graph.parameters()) {
      parameters.put(p.name(), fill(p.format(), p.size(), weightChoice, random));
    }
    Map<String, int[]> inputs = new LinkedHashMap<>();
    Map<String, Tensor> tensors = graph.tensorsByName();
    for (Port port : graph.inputs()) {
      Tensor t = tensors.get(port.tensor());
      inputs.put(port.name(), fill(t.format(), t.size(), inputChoice, random));
    }
    // Public inputs: the mutations below are to be refuted by the checks, not by another input.
    Map<String, Visibility> visibilities = new LinkedHashMap<>();
    inputs.keySet().forEach(name -> visibilities.put(name, Visibility.PUBLIC));
    return Lab.of(graph, parameters, inputs, visibilities, subject.plan());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void honestWitnessIsAcceptedOnTheWholeDomain(Subject subject) {
    Random random = new Random(1);
    for (int input = 0; input < 7; input++) {
      for (int weight = 0; weight < 7; weight++) {
        Lab lab = lab(subject, input, weight, random);
        assertThat(lab.violations()).as("input %d weight %d", input, weight).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void everyCellIsForced(Subject subject) {
    Random random = new Random(2);
    Lab lab = lab(subject, 4, 4, random);
    long[] deltas = {1, -1, 2, -2, 8, 16, -16, 27, 28, 32, -32, 128, 256, -256, 4096};
    for (Column column : lab.freeColumns()) {
      for (int cell = 0; cell < column.shape().cells(); cell++) {
        for (long delta : deltas) {
          lab.reset().add(column.name(), cell, delta);
          assertThat(lab.violations()).as("%s[%d] += %d", column.name(), cell, delta).isNotEmpty();
        }
      }
    }
  }

  /** A scaled range check alone would let a fraction of the field pass for a small integer. */
  @ParameterizedTest
  @MethodSource("subjects")
  void everyCellIsAnInteger(Subject subject) {
    Lab lab = lab(subject, 4, 4, new Random(4));
    for (Column column : lab.freeColumns()) {
      for (int cell = 0; cell < column.shape().cells(); cell++) {
        for (int power = 1; power <= 16; power++) {
          for (long numerator : new long[] {1, -1, 3, -5}) {
            long delta = ProgramChecker.fraction(numerator, power);
            lab.reset().add(column.name(), cell, delta);
            assertThat(lab.violations())
                .as("%s[%d] += %d/2^%d", column.name(), cell, numerator, power)
                .isNotEmpty();
          }
        }
      }
    }
  }

  /** Changes that would cancel in a weak lowering: all pairs of columns at one cell. */
  @ParameterizedTest
  @MethodSource("subjects")
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
          assertThat(lab.violations())
              .as("%s and %s [%d] += %d, %d", first.name(), second.name(), cell, a, b)
              .isNotEmpty();
        }
      }
    }
  }

  @Test
  void inputsOutsideTheDomainAreRejected() {
    for (Format domain :
        List.of(BYTE, new Format(0, 0, 99), new Format(0, -5, 6), Format.unsigned(0, 12))) {
      IntegerGraph graph =
          new Graphs().input("x", 1, 4, domain).argMax("y", "x", false).output("y").build();
      int[] honest = fill(domain, 4, 2, new Random(4));
      Lab lab = Lab.of(graph, Map.of(), Map.of("x", honest));
      assertThat(lab.violations()).isEmpty();
      for (long outside : new long[] {domain.min() - 1, domain.max() + 1, domain.max() + 256}) {
        lab.reset().set("tensor x", 1, outside);
        assertThat(lab.violations()).anyMatch(name -> name.contains("domain of input x"));
      }
    }
  }
}

package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.argument.ArgumentProver;
import org.probity.argument.ArgumentVerifier;
import org.probity.argument.Instance;
import org.probity.argument.Suite;
import org.probity.argument.commitment.Opening;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.hidden.UnsatisfiedConstraintException;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.Program;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.UnsatisfiedProgramException;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;
import org.probity.graph.Parameters;
import org.probity.graph.Port;
import org.probity.graph.execution.IntegerExecutor;

/**
 * Each lowering as a real proof: padding, matrices and views mean there what the tests say here.
 */
class LoweredProofTest {
  private static final Suite SUITE = Suite.GRUMPKIN;

  /** An execution of a compiled graph and its commitments. */
  private record Proven(Program program, ColumnValues columns, Map<Group, Opening> openings) {
    static Proven of(IntegerGraph graph) {
      CompiledProgram compiled = Lab.compile(graph, Map.of(), null);
      Random random = new Random(6);
      Map<String, int[]> parameters = new LinkedHashMap<>();
      for (Parameter p : graph.parameters()) {
        parameters.put(p.name(), LoweredGraphs.fill(p.format(), p.size(), 4, random));
      }
      Map<String, int[]> inputs = new LinkedHashMap<>();
      for (Port port : graph.inputs()) {
        var tensor = graph.tensorsByName().get(port.tensor());
        inputs.put(port.name(), LoweredGraphs.fill(tensor.format(), tensor.size(), 4, random));
      }
      Map<String, long[]> trace = IntegerExecutor.run(graph, new Parameters(parameters), inputs);
      ColumnValues columns = new ColumnValues();
      columns.putAll(compiled.witness(Trace.of(trace, parameters)));
      compiled.contractions(Trace.of(trace, parameters)).forEach(columns::putContraction);
      compiled.weights().forEach((name, column) -> columns.put(column, parameters.get(name)));
      Map<Group, Opening> openings = new HashMap<>();
      Program program = compiled.program();
      for (Group group : program.groups()) {
        if (group.kind() == Column.Kind.WEIGHT_MATRIX
            || group.kind() == Column.Kind.WEIGHT_VECTOR) {
          openings.put(group, Opening.of(SUITE.curve(), program, group, columns, new byte[32]));
        }
      }
      return new Proven(program, columns, openings);
    }

    byte[] proof() throws UnsatisfiedProgramException {
      return ArgumentProver.prove(instance(), columns, openings);
    }

    Instance instance() {
      Map<Group, RowCommitment> commitments = new HashMap<>();
      openings.forEach((group, opening) -> commitments.put(group, opening.commit()));
      return new Instance(SUITE, program, new byte[] {7}, commitments, Map.of());
    }
  }

  static Stream<LoweredGraphs.Subject> nodes() {
    return LoweredGraphs.nodes();
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void isProvenAndVerified(LoweredGraphs.Subject subject) throws Exception {
    Proven proven = Proven.of(subject.graph());
    byte[] proof = proven.proof();
    Instance instance = proven.instance();
    assertThatCode(() -> ArgumentVerifier.verify(instance, proof)).doesNotThrowAnyException();
  }

  /** The prover's own check refuses an output that is off by one. */
  @ParameterizedTest
  @MethodSource("nodes")
  void isNotProvenForAnotherOutput(LoweredGraphs.Subject subject) {
    Proven proven = Proven.of(subject.graph());
    Column output = ProgramChecker.column(proven.program(), "tensor y");
    int[] cells = proven.columns().get(output).clone();
    cells[cells.length - 1] += cells[cells.length - 1] == 0 ? 1 : -1;
    proven.columns().put(output, cells);
    assertThatThrownBy(proven::proof)
        .isInstanceOfAny(UnsatisfiedProgramException.class, UnsatisfiedConstraintException.class);
  }
}

package org.probity.inference;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.probity.argument.ArgumentProver;
import org.probity.argument.Instance;
import org.probity.argument.Suite;
import org.probity.argument.commitment.Coins;
import org.probity.argument.commitment.Opening;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.program.Group;
import org.probity.argument.program.Program;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.UnsatisfiedProgramException;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;
import org.probity.graph.Parameters;
import org.probity.graph.lint.GraphLint;
import org.probity.inference.certificate.Origin;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;
import org.probity.inference.key.OriginSalt;
import org.probity.inference.lowering.CompiledProgram;
import org.probity.inference.lowering.Plan;
import org.probity.inference.lowering.Trace;

/** Registers models. */
public final class Registrar {
  private Registrar() {}

  /** Registers a model that was not made from a file. */
  public static Registration register(IntegerGraph graph, Parameters parameters)
      throws RefusedException {
    return register(graph, parameters, Optional.empty());
  }

  /**
   * Commits to the parameters and proves that every one of them lies in its declared range.
   *
   * @param source the file that the model was made from
   * @throws RefusedException if the graph is not well-formed or cannot be proven, or a parameter is
   *     missing, of the wrong size or out of range
   */
  public static Registration register(
      IntegerGraph graph, Parameters parameters, Optional<Source> source) throws RefusedException {
    return register(Planned.of(graph), parameters, source);
  }

  /** The same for a graph that is planned already. */
  public static Registration register(
      Planned planned, Parameters parameters, Optional<Source> source) throws RefusedException {
    IntegerGraph graph = planned.graph();
    byte[] seed = Coins.freshSeed();
    Optional<Origin> origin;
    try {
      GraphLint.check(graph, parameters);
      origin = source.map(s -> s.origin(OriginSalt.of(seed)));
      ModelKey.requireEnds(origin, graph);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(e.getMessage());
    }
    Map<String, int[]> values = new LinkedHashMap<>();
    for (Parameter p : graph.parameters()) {
      values.put(p.name(), parameters.get(p.name()));
    }
    return register(planned, values, origin, seed);
  }

  private static Registration register(
      Planned planned, Map<String, int[]> values, Optional<Origin> origin, byte[] seed) {
    Suite suite = Suite.GRUMPKIN;
    IntegerGraph graph = planned.graph();
    Plan plan = planned.plan();
    int rowBits = planned.rowBits();
    CompiledProgram compiled = planned.registration();
    Program program = compiled.program();
    ColumnValues columns = new ColumnValues();
    columns.putAll(compiled.witness(Trace.of(Map.of(), values)));
    compiled.weights().forEach((name, column) -> columns.put(column, values.get(name)));
    Map<Group, Opening> openings = new HashMap<>();
    Map<String, RowCommitment> commitments = new HashMap<>();
    for (Group group : ModelKey.weightGroups(program)) {
      Opening opening = Opening.of(suite.curve(), program, group, columns, seed);
      openings.put(group, opening);
      commitments.put(group.name(), opening.commit());
    }
    Instance instance =
        ModelKey.registrationInstance(suite, graph, plan, rowBits, origin, commitments, program);
    byte[] proof;
    try {
      proof = ArgumentProver.prove(instance, columns, openings);
    } catch (UnsatisfiedProgramException e) {
      throw new IllegalStateException("parameters in range violate: " + e.getMessage(), e);
    }
    ModelKey key = ModelKey.of(suite, graph, plan, rowBits, origin, commitments, proof);
    return new Registration(key, new ModelSecret(key.modelIdBytes(), seed, values));
  }
}

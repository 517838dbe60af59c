package org.probity.inference;

import java.util.Map;
import org.probity.graph.IntegerGraph;
import org.probity.graph.lint.GraphLint;
import org.probity.inference.lowering.CompiledProgram;
import org.probity.inference.lowering.GraphCompiler;
import org.probity.inference.lowering.Plan;
import org.probity.inference.lowering.Planner;
import org.probity.inference.lowering.RegistrationCompiler;

/**
 * What registration decides before it commits to anything. It depends on the graph alone, and what
 * registration and proofs cost follows from it.
 *
 * @param registration the program that says that the parameters are in range
 */
public record Planned(IntegerGraph graph, Plan plan, CompiledProgram registration) {
  /**
   * Plans a graph.
   *
   * @throws RefusedException if the graph is not well-formed or cannot be proven
   */
  public static Planned of(IntegerGraph graph) throws RefusedException {
    try {
      GraphLint.check(graph);
      Plan plan = Planner.plan(graph);
      int rowBits = GraphCompiler.compile(graph, Map.of(), plan, 0).program().rowBits();
      return new Planned(graph, plan, RegistrationCompiler.compile(graph, plan, rowBits));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(e.getMessage());
    }
  }

  /** Binary logarithm of the length of committed rows. */
  public int rowBits() {
    return registration.program().rowBits();
  }
}

package org.probity.inference.lowering;

import java.util.Map;
import org.probity.argument.program.Column;
import org.probity.argument.program.Shape;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;

/**
 * Compiles the program of a registration: every committed weight is an integer within its declared
 * range, and the tables of the nodes that have some are what {@link TableRegistration} says. The
 * trace of its witness knows parameters only. Models without weights have a registration, too, so
 * that all keys are of one form; it proves nothing.
 */
public final class RegistrationCompiler {
  private RegistrationCompiler() {}

  /**
   * The program of a registration.
   *
   * @param graph has passed {@link org.probity.graph.lint.GraphLint}
   * @param rowBits binary logarithm of the length of committed rows
   */
  public static CompiledProgram compile(IntegerGraph graph, Plan plan, int rowBits) {
    Draft draft = new Draft();
    Map<String, Column> weights = lower(graph, draft, plan.registrationRangeBits());
    return new CompiledProgram(
        draft.build(rowBits), weights, Map.of(), draft.rules(), draft.contractions());
  }

  /** A draft, to see what it costs. */
  static Draft draft(IntegerGraph graph, int rangeBits) {
    Draft draft = new Draft();
    lower(graph, draft, rangeBits);
    return draft;
  }

  private static Map<String, Column> lower(IntegerGraph graph, Draft draft, int rangeBits) {
    Ranges ranges = new Ranges(draft, rangeBits);
    Map<String, Column> columns = GraphCompiler.declareWeights(graph, draft);
    for (Parameter p : graph.parameters()) {
      Values values = trace -> trace.wideParameter(p.name());
      long min = p.format().min();
      long max = p.format().max();
      Virtual weight = Virtual.of(columns.get(p.name()), values, min, max);
      ranges.within("range of parameter " + p.name(), weight.plus(-min), max - min + 1);
    }
    new TableRegistration(columns, draft, ranges).lower(graph);
    if (graph.parameters().isEmpty()) {
      // A model without weights has nothing to commit to; a program is never empty, though.
      Virtual zero = draft.commit("nothing", Shape.of(1), _ -> new long[1], 0, 0);
      ranges.within("range of nothing", zero, 1);
    }
    ranges.emit();
    return columns;
  }
}

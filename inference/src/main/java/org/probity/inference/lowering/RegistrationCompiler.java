package org.probity.inference.lowering;

import java.util.Map;
import org.probity.argument.program.Column;
import org.probity.model.graph.IntegerGraph;
import org.probity.model.graph.Parameter;

/**
 * Compiles the program of a registration: every committed weight is an integer within its declared
 * range. The trace of its witness maps parameter names to parameter values.
 */
public final class RegistrationCompiler {
  private static final int MAX_RANGE_BITS = 16;

  private RegistrationCompiler() {}

  /**
   * The program of a registration.
   *
   * @param graph has passed {@link org.probity.model.graph.GraphLint} and has parameters
   * @param rowBits binary logarithm of the length of committed rows
   */
  public static CompiledProgram compile(IntegerGraph graph, int rowBits) {
    Draft best = null;
    for (int bits = 4; bits <= MAX_RANGE_BITS; bits++) {
      Draft draft = new Draft();
      lower(graph, draft, bits);
      if (best == null || work(draft) < work(best)) {
        best = draft;
      }
    }
    Map<String, Column> weights = GraphCompiler.declareWeights(graph, new Draft());
    return new CompiledProgram(best.build(rowBits), weights, Map.of(), best.rules());
  }

  private static long work(Draft draft) {
    return draft.lookupLeaves() + draft.tableLeaves() + draft.witnessCells();
  }

  private static void lower(IntegerGraph graph, Draft draft, int bits) {
    Ranges ranges = new Ranges(draft, bits);
    Map<String, Column> columns = GraphCompiler.declareWeights(graph, draft);
    for (Parameter p : graph.parameters()) {
      Values values = trace -> trace.values(p.name());
      long min = p.format().min();
      long max = p.format().max();
      Virtual weight = Virtual.of(columns.get(p.name()), values, min, max);
      ranges.within("range of parameter " + p.name(), weight.plus(-min), max - min + 1);
    }
    ranges.emit();
  }
}

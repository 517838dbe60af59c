package org.probity.operators;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.argument.program.Column;
import org.probity.argument.program.Equality;
import org.probity.argument.program.Lookup;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.Multiplicities;
import org.probity.argument.witness.NativeEvaluator;
import org.probity.argument.witness.TableRows;
import org.probity.argument.witness.UnsatisfiedProgramException;
import org.probity.inference.lowering.CompiledProgram;
import org.probity.inference.lowering.Trace;

/** Whether the witness of an execution satisfies the program: what is proven, without a proof. */
final class Satisfaction {
  private Satisfaction() {}

  /**
   * Evaluates all checks.
   *
   * @param parameters by name
   * @param trace all tensors of an execution
   * @throws UnsatisfiedProgramException naming the check that does not hold
   */
  static void check(
      CompiledProgram compiled, Map<String, int[]> parameters, Map<String, long[]> trace)
      throws UnsatisfiedProgramException {
    ColumnValues columns = new ColumnValues();
    columns.putAll(compiled.witness(Trace.of(trace, parameters)));
    Map<Column, int[]> weights = new HashMap<>();
    compiled.weights().forEach((name, column) -> weights.put(column, parameters.get(name)));
    columns.putAll(weights);
    NativeEvaluator evaluator = new NativeEvaluator(columns);
    for (Equality equality : compiled.program().equalities()) {
      for (long value : evaluator.evaluate(equality.expression())) {
        if (value != 0) {
          throw new UnsatisfiedProgramException("equality " + equality.name() + " does not hold");
        }
      }
    }
    for (Lookup lookup : compiled.program().lookups()) {
      List<long[]> tuple = lookup.tuple().stream().map(evaluator::evaluate).toList();
      TableRows rows = TableRows.of(lookup.table(), evaluator);
      Multiplicities.count(
          lookup, tuple.toArray(new long[0][]), rows, new int[lookup.table().size()]);
    }
  }
}

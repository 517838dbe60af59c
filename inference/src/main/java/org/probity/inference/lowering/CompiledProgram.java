package org.probity.inference.lowering;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.probity.algebra.parallel.Pool;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Program;

/**
 * A constraint program and how its columns relate to what it was compiled from.
 *
 * @param weights columns of parameters by parameter name
 * @param ports columns of the ports that are public or committed, by tensor name
 * @param rules how the honest prover fills the columns that are not weights
 * @param contractionRules values of contractions without their coefficients
 */
public record CompiledProgram(
    Program program,
    Map<String, Column> weights,
    Map<String, Column> ports,
    Map<Column, Values> rules,
    Map<Contraction, Values> contractionRules) {
  public CompiledProgram {
    weights = Map.copyOf(weights);
    ports = Map.copyOf(ports);
    rules = Map.copyOf(rules);
    contractionRules = Map.copyOf(contractionRules);
  }

  /**
   * The honest values of all columns but weights and multiplicities.
   *
   * @param trace an execution on inputs within their declared domains; read by several threads
   */
  public Map<Column, int[]> witness(Trace trace) {
    List<Column> filled = program.columns().stream().filter(rules::containsKey).toList();
    int[][] cells = new int[filled.size()][];
    Pool.forRange(
        cells.length,
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            cells[i] = narrow(rules.get(filled.get(i)).of(trace));
          }
        });
    Map<Column, int[]> witness = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      witness.put(filled.get(i), cells[i]);
    }
    return witness;
  }

  /**
   * The honest values of the contractions of all checks, on the real cells of the expressions that
   * hold them and without their coefficients. The execution has computed most of them already.
   *
   * @param trace an execution on inputs within their declared domains
   */
  public Map<Contraction, long[]> contractions(Trace trace) {
    Map<Contraction, long[]> values = new LinkedHashMap<>();
    contractionRules.forEach((contraction, rule) -> values.put(contraction, rule.of(trace)));
    return values;
  }

  private static int[] narrow(long[] values) {
    int[] out = new int[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.toIntExact(values[i]);
    }
    return out;
  }
}

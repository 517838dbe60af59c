package org.probity.model.quantize.draft;

import java.util.HashSet;
import java.util.Set;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.quantize.QuantizerOptions;
import org.probity.model.quantize.calibration.Calibration;
import org.probity.model.quantize.calibration.FormatPlan;
import org.probity.model.quantize.format.OrderedPorts;
import org.probity.model.quantize.format.Widths;

/**
 * What is decided for a prepared graph before its nodes are written, and where they are written to.
 *
 * @param graph prepared
 * @param ordered inputs that become ordered codes
 */
public record Quantization(
    FloatGraph graph,
    Calibration calibration,
    FormatPlan plan,
    OrderedPorts ordered,
    QuantizerOptions options,
    Widths widths,
    ParameterQuantizer parameters,
    Draft draft) {
  /** Most bits between an accumulator and the coarsest stored tensor. */
  private static final int MAX_DROPPED_BITS = 36;

  /** Bits of a quotient or a sum beyond those of the tensor that it becomes. */
  public static final int GUARD_BITS = 2;

  /** Decides everything. */
  public static Quantization of(
      FloatGraph graph, Calibration calibration, QuantizerOptions options, Widths widths)
      throws ModelException {
    FormatPlan plan = FormatPlan.of(graph, calibration, options, widths);
    ParameterQuantizer parameters = new ParameterQuantizer(graph.constants(), widths, plan.exact());
    Set<String> names = new HashSet<>(graph.shapes().keySet());
    names.addAll(graph.constants().keySet());
    return new Quantization(
        graph,
        calibration,
        plan,
        OrderedPorts.of(graph, options),
        options,
        widths,
        parameters,
        new Draft(names, parameters.declared()));
  }

  /** Whether everything is precise to about 2^-24. */
  public boolean fine() {
    return widths.fine();
  }

  /** Fraction bits of an accumulator at most. */
  public int maxFraction() {
    return plan.coarsest() + MAX_DROPPED_BITS;
  }

  /** Whether a name is that of a constant, not of a tensor. */
  public boolean isConstant(String name) {
    return graph.constants().containsKey(name);
  }

  /** Whether a tensor consists of integers that are kept as they are. */
  public boolean isExact(String tensor) {
    return plan.exact().contains(tensor);
  }
}

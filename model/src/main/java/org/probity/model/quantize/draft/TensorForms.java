package org.probity.model.quantize.draft;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.graph.Format;
import org.probity.graph.Parameter;
import org.probity.graph.RealFunction;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.calibration.FormatPlan;

/**
 * By tensor of the float graph the integer tensors that stand for it: its accumulator, its stored
 * form, or both. An accumulator is stored when something reads it that needs it stored.
 */
public final class TensorForms {
  private final Quantization quantization;
  private final Draft draft;
  private final Map<String, List<Integer>> shapes;
  private final Map<String, Tensor> accumulators = new HashMap<>();
  private final Map<String, Tensor> stored = new HashMap<>();

  /** By integer tensor: the float tensor it stands for. */
  private final Map<String, String> origins = new HashMap<>();

  /** Float tensors that some reader needs stored. */
  private final Set<String> neededStored = new HashSet<>();

  /** No forms; finds which tensors will be needed stored. */
  public TensorForms(Quantization quantization) {
    this.quantization = quantization;
    this.draft = quantization.draft();
    this.shapes = quantization.graph().shapes();
    quantization.graph().outputs().forEach(port -> neededStored.add(port.tensor()));
    quantization.graph().nodes().forEach(this::collectStored);
  }

  private void collectStored(FloatNode node) {
    if (node instanceof FloatNode.Apply
        || node instanceof FloatNode.Rescale
        || node instanceof FloatNode.Tabulate) {
      return;
    }
    for (View view : node.views()) {
      boolean takesAccumulators =
          node instanceof FloatNode.Combine
              || (node instanceof FloatNode.Divide d && view.equals(d.dividend()));
      if (!takesAccumulators || !isWhole(view, node.shape())) {
        neededStored.add(view.source());
      }
    }
  }

  /** Whether a node of a shape reads a tensor as it is. */
  public boolean isWhole(View view, List<Integer> shape) {
    return view.isIdentity() && shape.equals(shapes.get(view.source()));
  }

  /** Whether some reader needs a float tensor stored. */
  public boolean isNeededStored(String tensor) {
    return neededStored.contains(tensor);
  }

  /** Whether a float tensor has an accumulator. */
  public boolean hasAccumulator(String tensor) {
    return accumulators.containsKey(tensor);
  }

  /** By integer tensor the float tensor whose values it has, but for rounding. */
  public Map<String, String> origins() {
    return origins;
  }

  /** Registers the tensor of an input that holds codes: they have no error to be reported. */
  public void storeCodes(String tensor, Tensor input) {
    stored.put(tensor, input);
  }

  /** Registers the stored form of a float tensor; codes have no error to be reported. */
  public void store(String tensor, Tensor form) {
    stored.put(tensor, form);
    if (!quantization.plan().isFloat(tensor)) {
      origins.put(form.name(), tensor);
    }
  }

  /** Registers the accumulator of a float tensor. */
  public void accumulate(String tensor, Tensor accumulator) {
    accumulators.put(tensor, accumulator);
  }

  /** The accumulator of a float tensor that has one. */
  public Tensor accumulator(String tensor) {
    return accumulators.get(tensor);
  }

  /** The stored form of a float tensor or constant. */
  public Tensor stored(String tensor) throws ModelException {
    Tensor known = stored.get(tensor);
    if (known != null) {
      return known;
    }
    Tensor whole =
        quantization.isConstant(tensor) ? sumOfConstant(tensor) : accumulators.get(tensor);
    Tensor result =
        draft.rounded(
            draft.part(tensor, "stored"),
            whole,
            RealFunction.X,
            storedFormat(tensor, whole.format()));
    store(tensor, result);
    return result;
  }

  /** The accumulator of a float tensor if there is one, else its stored form. */
  public Tensor whole(String tensor) throws ModelException {
    Tensor accumulator = accumulators.get(tensor);
    return accumulator != null ? accumulator : stored(tensor);
  }

  /** A view of the stored form. */
  public View read(View view) throws ModelException {
    return new View(stored(view.source()).name(), view.axes());
  }

  /**
   * An exact tensor is stored as it is. No tensor is stored in finer steps than it has: scores of
   * trees keep those of their leaves, and labels are decided by them.
   */
  private Format storedFormat(String tensor, Format whole) throws ModelException {
    FormatPlan plan = quantization.plan();
    if (!quantization.isExact(tensor)) {
      Format planned = plan.format(tensor);
      int finer = planned.fraction() - whole.fraction();
      boolean unsigned = planned.min() >= 0;
      if (!quantization.fine() || finer < 0 || (unsigned && finer == 0)) {
        return planned;
      }
      return unsigned || plan.fine().isFactor(tensor)
          ? new Format(whole.fraction(), planned.min() >> finer, planned.max() >> finer)
          : Format.signed(whole.fraction(), Integer.SIZE);
    }
    if (whole.min() < Integer.MIN_VALUE || whole.max() > Integer.MAX_VALUE) {
      throw new ModelException(
          "tensor "
              + tensor
              + " holds exact sums of more than 32 bits, which cannot be stored; quantise it to 8"
              + " bits (QuantizeLinear, or an operator with an output scale)");
    }
    return whole;
  }

  /** A constant as an accumulator. */
  private Tensor sumOfConstant(String constant) throws ModelException {
    List<Integer> shape = quantization.graph().constants().get(constant).shape();
    int fraction = quantization.plan().format(constant).fraction();
    Parameter addend = quantization.parameters().addend(constant, 1, fraction);
    View view = View.identity(addend.name(), shape.size());
    return draft.ranged(
        new Sum(draft.part(constant, "sum"), List.of(new Sum.Addend(view, 1)), 0),
        shape,
        addend.format().fraction());
  }
}

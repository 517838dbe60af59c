package org.probity.model.quantize.node;

import java.util.Optional;
import org.probity.graph.Contract;
import org.probity.graph.Format;
import org.probity.graph.Parameter;
import org.probity.graph.Shapes;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.calibration.FineFormats;
import org.probity.model.quantize.draft.ParameterQuantizer;
import org.probity.model.quantize.draft.Quantization;
import org.probity.model.quantize.draft.TensorForms;

/** Products that are summed: an accumulator of stored tensors and weights. */
final class ContractQuantizer {
  /** Fraction bits of weights, which may be far below one, that are precise to about 2^-24. */
  private static final int FINEST_WEIGHTS = 40;

  private final Quantization quantization;
  private final TensorForms forms;

  ContractQuantizer(Quantization quantization, TensorForms forms) {
    this.quantization = quantization;
    this.forms = forms;
  }

  void write(FloatNode.Contract node) throws ModelException {
    Tensor left = forms.stored(node.left().source());
    int fraction = left.format().fraction();
    Optional<View> right = Optional.empty();
    if (node.right().isPresent()) {
      View view = node.right().get();
      if (quantization.isConstant(view.source())) {
        Parameter factor = factor(node, view.source(), left.format());
        fraction += factor.format().fraction();
        right = Optional.of(new View(factor.name(), view.axes()));
      } else {
        fraction += forms.stored(view.source()).format().fraction();
        right = Optional.of(forms.read(view));
      }
    }
    Contract contract = new Contract(node.output(), node.summed(), forms.read(node.left()), right);
    forms.accumulate(node.output(), quantization.draft().ranged(contract, node.shape(), fraction));
  }

  private Parameter factor(FloatNode.Contract node, String constant, Format left)
      throws ModelException {
    ParameterQuantizer parameters = quantization.parameters();
    if (!quantization.fine()) {
      return parameters.factor(constant, quantization.maxFraction() - left.fraction());
    }
    int bits = FineFormats.weightBits(left, Shapes.size(node.summed()));
    int limit = quantization.plan().fine().accumulated(node.output()) - left.fraction();
    return parameters.factor(constant, Math.min(limit, FINEST_WEIGHTS), bits);
  }
}

package org.probity.model.quantize.node;

import org.probity.graph.Format;
import org.probity.graph.Softmax;
import org.probity.graph.Tensor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.draft.Draft;
import org.probity.model.quantize.draft.Quantization;
import org.probity.model.quantize.draft.TensorForms;

/** Softmax: one node, or several where results have more than 16 bits. */
final class SoftmaxQuantizer {
  /** Guard bits that keep the rounding of exponentials below that of a softmax. */
  private static final int EXPONENTIAL_BITS = 4;

  private static final int MAX_EXPONENTIAL_BITS = 24;

  private final Quantization quantization;
  private final TensorForms forms;
  private final Draft draft;

  SoftmaxQuantizer(Quantization quantization, TensorForms forms) {
    this.quantization = quantization;
    this.forms = forms;
    this.draft = quantization.draft();
  }

  void write(FloatNode.Softmax node) throws ModelException {
    Format format = quantization.plan().format(node.output());
    Tensor input = forms.stored(node.input());
    if (quantization.fine()) {
      forms.store(node.output(), new SoftmaxWriter(draft, node).write(input, format));
      return;
    }
    int exponentFraction = Math.min(MAX_EXPONENTIAL_BITS, format.fraction() + EXPONENTIAL_BITS);
    Softmax softmax = new Softmax(node.output(), input.name(), node.axis(), exponentFraction);
    forms.store(node.output(), draft.stored(softmax, node.shape(), format));
  }
}

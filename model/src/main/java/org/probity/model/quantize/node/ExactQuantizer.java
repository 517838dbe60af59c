package org.probity.model.quantize.node;

import java.util.Arrays;
import org.probity.graph.Format;
import org.probity.graph.Rescale;
import org.probity.graph.Tabulate;
import org.probity.graph.Tensor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.draft.Quantization;
import org.probity.model.quantize.draft.TensorForms;

/** The steps of models that come quantised: their integers are kept as they are. */
final class ExactQuantizer {
  private final Quantization quantization;
  private final TensorForms forms;

  ExactQuantizer(Quantization quantization, TensorForms forms) {
    this.quantization = quantization;
    this.forms = forms;
  }

  void write(FloatNode.Rescale node) throws ModelException {
    Tensor input = exact(node.output(), node.input());
    Rescale rescale = new Rescale(node.output(), input.name(), node.axes(), node.multipliers());
    Format format = new Format(0, node.min(), node.max());
    forms.store(node.output(), quantization.draft().stored(rescale, node.shape(), format));
  }

  void write(FloatNode.Tabulate node) throws ModelException {
    Tensor input = exact(node.output(), node.input());
    Tabulate tabulate = new Tabulate(node.output(), input.name(), node.first(), node.table());
    int[] sorted = node.table().clone();
    Arrays.sort(sorted);
    Format format = new Format(0, sorted[0], sorted[sorted.length - 1]);
    forms.store(node.output(), quantization.draft().stored(tabulate, node.shape(), format));
  }

  private Tensor exact(String reader, String tensor) throws ModelException {
    if (!quantization.isExact(tensor)) {
      throw new ModelException(
          "tensor " + reader + " is quantised from real numbers, which has no exact integer form");
    }
    return forms.whole(tensor);
  }
}

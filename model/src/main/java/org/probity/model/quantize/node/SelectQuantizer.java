package org.probity.model.quantize.node;

import org.probity.graph.Format;
import org.probity.graph.Parameter;
import org.probity.graph.RealFunction;
import org.probity.graph.Select;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.calibration.FineFormats;
import org.probity.model.quantize.draft.Draft;
import org.probity.model.quantize.draft.ParameterQuantizer;
import org.probity.model.quantize.draft.Quantization;
import org.probity.model.quantize.draft.TensorForms;

/** Entries chosen by an index, from a tensor or from weights. */
final class SelectQuantizer {
  private final Quantization quantization;
  private final TensorForms forms;
  private final Draft draft;

  SelectQuantizer(Quantization quantization, TensorForms forms) {
    this.quantization = quantization;
    this.forms = forms;
    this.draft = quantization.draft();
  }

  void write(FloatNode.Select node) throws ModelException {
    String source = node.data().source();
    View data;
    Format format;
    if (quantization.isConstant(source)) {
      Parameter parameter = choices(source);
      data = new View(parameter.name(), node.data().axes());
      format = parameter.format();
    } else {
      data = forms.read(node.data());
      format = forms.stored(source).format();
    }
    View index = new View(index(node).name(), node.index().axes());
    Select select = new Select(node.output(), node.count(), data, index);
    forms.store(node.output(), draft.stored(select, node.shape(), format));
  }

  private Parameter choices(String constant) throws ModelException {
    ParameterQuantizer parameters = quantization.parameters();
    return quantization.fine()
        ? parameters.factor(constant, FineFormats.FRACTION, FineFormats.WEIGHT_BITS)
        : parameters.factor(constant, quantization.maxFraction());
  }

  /** The tensor of indices, clamped to those that exist. */
  private Tensor index(FloatNode.Select node) throws ModelException {
    Tensor tensor = forms.whole(node.index().source());
    Format f = tensor.format();
    if (!draft.isAccumulator(tensor.name())
        && f.fraction() == 0
        && f.min() >= 0
        && f.max() < node.count()) {
      return tensor;
    }
    String name = draft.part(node.index().source(), "index" + node.count());
    Tensor known = draft.tensor(name);
    return known != null
        ? known
        : draft.rounded(name, tensor, RealFunction.X, new Format(0, 0, node.count() - 1L));
  }
}

package org.probity.model.quantize.node;

import java.util.ArrayList;
import java.util.List;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.Ranking;
import org.probity.graph.RealFunction;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.draft.Draft;
import org.probity.model.quantize.draft.Quantization;
import org.probity.model.quantize.draft.TensorForms;

/** Extrema and rankings: what is compared has one fraction. */
final class OrderQuantizer {
  private final TensorForms forms;
  private final Draft draft;

  OrderQuantizer(Quantization quantization, TensorForms forms) {
    this.forms = forms;
    this.draft = quantization.draft();
  }

  void write(FloatNode.Extremum node) throws ModelException {
    int coarsest = Integer.MAX_VALUE;
    for (View view : node.operands()) {
      coarsest = Math.min(coarsest, forms.stored(view.source()).format().fraction());
    }
    List<View> operands = new ArrayList<>();
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (View view : node.operands()) {
      Tensor tensor = withFraction(forms.stored(view.source()), coarsest);
      operands.add(new View(tensor.name(), view.axes()));
      min = Math.min(min, tensor.format().min());
      max = Math.max(max, tensor.format().max());
    }
    Extremum extremum = new Extremum(node.output(), node.window(), operands, node.minimum());
    Format format = new Format(coarsest, min, max);
    forms.store(node.output(), draft.stored(extremum, node.shape(), format));
  }

  private Tensor withFraction(Tensor tensor, int fraction) {
    int dropped = tensor.format().fraction() - fraction;
    if (dropped == 0) {
      return tensor;
    }
    String name = draft.part(tensor.name(), "fraction" + fraction);
    Tensor known = draft.tensor(name);
    Format format =
        new Format(
            fraction, tensor.format().min() >> dropped, (tensor.format().max() >> dropped) + 1);
    return known != null ? known : draft.rounded(name, tensor, RealFunction.X, format);
  }

  void write(FloatNode.Ranking node) throws ModelException {
    Ranking ranking =
        new Ranking(
            node.output(),
            node.count(),
            forms.read(node.input()),
            node.lastIndex(),
            node.minimum());
    Format format = new Format(0, 0, node.count() - 1L);
    forms.store(node.output(), draft.stored(ranking, node.shape(), format));
  }
}

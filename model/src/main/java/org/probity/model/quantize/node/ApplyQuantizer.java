package org.probity.model.quantize.node;

import org.probity.graph.Format;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.Requantize;
import org.probity.graph.Tensor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.calibration.Calibration;
import org.probity.model.quantize.calibration.FloatOutputs;
import org.probity.model.quantize.draft.Draft;
import org.probity.model.quantize.draft.Quantization;
import org.probity.model.quantize.draft.TensorForms;

/** Functions of each entry: by a table, or where results have more bits by polynomials. */
final class ApplyQuantizer {
  private final Quantization quantization;
  private final TensorForms forms;
  private final Draft draft;

  ApplyQuantizer(Quantization quantization, TensorForms forms) {
    this.quantization = quantization;
    this.forms = forms;
    this.draft = quantization.draft();
  }

  void write(FloatNode.Apply node) throws ModelException {
    String out = node.output();
    Tensor input = forms.whole(node.input());
    if (quantization.isExact(out)) {
      Requantize condition = new Requantize(out, input.name(), 0, node.function());
      forms.store(out, draft.stored(condition, node.shape(), new Format(0, 0, 1)));
      return;
    }
    Format format = quantization.plan().format(out);
    Calibration.Range range = quantization.calibration().range(node.input());
    if (!quantization.fine()) {
      forms.store(
          out, new FunctionQuantizer(draft).apply(out, input, range, node.function(), format));
    } else if (quantization.plan().isFloat(out)) {
      RealFunction code = FloatOutputs.code(node.function(), quantization.calibration().range(out));
      forms.store(out, new FunctionInterpolator(draft).apply(out, input, range, code, format));
    } else if (isIdentity(node.function(), input.format())) {
      forms.store(out, draft.rounded(out, input, RealFunction.X, format));
    } else {
      forms.store(
          out, new FunctionInterpolator(draft).apply(out, input, range, node.function(), format));
    }
  }

  private static boolean isIdentity(RealFunction function, Format input) {
    return function.equals(RealFunction.X)
        || (input.min() >= 0
            && (function.equals(RealFunction.unary(UnaryOperator.RELU))
                || function.equals(RealFunction.unary(UnaryOperator.ABS))));
  }
}

package org.probity.model.quantize.node;

import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.draft.Draft;
import org.probity.model.quantize.draft.Quantization;
import org.probity.model.quantize.draft.TensorForms;

/** Weighted sums: which of their operands are read before they are rounded. */
final class CombineQuantizer {
  private final Quantization quantization;
  private final TensorForms forms;
  private final BiasCorrection biasCorrection;

  CombineQuantizer(Quantization quantization, TensorForms forms) {
    this.quantization = quantization;
    this.forms = forms;
    this.biasCorrection =
        new BiasCorrection(
            quantization.graph(), quantization.calibration(), quantization.parameters());
  }

  void write(FloatNode.Combine node) throws ModelException {
    SumWriter sum = new SumWriter(quantization, forms, biasCorrection, node);
    Draft draft = quantization.draft();
    boolean contraction = false;
    for (FloatNode.Combine.Term term : node.terms()) {
      View view = term.view();
      String source = view.source();
      if (quantization.isConstant(source)) {
        sum.addConstant(term);
        continue;
      }
      boolean whole = forms.isWhole(view, node.shape()) && forms.hasAccumulator(source);
      if (whole && draft.isContraction(forms.accumulator(source).name())) {
        // One contraction at most. What is stored anyway costs nothing to read.
        whole = !contraction && (!forms.isNeededStored(source) || isFiner(node, source));
        contraction |= whole;
      }
      // Wide coefficients times what may have 60 bits would not fit.
      whole &= !quantization.fine() || isPower(term.coefficient());
      if (whole) {
        sum.addAccumulator(term);
      } else {
        sum.add(term.coefficient(), forms.read(view));
      }
    }
    forms.accumulate(node.output(), sum.write());
  }

  /** Whether a sum is to be more precise than the stored form of what it reads: a difference. */
  private boolean isFiner(FloatNode.Combine node, String source) {
    return quantization.fine()
        && quantization.plan().format(node.output()).fraction()
            > quantization.plan().format(source).fraction();
  }

  private static boolean isPower(double coefficient) {
    double c = Math.abs(coefficient);
    return Math.scalb(1.0, Math.getExponent(c)) == c;
  }
}

package org.probity.model.quantize.node;

import java.util.List;
import org.probity.graph.Divide;
import org.probity.graph.Format;
import org.probity.graph.RealFunction;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.draft.Draft;
import org.probity.model.quantize.draft.Quantization;
import org.probity.model.quantize.draft.TensorForms;

/**
 * Quotients: the dividend before it is rounded, if it may be, by a divisor of at least one unit.
 */
final class DivideQuantizer {
  /** Largest magnitude of a quotient, as a power of two. */
  private static final int QUOTIENT_BITS = 30;

  /** Bits of a dividend that is no stored tensor. */
  private static final int DIVIDEND_BITS = 24;

  private static final int FINE_DIVIDEND_BITS = 31;

  /** Bits that a fine quotient may lack before 16-bit formats would be better. */
  private static final int MOST_LOST_BITS = 10;

  private final Quantization quantization;
  private final TensorForms forms;
  private final Draft draft;

  DivideQuantizer(Quantization quantization, TensorForms forms) {
    this.quantization = quantization;
    this.forms = forms;
    this.draft = quantization.draft();
  }

  void write(FloatNode.Divide node) throws ModelException {
    String out = node.output();
    Tensor divisor = divisor(node.divisor().source());
    Tensor dividend = dividend(node);
    Format wanted = quantization.plan().format(out);
    Format d = divisor.format();
    int fraction = dividend.format().fraction() - d.fraction();
    double largest = Math.max(1, (double) dividend.format().magnitude() / d.min());
    int most = QUOTIENT_BITS - 1 - Math.getExponent(largest);
    int shift =
        Math.min(
            Math.min(most, Draft.MAX_SHIFT),
            wanted.fraction() + Quantization.GUARD_BITS - fraction);
    if (shift < 0) {
      throw new ModelException(
          "tensor " + out + ": its dividend is too precise for a quotient; fewer bits help");
    }
    View by = new View(divisor.name(), node.divisor().axes());
    Divide divide = new Divide(draft.part(out, "quotient"), dividend.name(), by, shift);
    Tensor quotient = draft.ranged(divide, node.shape(), fraction + shift);
    // No tensor is stored in finer steps than it has.
    int finer = quantization.fine() ? Math.max(0, wanted.fraction() - fraction - shift) : 0;
    if (finer > MOST_LOST_BITS) {
      throw new ModelException(
          "tensor "
              + out
              + ": its dividend may be too large for a precise quotient; declare what the inputs"
              + " may be (--domain)");
    }
    Format format =
        new Format(wanted.fraction() - finer, wanted.min() >> finer, wanted.max() >> finer);
    forms.store(out, draft.rounded(out, quotient, RealFunction.X, format));
  }

  private Tensor divisor(String tensor) throws ModelException {
    Tensor divisor = forms.stored(tensor);
    if (divisor.format().min() >= 1) {
      return divisor;
    }
    String name = draft.part(tensor, "divisor");
    Tensor known = draft.tensor(name);
    return known != null
        ? known
        : draft.rounded(name, divisor, RealFunction.X, quantization.plan().divisor(tensor));
  }

  /** A stored tensor, or an accumulator without a contraction, of the shape of the quotient. */
  private Tensor dividend(FloatNode.Divide node) throws ModelException {
    View view = node.dividend();
    if (!quantization.isConstant(view.source()) && forms.isWhole(view, node.shape())) {
      Tensor whole = forms.whole(view.source());
      long bound = 1L << (quantization.fine() ? FINE_DIVIDEND_BITS : DIVIDEND_BITS);
      return draft.isContraction(whole.name()) || whole.format().magnitude() >= bound
          ? forms.stored(view.source())
          : whole;
    }
    Tensor source = forms.stored(view.source());
    View read = new View(source.name(), view.axes());
    Sum only = new Sum(draft.part(node.output(), "dividend"), List.of(new Sum.Addend(read, 1)), 0);
    return draft.ranged(only, node.shape(), source.format().fraction());
  }
}

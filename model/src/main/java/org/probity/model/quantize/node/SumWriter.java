package org.probity.model.quantize.node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.graph.Format;
import org.probity.graph.Parameter;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.calibration.FineFormats;
import org.probity.model.quantize.draft.Quantization;
import org.probity.model.quantize.draft.TensorForms;

/** Writes one {@link Sum}: finds a fraction in which all coefficients are integers, nearly. */
final class SumWriter {
  /** Relative precision of a coefficient that is no multiple of a power of two. */
  private static final int COEFFICIENT_BITS = 14;

  private static final int FINE_COEFFICIENT_BITS = 27;

  /** Bits of a sum at most. */
  private static final int SUM_BITS = 60;

  private final Quantization quantization;
  private final TensorForms forms;
  private final BiasCorrection biasCorrection;
  private final FloatNode.Combine node;
  private final String name;
  private final List<FloatNode.Combine.Term> tensors = new ArrayList<>();
  private final List<FloatNode.Combine.Term> constants = new ArrayList<>();

  /** By term that is an accumulator: the float tensor. */
  private final Map<FloatNode.Combine.Term, String> accumulated = new HashMap<>();

  SumWriter(
      Quantization quantization,
      TensorForms forms,
      BiasCorrection biasCorrection,
      FloatNode.Combine node) {
    this.quantization = quantization;
    this.forms = forms;
    this.biasCorrection = biasCorrection;
    this.node = node;
    this.name = node.output();
  }

  /** Adds a view of an integer tensor. */
  void add(double coefficient, View view) {
    tensors.add(new FloatNode.Combine.Term(coefficient, view));
  }

  /** Adds the accumulator of a tensor that is read whole. */
  void addAccumulator(FloatNode.Combine.Term whole) {
    String tensor = whole.view().source();
    View view = new View(forms.accumulator(tensor).name(), whole.view().axes());
    FloatNode.Combine.Term term = new FloatNode.Combine.Term(whole.coefficient(), view);
    tensors.add(term);
    accumulated.put(term, tensor);
  }

  void addConstant(FloatNode.Combine.Term term) {
    constants.add(term);
  }

  Tensor write() throws ModelException {
    int fraction =
        tensors.stream()
            .mapToInt(t -> fractionOf(t) + digits(t.coefficient()))
            .max()
            .orElse(quantization.plan().format(name).fraction() + Quantization.GUARD_BITS);
    // Never coarser than an operand: multipliers are integers.
    int finest = tensors.stream().mapToInt(this::fractionOf).max().orElse(fraction);
    int own = quantization.plan().format(name).fraction();
    if (own > fraction && !constantsAreMultiples(fraction)) {
      // Of coarse numbers, such as integers, and constants between them.
      fraction = own;
    }
    int most =
        quantization.fine()
            ? SUM_BITS - FineFormats.exponent(magnitude())
            : quantization.maxFraction();
    int bounded = Math.max(Math.min(fraction, most), finest);
    List<Sum.Addend> addends = new ArrayList<>();
    for (FloatNode.Combine.Term term : tensors) {
      double scaled = Math.scalb(term.coefficient(), bounded - fractionOf(term));
      long multiplier = (long) Math.floor(scaled + 0.5);
      if (multiplier != scaled
          && Math.abs(multiplier - scaled) > Math.scalb(Math.abs(scaled), -coefficientBits())
          && accumulated.containsKey(term)) {
        // Too fine for its coefficient: what is stored of it is not.
        Tensor coarser = forms.stored(accumulated.remove(term));
        tensors.set(
            tensors.indexOf(term),
            new FloatNode.Combine.Term(
                term.coefficient(), new View(coarser.name(), term.view().axes())));
        return write();
      }
      if (multiplier != 0) {
        addends.add(new Sum.Addend(term.view(), multiplier));
      }
    }
    addConstants(addends, bounded);
    if (addends.isEmpty()) {
      throw new ModelException(
          "tensor " + name + " does not depend on the input; fold it into a constant");
    }
    double bias = Math.floor(Math.scalb(node.constant(), bounded) + 0.5);
    if (Math.abs(bias) > 1L << 61) {
      throw new ModelException(name + ": a constant is too large for fixed-point numbers");
    }
    return quantization.draft().ranged(new Sum(name, addends, (long) bias), node.shape(), bounded);
  }

  /** Adds the constants, the first that can take it with the correction of the layer's bias. */
  private void addConstants(List<Sum.Addend> addends, int fraction) throws ModelException {
    boolean corrected =
        quantization.fine()
            || !quantization.options().biasCorrection()
            || quantization.isExact(name);
    for (FloatNode.Combine.Term term : constants) {
      String source = term.view().source();
      double[] correction = corrected ? null : biasCorrection.of(node, term);
      corrected |= correction != null && Arrays.stream(correction).anyMatch(c -> c != 0);
      double[] values = quantization.graph().constants().get(source).values().clone();
      Arrays.setAll(
          values, i -> term.coefficient() * (values[i] + (correction == null ? 0 : correction[i])));
      Parameter addend = quantization.parameters().addend(source, values, fraction);
      long multiplier = 1L << (fraction - addend.format().fraction());
      addends.add(new Sum.Addend(new View(addend.name(), term.view().axes()), multiplier));
    }
  }

  /** Whether what is added needs no more fraction bits. */
  private boolean constantsAreMultiples(int fraction) {
    return isMultiple(node.constant(), fraction)
        && constants.stream()
            .allMatch(
                term ->
                    Arrays.stream(
                            quantization.graph().constants().get(term.view().source()).values())
                        .allMatch(v -> isMultiple(term.coefficient() * v, fraction)));
  }

  private static boolean isMultiple(double value, int fraction) {
    double scaled = Math.scalb(value, fraction);
    return scaled == Math.rint(scaled);
  }

  /** A bound on the sum. */
  private double magnitude() {
    double sum = Math.abs(node.constant()) + 1;
    for (FloatNode.Combine.Term term : tensors) {
      Format f = quantization.draft().tensor(term.view().source()).format();
      sum += Math.abs(term.coefficient()) * f.toReal(f.magnitude());
    }
    for (FloatNode.Combine.Term term : constants) {
      double largest = 0;
      for (double v : quantization.graph().constants().get(term.view().source()).values()) {
        largest = Math.max(largest, Math.abs(v));
      }
      sum += Math.abs(term.coefficient()) * largest;
    }
    return sum;
  }

  private int fractionOf(FloatNode.Combine.Term term) {
    return quantization.draft().tensor(term.view().source()).format().fraction();
  }

  private int coefficientBits() {
    return quantization.fine() ? FINE_COEFFICIENT_BITS : COEFFICIENT_BITS;
  }

  /** Fraction bits that a coefficient needs; negative for multiples of powers of two. */
  private int digits(double coefficient) {
    int bits = coefficientBits();
    int exponent = Math.getExponent(coefficient);
    for (int d = -exponent; d < bits - exponent; d++) {
      if (Math.scalb(coefficient, d) == Math.rint(Math.scalb(coefficient, d))) {
        return Math.max(d, 0);
      }
    }
    return bits - exponent;
  }
}

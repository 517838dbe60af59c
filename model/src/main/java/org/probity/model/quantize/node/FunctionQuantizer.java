package org.probity.model.quantize.node;

import org.probity.graph.Format;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.Requantize;
import org.probity.graph.Tensor;
import org.probity.model.quantize.calibration.Calibration;
import org.probity.model.quantize.draft.Draft;
import org.probity.model.quantize.format.FunctionShape;

/**
 * Chooses how finely the argument of a function is rounded, so that its table is precise and small.
 */
final class FunctionQuantizer {
  /** Bits of the table's argument beyond those of the result. */
  private static final int TABLE_BITS = 3;

  private static final int MAX_TABLE_BITS = 16;

  /** A window is found by digits: an input with this many windows goes through one of 16 bits. */
  private static final int MAX_WINDOWS_BITS = 20;

  private final Draft draft;

  FunctionQuantizer(Draft draft) {
    this.draft = draft;
  }

  /**
   * Adds the stored tensor {@code function(input)}.
   *
   * @param range values that the input takes on the samples; a function that may rise and fall sees
   *     others as the nearest power of two around them
   */
  Tensor apply(
      String name, Tensor input, Calibration.Range range, RealFunction function, Format format) {
    if (FunctionShape.linearOnBothSides(function)) {
      return draft.rounded(name, input, function, format);
    }
    double low = range.min() < 0 ? -powerAbove(-range.min()) : 0;
    double high = range.max() > 0 ? powerAbove(range.max()) : low == 0 ? 1 : 0;
    // One value alone says nothing about the slope.
    Calibration.Range seen = range.min() < range.max() ? range : new Calibration.Range(low, high);
    int wanted = argumentFraction(function, seen, format);
    if (function.nonDecreasing()) {
      int fraction = Math.min(wanted, input.format().fraction());
      return requantized(name, input, input.format().fraction() - fraction, function, format);
    }
    int bits = Math.min(MAX_TABLE_BITS, bits(format) + TABLE_BITS);
    int spanned = Math.getExponent(powerAbove(high - low));
    int fraction = Math.min(Math.min(wanted, bits - spanned), input.format().fraction());
    int shift = input.format().fraction() - fraction;
    double lowest = Math.scalb((double) input.format().min(), -input.format().fraction());
    double highest = Math.scalb((double) input.format().max(), -input.format().fraction());
    boolean covered = lowest >= low && highest <= high;
    double windows = (highest - lowest) / (high - low);
    if (windows > 1 << MAX_WINDOWS_BITS) {
      Format narrow =
          new Format(fraction, (long) Math.scalb(low, fraction), (long) Math.scalb(high, fraction));
      Tensor argument = draft.rounded(draft.part(name, "argument"), input, RealFunction.X, narrow);
      return requantized(name, argument, 0, function, format);
    }
    return requantized(
        name, input, shift, covered ? function : clamped(low, high).then(function), format);
  }

  private Tensor requantized(
      String name, Tensor input, int shift, RealFunction function, Format format) {
    int bounded = Math.clamp(shift, 0, Draft.MAX_SHIFT);
    return draft.stored(
        new Requantize(name, input.name(), bounded, function), input.shape(), format);
  }

  /** With which a rounded argument moves the result by a quarter of its unit at most. */
  private static int argumentFraction(
      RealFunction function, Calibration.Range range, Format format) {
    double slope = Math.max(FunctionShape.slope(function, range.min(), range.max()), 1.0 / 16);
    return format.fraction() + 1 + Math.getExponent(slope) + 1;
  }

  private static int bits(Format format) {
    return 64 - Long.numberOfLeadingZeros(format.max() - format.min());
  }

  private static RealFunction clamped(double low, double high) {
    return new RealFunction.Binary(
        BinaryOperator.MIN,
        new RealFunction.Binary(BinaryOperator.MAX, RealFunction.X, new RealFunction.Constant(low)),
        new RealFunction.Constant(high));
  }

  /** The smallest power of two that is at least a positive number. */
  private static double powerAbove(double x) {
    double power = Math.scalb(1.0, Math.getExponent(x));
    return power >= x ? power : 2 * power;
  }
}

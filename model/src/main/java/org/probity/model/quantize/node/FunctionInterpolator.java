package org.probity.model.quantize.node;

import java.util.Optional;
import org.probity.graph.Format;
import org.probity.graph.Interpolate;
import org.probity.graph.PiecewisePolynomial;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.Requantize;
import org.probity.graph.Tensor;
import org.probity.model.ModelException;
import org.probity.model.quantize.QuantizerOptions;
import org.probity.model.quantize.calibration.Calibration;
import org.probity.model.quantize.calibration.FineFormats;
import org.probity.model.quantize.draft.Draft;
import org.probity.model.quantize.format.FunctionShape;

/** Writes functions of wide results as {@link Interpolate} nodes, at least cost. */
final class FunctionInterpolator {
  /** Where the largest fraction of slopes leaves no room, some smaller ones are tried. */
  private static final int TRIED_FRACTIONS = 6;

  /** Bits by which the product of curvature and distance is shifted; what suits depends little. */
  private static final int[] SLOPE_SHIFTS = {28, 26, 24, 30};

  /** Lookups of an entry that the square costs. */
  private static final int SQUARE_COST = 10;

  /** Fewer rows than this are not worth looking for. */
  private static final int FEW_ROWS = 1 << 9;

  /** Functions of so few arguments need no polynomials. */
  private static final long MOST_ARGUMENTS = 1 << 11;

  /** A function that is too steep at zero is cut off at such a part of the largest argument. */
  private static final int[] STEEP_BITS = {12, 10, 8};

  private final Draft draft;

  FunctionInterpolator(Draft draft) {
    this.draft = draft;
  }

  /** A node and what its rows and lookups cost. */
  private record Candidate(Interpolate node, long cost) {}

  /**
   * Adds the stored tensor {@code function(input)}.
   *
   * @param range values that the input takes on the samples; a function that needs too many rows
   *     over all values is limited to a wider range around them
   */
  Tensor apply(
      String name, Tensor input, Calibration.Range range, RealFunction function, Format format)
      throws ModelException {
    if (input.format().max() - input.format().min() < MOST_ARGUMENTS) {
      // All of them in one table.
      return draft.stored(new Requantize(name, input.name(), 0, function), input.shape(), format);
    }
    Optional<Candidate> best = cheapest(name, input, range, function, format);
    if (best.isEmpty()) {
      best = cheapest(name, input, range, limited(range).then(function), format);
    }
    boolean steep =
        best.isEmpty()
            && range.max() >= 0
            && isSteep(function, range.max())
            && isConstantBelowZero(function, range.min());
    for (int i = 0; steep && best.isEmpty() && i < STEEP_BITS.length; i++) {
      RealFunction cut = positive(range.max(), STEEP_BITS[i]).then(function);
      best = cheapest(name, input, range, cut, format);
      if (best.isPresent()) {
        draft.note(
            "tensor "
                + name
                + ": its function is too steep next to zero; what is less than 2^-"
                + STEEP_BITS[i]
                + " of the largest argument counts as that");
      }
    }
    Interpolate node =
        best.orElseThrow(
                () ->
                    new ModelException(
                        "tensor "
                            + name
                            + ": its function has too many pieces for "
                            + QuantizerOptions.FINE_BITS
                            + " bits; 16 bits would do (--bits 16)"))
            .node();
    return draft.stored(node, input.shape(), format);
  }

  private static RealFunction limited(Calibration.Range range) {
    double low = range.min();
    double high = range.max();
    double least = low > 0 ? low / 4 : low - (high - low) - 1;
    double most = high < 0 ? high / 4 : high + (high - low) + 1;
    return new RealFunction.Binary(
        BinaryOperator.MIN,
        new RealFunction.Binary(
            BinaryOperator.MAX, RealFunction.X, new RealFunction.Constant(least)),
        new RealFunction.Constant(most));
  }

  /** Whether a function changes between two positive numbers next to zero. */
  private static boolean isSteep(RealFunction function, double largest) {
    double small = Math.scalb(largest == 0 ? 1 : largest, -FineFormats.FRACTION);
    double change = function.at(2 * small) - function.at(small);
    return !(Math.abs(change) < Math.scalb(1.0, -STEEP_BITS[0]));
  }

  /**
   * Whether negative numbers, if there are any, need no values of their own: not of reciprocals.
   */
  private static boolean isConstantBelowZero(RealFunction function, double least) {
    return least >= 0 || function.at(least) == function.at(least / 2);
  }

  /**
   * From a small part of the largest number on, or zero alone if there are no positive ones: for
   * logarithms, which are too steep at zero.
   */
  private static RealFunction positive(double largest, int bits) {
    return new RealFunction.Binary(
        BinaryOperator.MIN,
        new RealFunction.Binary(
            BinaryOperator.MAX,
            RealFunction.X,
            new RealFunction.Constant(Math.scalb(largest, -bits))),
        new RealFunction.Constant(4 * largest));
  }

  private Optional<Candidate> cheapest(
      String name, Tensor input, Calibration.Range range, RealFunction function, Format format) {
    double margin = (range.max() - range.min()) / 4 + 0.5;
    double slope =
        Math.max(
            1.0 / 16, FunctionShape.slope(function, range.min() - margin, range.max() + margin));
    // A rounded argument moves the result by an eighth of its unit at most.
    int wanted = format.fraction() + 2 + FineFormats.exponent(slope);
    int fraction = Math.min(input.format().fraction(), wanted);
    int shift = Math.clamp((long) input.format().fraction() - fraction, 0, 45);
    int width = 64 - Long.numberOfLeadingZeros(format.magnitude());
    int argument = input.format().fraction() - shift;
    int widest = PiecewisePolynomial.NUMERATOR_BITS - width - argument + format.fraction();
    int steepest = PiecewisePolynomial.COEFFICIENT_BITS - 1 - FineFormats.exponent(slope);
    int most = Math.min(widest, steepest);
    int least = Math.max(format.fraction() - argument, most - TRIED_FRACTIONS + 1);
    long cells = input.size();
    Candidate best = null;
    for (int p = most; p >= least; p--) {
      for (int bend : SLOPE_SHIFTS) {
        int c = p + bend - argument;
        Interpolate square = new Interpolate(name, input.name(), shift, 2, p, c, function);
        best = better(best, square, input, format, cells * SQUARE_COST);
        if (best != null && best.cost <= FEW_ROWS + cells * SQUARE_COST) {
          return Optional.of(best);
        }
      }
    }
    if (best == null || cells * SQUARE_COST > FEW_ROWS) {
      for (int p = most; p >= least; p--) {
        Interpolate linear = new Interpolate(name, input.name(), shift, 1, p, 0, function);
        best = better(best, linear, input, format, 0);
      }
    }
    return Optional.ofNullable(best);
  }

  private static Candidate better(
      Candidate best, Interpolate node, Tensor input, Format format, long lookups) {
    try {
      int rows = PiecewisePolynomial.of(node, input.format(), format).rows();
      long cost = 2L * Integer.highestOneBit(Math.max(1, rows - 1)) + lookups;
      return best == null || cost < best.cost ? new Candidate(node, cost) : best;
    } catch (IllegalArgumentException e) {
      // Too many rows or bits with these fractions; others may do.
      return best;
    }
  }
}

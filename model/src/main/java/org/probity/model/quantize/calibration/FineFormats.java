package org.probity.model.quantize.calibration;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.graph.Format;
import org.probity.graph.RealFunction;
import org.probity.graph.Shapes;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.Domain;
import org.probity.model.quantize.format.CentredScores;
import org.probity.model.quantize.format.FixedPoint;
import org.probity.model.quantize.format.FunctionShape;

/**
 * Formats for results precise to about 2^-24: as many bits as columns of 32 and accumulators of 62
 * allow. Magnitudes get room beyond what the samples show, so that nothing saturates soon.
 */
public final class FineFormats {
  /** Fraction bits of what is stored, where its magnitude allows them. */
  public static final int FRACTION = 26;

  /** Bits of what is stored, the sign not counted. */
  private static final int BITS = 30;

  /** Room for values beyond those of the samples, in bits. */
  private static final int ROOM = 2;

  private static final int INPUT_ROOM = 1;

  /** Bits of inputs and other factors of products at most, the sign not counted. */
  private static final int FACTOR_BITS = 28;

  /** Bits of weights, the sign counted. */
  public static final int WEIGHT_BITS = 31;

  /** Fraction bits of an accumulator at most. */
  private static final int MAX_FRACTION = 62;

  /** What sums of products may have. */
  private static final int PRODUCT_BITS = 61;

  /** A distance from the largest score that is too large for a probability of 2^-26. */
  private static final double FAR = -20;

  private final Calibration calibration;

  /** Scores less the largest of their row. */
  private final Set<String> centred;

  /** By tensor that is multiplied with weights or tensors: the bits that it may have. */
  private final Map<String, Integer> factors = new HashMap<>();

  FineFormats(FloatGraph graph, Calibration calibration) {
    this.calibration = calibration;
    this.centred = CentredScores.of(graph);
    for (FloatNode node : graph.nodes()) {
      if (node instanceof FloatNode.Contract c && c.right().isPresent()) {
        // Half of the bits for each side.
        int bits = (PRODUCT_BITS - log2(Shapes.size(c.summed()))) / 2;
        for (View side : c.views()) {
          factors.merge(side.source(), Math.min(bits, FACTOR_BITS), Math::min);
        }
      }
    }
  }

  /** The least b with 2^b at least n. */
  public static int log2(long n) {
    return 64 - Long.numberOfLeadingZeros(n - 1);
  }

  /** The exponent of the power of two at or above a positive number. */
  public static int exponent(double x) {
    int e = Math.getExponent(x);
    return Math.scalb(1.0, e) >= x ? e : e + 1;
  }

  /** Bits of the magnitude of an input or a hidden tensor. */
  private int bits(String tensor) {
    return factors.getOrDefault(tensor, BITS);
  }

  /** Whether a tensor is multiplied with weights or tensors, so that its width matters. */
  public boolean isFactor(String tensor) {
    return factors.containsKey(tensor);
  }

  /** The format of a tensor with the samples' range, and some room. */
  Format hidden(String tensor, boolean unsigned) {
    Calibration.Range range = calibration.range(tensor);
    double min = centred.contains(tensor) ? Math.max(range.min(), FAR) : range.min();
    return format(Math.max(Math.abs(min), Math.abs(range.max())), bits(tensor), unsigned);
  }

  private static Format format(double largest, int bits, boolean unsigned) {
    int e = largest == 0 ? 0 : exponent(largest) + ROOM;
    int fraction = Math.min(FRACTION, bits - e);
    return unsigned
        ? Format.unsigned(fraction, bits)
        : new Format(fraction, -(1L << bits), (1L << bits) - 1);
  }

  /** The format of a function's values: that of its bounds if it is known to lie within [-1, 1]. */
  Format applied(FloatNode.Apply node, boolean unsigned) {
    Format hidden = hidden(node.output(), unsigned);
    RealFunction f = node.function();
    if (!FunctionShape.withinOne(f) || bits(node.output()) < FRACTION) {
      return hidden;
    }
    long one = 1L << FRACTION;
    return new Format(FRACTION, unsigned ? 0 : -one, one);
  }

  /** The format of a positive tensor that nothing reads, its fraction as long as there is room. */
  Format positive(String tensor) {
    int fraction = BITS - exponent(calibration.range(tensor).max()) - ROOM;
    return Format.unsigned(Math.min(fraction, BITS), BITS);
  }

  /** Probabilities. */
  Format softmax(String tensor) {
    int fraction = Math.min(FRACTION, bits(tensor));
    return new Format(fraction, 0, 1L << fraction);
  }

  /** The format of a tensor as a divisor: from a power of two below half of the samples' least. */
  Format divisor(String tensor) {
    Calibration.Range range = calibration.range(tensor);
    Format whole = format(range.max(), bits(tensor), true);
    double least = Math.max(2, Math.scalb(range.min(), whole.fraction()));
    return new Format(whole.fraction(), 1L << (Math.getExponent(least) - 1), whole.max());
  }

  /** The format of an input in normalised units, or of integers. */
  Format input(String tensor, boolean integer, Optional<Domain> domain) throws ModelException {
    int bits = bits(tensor);
    Calibration.Range range = calibration.range(tensor);
    double min = domain.map(Domain::min).orElse(range.min());
    double max = domain.map(Domain::max).orElse(range.max());
    double largest = Math.max(Math.abs(min), Math.abs(max));
    int room = domain.isPresent() ? 0 : INPUT_ROOM;
    int e = largest == 0 ? 0 : exponent(largest) + room;
    int fraction = Math.min(integer ? 0 : FACTOR_BITS, bits - e);
    if (integer && fraction < 0) {
      throw new ModelException("input " + tensor + " has integers of more than " + bits + " bits");
    }
    if (domain.isPresent()) {
      return new Format(
          fraction, (long) FixedPoint.round(min, fraction), (long) FixedPoint.round(max, fraction));
    }
    return new Format(fraction, min < 0 ? -(1L << bits) : 0, (1L << bits) - 1);
  }

  /** Bits of weights that are multiplied with a tensor, the sign counted. */
  public static int weightBits(Format left, long terms) {
    int magnitude = log2(Math.max(1, left.magnitude()));
    return Math.clamp(PRODUCT_BITS + 1 - magnitude - log2(terms), 2, WEIGHT_BITS);
  }

  /** Fraction of the accumulator of a tensor, at most: what is stored of it is shifted by 40. */
  public int accumulated(String tensor) {
    return Math.min(MAX_FRACTION, hidden(tensor, false).fraction() + 38);
  }
}

package org.probity.model.quantize;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.Mapping;
import org.probity.model.graph.Format;

/** The values of lookups as integers. */
final class LookupQuantizer {
  /** Bits of values that are no integers, the sign included. */
  private static final int BITS = 16;

  private LookupQuantizer() {}

  private static double[] values(Mapping mapping) {
    return mapping.replaces()
        ? mapping.values()
        : DoubleStream.concat(Arrays.stream(mapping.values()), DoubleStream.of(mapping.otherwise()))
            .toArray();
  }

  /** Whether all values are integers that a tensor can store. */
  static boolean isExact(Mapping mapping) {
    return Arrays.stream(values(mapping))
        .allMatch(v -> v == Math.rint(v) && Math.abs(v) < 1 << (BITS - 1));
  }

  /** Whether no value is negative; the sign of a format is public. */
  static boolean isNonNegative(Mapping mapping) {
    return Arrays.stream(values(mapping)).allMatch(v -> v >= 0);
  }

  /**
   * The format of the values: of its width and fraction only powers of two become known.
   *
   * @throws ModelException if a value is too large, infinite or not a number
   */
  static Format format(String tensor, Mapping mapping) throws ModelException {
    double[] values = values(mapping);
    double min = Math.min(0, Arrays.stream(values).min().orElseThrow());
    double max = Math.max(0, Arrays.stream(values).max().orElseThrow());
    if (!Double.isFinite(max - min)) {
      throw new ModelException(
          "tensor " + tensor + ": a looked-up value is infinite or not a number");
    }
    if (isExact(mapping)) {
      long reach = (long) Math.max(max, -min - 1);
      int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(reach));
      return min < 0 ? Format.signed(0, bits + 1) : Format.unsigned(0, bits);
    }
    boolean unsigned = min >= 0;
    int fraction = FixedPoint.fraction(tensor, min, max, BITS, unsigned, FixedPoint.MAX_FRACTION);
    return FixedPoint.format(fraction, BITS, unsigned);
  }
}

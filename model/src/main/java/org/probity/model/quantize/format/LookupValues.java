package org.probity.model.quantize.format;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.probity.graph.Format;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.Mapping;

/** The values of lookups as integers. */
public final class LookupValues {
  /** Bits of values that are no integers, the sign included. */
  private static final int BITS = 16;

  private static final int FINE_BITS = 28;

  private LookupValues() {}

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
   * @param fine whether numbers are quantised to about 2^-24
   * @throws ModelException if a value is too large, infinite or not a number
   */
  public static Format format(String tensor, Mapping mapping, boolean fine) throws ModelException {
    double[] values = values(mapping);
    double min = Math.min(0, Arrays.stream(values).min().orElseThrow());
    double max = Math.max(0, Arrays.stream(values).max().orElseThrow());
    if (!Double.isFinite(max - min)) {
      throw new ModelException(
          "tensor "
              + tensor
              + ": a looked-up value is infinite or not a number, which nothing computes with;"
              + " encode unknown categories as a number, such as -1");
    }
    if (isExact(mapping)) {
      long reach = (long) Math.max(max, -min - 1);
      int width = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(reach));
      return min < 0 ? Format.signed(0, width + 1) : Format.unsigned(0, width);
    }
    boolean unsigned = min >= 0;
    int bits = fine ? FINE_BITS : BITS;
    int fraction = FixedPoint.fraction(tensor, min, max, bits, unsigned, FixedPoint.MAX_FRACTION);
    return FixedPoint.format(fraction, bits, unsigned);
  }
}

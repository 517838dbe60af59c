package org.probity.graph;

/**
 * Fixed-point format of a tensor: the real value of an entry {@code q} is {@code q * 2^-fraction},
 * and every entry lies in {@code [min, max]}. Formats are public; they come from a declared menu
 * and never from the weights.
 */
public record Format(int fraction, long min, long max) {
  public Format {
    if (min > max) {
      throw new IllegalArgumentException("format with min " + min + " > max " + max);
    }
    if (fraction < -62 || fraction > 62) {
      throw new IllegalArgumentException("fraction " + fraction + " outside [-62, 62]");
    }
  }

  /** Two's complement range of the given width. */
  public static Format signed(int fraction, int bits) {
    return new Format(fraction, -(1L << (bits - 1)), (1L << (bits - 1)) - 1);
  }

  /** Range {@code [0, 2^bits)}. */
  public static Format unsigned(int fraction, int bits) {
    return new Format(fraction, 0, (1L << bits) - 1);
  }

  public boolean contains(long q) {
    return min <= q && q <= max;
  }

  /** Largest absolute value of an entry. */
  public long magnitude() {
    return Math.max(Math.absExact(min), Math.absExact(max));
  }

  /** The real value of the entry {@code q}. */
  public double toReal(long q) {
    return Math.scalb((double) q, -fraction);
  }
}

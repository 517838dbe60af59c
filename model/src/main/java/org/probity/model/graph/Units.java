package org.probity.model.graph;

/**
 * What the integers of a quantised port stand for: the real number of an entry {@code q} is the
 * float32 product {@code float32(q) * scale}, and a real input x becomes {@code round(x / scale)},
 * half to even, saturating at the ends of the tensor's format: what QuantizeLinear and
 * DequantizeLinear compute. The code in the original model is {@code q + zeroPoint}.
 *
 * @param scale finite and positive
 */
public record Units(float scale, int zeroPoint) {
  public Units {
    if (!(scale > 0 && Float.isFinite(scale))) {
      throw new IllegalArgumentException("a scale must be positive and finite");
    }
    if (Math.abs((long) zeroPoint) > 1 << 16) {
      throw new IllegalArgumentException("a zero point has more than 16 bits");
    }
  }

  /** The entry of a real number, which is not NaN. */
  public long entry(double real, long min, long max) {
    return (long) Math.clamp(Math.rint((float) real / scale), (double) min, (double) max);
  }

  /** The real number of an entry. */
  public double toReal(long entry) {
    return (float) entry * scale;
  }
}

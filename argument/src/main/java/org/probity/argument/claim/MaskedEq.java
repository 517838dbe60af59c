package org.probity.argument.claim;

import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;

/** Closed forms for eq sums over the first {@code size} indices, in time linear in the bits. */
public final class MaskedEq {
  private MaskedEq() {}

  /**
   * {@code sum_{i < size} prod_p eq(p, i)} over the given points of equal length, most significant
   * bit first. The indices below size split into sub-cubes: for each one-bit of size, those that
   * agree above it and have a zero there. With one point, the extension of the mask.
   */
  public static FieldElement evaluate(PrimeField field, int size, FieldElement[]... points) {
    int n = points[0].length;
    FieldElement[] zeros = new FieldElement[n];
    FieldElement[] ones = new FieldElement[n];
    for (int d = 0; d < n; d++) {
      ones[d] = points[0][d];
      zeros[d] = field.one().subtract(points[0][d]);
      for (int p = 1; p < points.length; p++) {
        ones[d] = ones[d].multiply(points[p][d]);
        zeros[d] = zeros[d].multiply(field.one().subtract(points[p][d]));
      }
    }
    // What the coordinates from d on contribute where they are free.
    FieldElement[] free = new FieldElement[n + 1];
    free[n] = field.one();
    for (int d = n - 1; d >= 0; d--) {
      free[d] = points.length == 1 ? free[n] : free[d + 1].multiply(ones[d].add(zeros[d]));
    }
    return sum(field, free, zeros, ones, size);
  }

  private static FieldElement sum(
      PrimeField field, FieldElement[] free, FieldElement[] zeros, FieldElement[] ones, int size) {
    int n = zeros.length;
    if (size == 1L << n) {
      return free[0];
    }
    FieldElement total = field.zero();
    FieldElement prefix = field.one();
    for (int d = 0; d < n; d++) {
      boolean bit = (size >>> (n - 1 - d) & 1) == 1;
      if (bit) {
        total = total.add(prefix.multiply(zeros[d]).multiply(free[d + 1]));
      }
      prefix = prefix.multiply(bit ? ones[d] : zeros[d]);
    }
    return total;
  }
}

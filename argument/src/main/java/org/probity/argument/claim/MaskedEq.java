package org.probity.argument.claim;

import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;

/** Closed forms for eq sums over the first {@code size} indices, in time linear in the bits. */
public final class MaskedEq {
  private MaskedEq() {}

  /**
   * {@code sum_{i < size} eq(a, i) eq(b, i)}, most significant bit first. The indices below size
   * split into sub-cubes: for each one-bit of size, those that agree above it and have a zero
   * there.
   */
  public static FieldElement evaluate(
      PrimeField field, FieldElement[] a, FieldElement[] b, int size) {
    int n = a.length;
    FieldElement[] free = new FieldElement[n + 1];
    FieldElement[] zeros = new FieldElement[n];
    FieldElement[] ones = new FieldElement[n];
    free[n] = field.one();
    for (int d = n - 1; d >= 0; d--) {
      ones[d] = a[d].multiply(b[d]);
      zeros[d] = field.one().subtract(a[d]).subtract(b[d]).add(ones[d]);
      free[d] = free[d + 1].multiply(ones[d].add(zeros[d]));
    }
    return sum(field, free, zeros, ones, size);
  }

  /** {@code sum_{i < size} eq(point, i)}: the multilinear extension of the mask. */
  public static FieldElement mask(PrimeField field, FieldElement[] point, int size) {
    int n = point.length;
    FieldElement[] free = new FieldElement[n + 1];
    FieldElement[] zeros = new FieldElement[n];
    for (int d = 0; d < n; d++) {
      free[d] = field.one();
      zeros[d] = field.one().subtract(point[d]);
    }
    free[n] = field.one();
    return sum(field, free, zeros, point, size);
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

package org.probity.argument.claim;

import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;

/**
 * Closed forms for eq sums over the first {@code size} indices, in time linear in the bits. The
 * indices below size split into sub-cubes: for each one-bit of size, those that agree above it and
 * have a zero there.
 */
public final class MaskedEq {
  private final PrimeField field;

  // For each bit, most significant first, the product of the points' factors where it is 0 or 1.
  private final FieldElement[] zeros;
  private final FieldElement[] ones;

  // What the coordinates from d on contribute where they are free.
  private final FieldElement[] free;

  private MaskedEq(PrimeField field, FieldElement[]... points) {
    this.field = field;
    int n = points[0].length;
    zeros = new FieldElement[n];
    ones = new FieldElement[n];
    for (int d = 0; d < n; d++) {
      ones[d] = points[0][d];
      zeros[d] = field.one().subtract(points[0][d]);
      for (int p = 1; p < points.length; p++) {
        ones[d] = ones[d].multiply(points[p][d]);
        zeros[d] = zeros[d].multiply(field.one().subtract(points[p][d]));
      }
    }
    free = new FieldElement[n + 1];
    free[n] = field.one();
    for (int d = n - 1; d >= 0; d--) {
      free[d] = points.length == 1 ? free[n] : free[d + 1].multiply(ones[d].add(zeros[d]));
    }
  }

  /**
   * {@code sum_{i < size} prod_p eq(p, i)} over the given points of equal length, most significant
   * bit first. With one point, the extension of the mask.
   */
  public static FieldElement evaluate(PrimeField field, int size, FieldElement[]... points) {
    return new MaskedEq(field, points).sum(size);
  }

  /** {@code sum_{i < size} i prod_p eq(p, i)}: the same for the index instead of the mask. */
  public static FieldElement evaluateIndex(PrimeField field, int size, FieldElement[]... points) {
    return new MaskedEq(field, points).indexSum(size);
  }

  private FieldElement sum(int size) {
    int n = zeros.length;
    if (size == 1L << n) {
      return free[0];
    }
    FieldElement total = field.zero();
    FieldElement prefix = field.one();
    for (int d = 0; d < n; d++) {
      boolean bit = bit(size, d);
      if (bit) {
        total = total.add(prefix.multiply(zeros[d]).multiply(free[d + 1]));
      }
      prefix = prefix.multiply(bit ? ones[d] : zeros[d]);
    }
    return total;
  }

  private FieldElement indexSum(int size) {
    int n = zeros.length;
    // The index over the coordinates from d on, where they are free.
    FieldElement[] index = new FieldElement[n + 1];
    index[n] = field.zero();
    for (int d = n - 1; d >= 0; d--) {
      FieldElement here = ones[d].multiply(free[d + 1]).multiply(field.of(1L << (n - 1 - d)));
      index[d] = index[d + 1].multiply(ones[d].add(zeros[d])).add(here);
    }
    if (size == 1L << n) {
      return index[0];
    }
    FieldElement total = field.zero();
    FieldElement prefix = field.one();
    long above = 0;
    for (int d = 0; d < n; d++) {
      boolean bit = bit(size, d);
      if (bit) {
        FieldElement rest = index[d + 1].add(free[d + 1].multiply(field.of(above)));
        total = total.add(prefix.multiply(zeros[d]).multiply(rest));
        above += 1L << (n - 1 - d);
      }
      prefix = prefix.multiply(bit ? ones[d] : zeros[d]);
    }
    return total;
  }

  /** Bit d of a size below {@code 2^n}, most significant first. */
  private boolean bit(int size, int d) {
    return (size >>> (zeros.length - 1 - d) & 1) == 1;
  }
}

package org.probity.algebra.multilinear;

import org.probity.algebra.field.FieldVector;
import org.probity.algebra.kernel.Kernel;

/**
 * Where the upper half v[half .. 2 half - 1] of a vector stands at the beginning of a block: in the
 * vector itself, or in a copy if half is not a multiple of eight.
 */
record Halves(double[] high, int highOffset) {
  static Halves of(FieldVector v, int half) {
    return half % Kernel.LANES == 0
        ? new Halves(v.limbs(), half / Kernel.LANES * Kernel.BLOCK)
        : new Halves(v.slice(half, half).limbs(), 0);
  }

  static void check(int half, FieldVector... vectors) {
    for (FieldVector v : vectors) {
      if (half < 1 || half > v.length() / 2) {
        throw new IllegalArgumentException("half " + half + " of a vector of " + v.length());
      }
      if (v.field() != vectors[0].field()) {
        throw new IllegalArgumentException("operands of different fields");
      }
    }
  }
}

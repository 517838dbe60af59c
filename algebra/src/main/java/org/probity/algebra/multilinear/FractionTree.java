package org.probity.algebra.multilinear;

import org.probity.algebra.field.FieldVector;
import org.probity.algebra.kernel.BlockArithmetic;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.parallel.Pool;

/** Trees of fractions p/d as in LogUp-GKR (Papini and Haboeck, eprint 2023/1284). */
public final class FractionTree {
  private FractionTree() {}

  /**
   * One level towards the root: pOut_k = p_k d_{half+k} + p_{half+k} d_k and dOut_k = d_k
   * d_{half+k} for k < half. The outputs may be the inputs themselves.
   */
  public static void level(
      FieldVector p, FieldVector d, int half, FieldVector pOut, FieldVector dOut) {
    Halves.check(half, p, d);
    if (pOut.length() < half || dOut.length() < half) {
      throw new IllegalArgumentException("outputs shorter than " + half);
    }
    Halves ps = Halves.of(p, half);
    Halves ds = Halves.of(d, half);
    Pool.forRange(
        half,
        FieldVector.GRAIN,
        (lo, hi) -> {
          int o = lo / Kernel.LANES * Kernel.BLOCK;
          BlockArithmetic.of(p.field().kernelModulus(), 3L * (hi - lo))
              .addFractions(
                  pOut.limbs(),
                  dOut.limbs(),
                  o,
                  p.limbs(),
                  d.limbs(),
                  o,
                  ps.high(),
                  ds.high(),
                  ps.highOffset() + o,
                  hi - lo);
        });
  }
}

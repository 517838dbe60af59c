package org.probity.algebra.multilinear;

import java.util.Objects;
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
    level(p.limbs(), d.limbs(), 0, ps.high(), ds.high(), ps.highOffset(), half, pOut, dOut);
  }

  /**
   * A part of a level whose lower and upper half are vectors of their own: outputs k are from
   * elements {@code from + k}, k < count.
   *
   * @param from a multiple of eight
   */
  public static void level(
      FieldVector pLow,
      FieldVector dLow,
      FieldVector pHigh,
      FieldVector dHigh,
      int from,
      int count,
      FieldVector pOut,
      FieldVector dOut) {
    for (FieldVector v : new FieldVector[] {pLow, dLow, pHigh, dHigh}) {
      Objects.checkFromIndexSize(from, count, v.length());
    }
    if (from % Kernel.LANES != 0 || pOut.length() < count || dOut.length() < count) {
      throw new IllegalArgumentException(count + " elements from " + from);
    }
    int at = from / Kernel.LANES * Kernel.BLOCK;
    level(pLow.limbs(), dLow.limbs(), at, pHigh.limbs(), dHigh.limbs(), at, count, pOut, dOut);
  }

  /**
   * Adds the fractions {@code k < count} of a second pair of vectors to the elements {@code at + k}
   * of the first.
   *
   * @param at a multiple of eight
   */
  public static void add(
      FieldVector p, FieldVector d, int at, FieldVector p1, FieldVector d1, int count) {
    Objects.checkFromIndexSize(at, count, Math.min(p.length(), d.length()));
    Objects.checkFromIndexSize(0, count, Math.min(p1.length(), d1.length()));
    if (at % Kernel.LANES != 0) {
      throw new IllegalArgumentException("elements from " + at);
    }
    int o = at / Kernel.LANES * Kernel.BLOCK;
    BlockArithmetic.of(p.field().kernelModulus(), 3L * count)
        .addFractions(
            p.limbs(), d.limbs(), o, p.limbs(), d.limbs(), o, p1.limbs(), d1.limbs(), 0, count);
  }

  private static void level(
      double[] p,
      double[] d,
      int low,
      double[] p1,
      double[] d1,
      int high,
      int count,
      FieldVector pOut,
      FieldVector dOut) {
    Pool.forRange(
        count,
        FieldVector.GRAIN,
        (lo, hi) -> {
          int o = lo / Kernel.LANES * Kernel.BLOCK;
          BlockArithmetic.of(pOut.field().kernelModulus(), 3L * (hi - lo))
              .addFractions(
                  pOut.limbs(), dOut.limbs(), o, p, d, low + o, p1, d1, high + o, hi - lo);
        });
  }
}

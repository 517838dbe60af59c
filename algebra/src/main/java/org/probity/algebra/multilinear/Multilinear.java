package org.probity.algebra.multilinear;

import java.util.Objects;
import org.probity.algebra.field.Accumulator;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.kernel.BlockArithmetic;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.parallel.Pool;

/**
 * Multilinear extensions of vectors of 2^n values. Index bits are most significant first: the first
 * coordinate of a point belongs to the top bit, and binding it joins two contiguous halves.
 */
public final class Multilinear {
  private Multilinear() {}

  /**
   * What a sumcheck round of degree 2 sends: its polynomial at zero and its leading coefficient.
   */
  public record RoundSums(FieldElement atZero, FieldElement lead) {}

  /** The 2^n values eq(point, i) for i = 0 .. 2^n - 1. */
  public static FieldVector eqTable(PrimeField f, FieldElement[] point) {
    return eqTable(f, point, f.one());
  }

  /** The 2^n values scale * eq(point, i). */
  public static FieldVector eqTable(PrimeField f, FieldElement[] point, FieldElement scale) {
    if (point.length > 28) {
      throw new IllegalArgumentException("2^" + point.length + " values are too many");
    }
    FieldVector t = FieldVector.zeros(f, 1 << point.length);
    t.set(0, scale);
    // the last coordinate is the lowest bit: each earlier one doubles the table
    for (int i = point.length - 1, size = 1; i >= 0; i--, size *= 2) {
      if (size < Kernel.LANES) {
        for (int k = 0; k < size; k++) {
          FieldElement low = t.get(k);
          FieldElement high = low.multiply(point[i]);
          t.set(size + k, high);
          t.set(k, low.subtract(high));
        }
      } else {
        split(t, size, point[i]);
      }
    }
    return t;
  }

  /** t[size + k] = x t[k], then t[k] = t[k] - t[size + k]. */
  private static void split(FieldVector t, int size, FieldElement x) {
    double[] block = FieldVector.block(x);
    double[] limbs = t.limbs();
    int high = size / Kernel.LANES * Kernel.BLOCK;
    Pool.forRange(
        size,
        FieldVector.GRAIN,
        (lo, hi) -> {
          BlockArithmetic arithmetic = arithmetic(t.field(), hi - lo);
          for (int i = lo; i < hi; i += Kernel.CHUNK) {
            int o = offset(i);
            int n = Math.min(Kernel.CHUNK, hi - i);
            arithmetic.multiply(limbs, high + o, limbs, o, block, 0, 0, n);
            arithmetic.subtract(limbs, o, limbs, o, limbs, high + o, n);
          }
        });
  }

  /** eq(a, b) = prod (a_i b_i + (1 - a_i)(1 - b_i)). */
  public static FieldElement eq(PrimeField f, FieldElement[] a, FieldElement[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException("points of " + a.length + " and " + b.length);
    }
    FieldElement result = f.one();
    for (int i = 0; i < a.length; i++) {
      FieldElement ab = a[i].multiply(b[i]);
      FieldElement factor = ab.add(ab).add(f.one()).subtract(a[i]).subtract(b[i]);
      result = result.multiply(factor);
    }
    return result;
  }

  /** The multilinear extension of 2^n values at a point of n coordinates. */
  public static FieldElement evaluate(FieldVector values, FieldElement[] point) {
    if (point.length > 30 || values.length() != 1 << point.length) {
      throw new IllegalArgumentException(
          values.length() + " values at a point of " + point.length + " coordinates");
    }
    if (point.length == 0) {
      return values.get(0);
    }
    FieldVector v = values.copy();
    int half = values.length();
    for (FieldElement r : point) {
      half /= 2;
      fold(v, half, r);
    }
    return v.get(0);
  }

  /**
   * v[i] = v[i] + r (v[half + i] - v[i]) for i < half, in place. Elements from half on have no
   * meaning afterwards.
   */
  public static void fold(FieldVector v, int half, FieldElement r) {
    fold(v, half, r, half);
  }

  /**
   * Folds only the elements i < count, a multiple of eight or half itself; the others keep their
   * values.
   */
  public static void fold(FieldVector v, int half, FieldElement r, int count) {
    Halves.check(half, v);
    if (count < 0 || count > half || (count < half && count % Kernel.LANES != 0)) {
      throw new IllegalArgumentException(count + " of " + half + " elements");
    }
    double[] block = FieldVector.block(r);
    Halves h = Halves.of(v, half);
    Pool.forRange(
        count,
        FieldVector.GRAIN,
        (lo, hi) ->
            arithmetic(v.field(), hi - lo)
                .fold(
                    v.limbs(), offset(lo), h.high(), h.highOffset() + offset(lo), block, hi - lo));
  }

  /** v[i] = v[i] + v[half + i] for i < half, in place: the sum over the top variable. */
  public static void foldSum(FieldVector v, int half) {
    Halves.check(half, v);
    Halves h = Halves.of(v, half);
    Pool.forRange(
        half,
        FieldVector.GRAIN,
        (lo, hi) ->
            arithmetic(v.field(), hi - lo)
                .add(
                    v.limbs(),
                    offset(lo),
                    v.limbs(),
                    offset(lo),
                    h.high(),
                    h.highOffset() + offset(lo),
                    hi - lo));
  }

  /**
   * The round of sum a b over the top variable: atZero = sum_{i < half} a_i b_i, lead = sum
   * (a_{half+i} - a_i)(b_{half+i} - b_i).
   */
  public static RoundSums productRound(FieldVector a, FieldVector b, int half) {
    return productRound(a, b, half, half);
  }

  /** The sums over i < count <= half only. */
  public static RoundSums productRound(FieldVector a, FieldVector b, int half, int count) {
    Halves.check(half, a, b);
    Objects.checkIndex(count, half + 1);
    Halves as = Halves.of(a, half);
    Halves bs = Halves.of(b, half);
    FieldElement[] sums =
        Accumulator.sums(
            a.field(),
            count,
            (lo, hi, zero, lead, arithmetic) -> {
              int o = offset(lo);
              arithmetic.productRound(
                  zero,
                  lead,
                  a.limbs(),
                  b.limbs(),
                  o,
                  as.high(),
                  bs.high(),
                  as.highOffset() + o,
                  hi - lo);
            });
    return new RoundSums(sums[0], sums[1]);
  }

  /**
   * The round of a LogUp layer: atZero = sum_{i < half} e_i (a_i b_i + c_i d_i), lead = sum e_i
   * (da_i db_i + dc_i dd_i) with da_i = a_{half+i} - a_i and so on. e has at least half entries.
   */
  public static RoundSums pairRound(
      FieldVector a, FieldVector b, FieldVector c, FieldVector d, FieldVector e, int half) {
    return pairRound(a, b, c, d, e, half, half);
  }

  /** The sums over i < count <= half only. */
  public static RoundSums pairRound(
      FieldVector a,
      FieldVector b,
      FieldVector c,
      FieldVector d,
      FieldVector e,
      int half,
      int count) {
    Halves.check(half, a, b, c, d);
    Objects.checkIndex(count, half + 1);
    if (e.length() < half || e.field() != a.field()) {
      throw new IllegalArgumentException("weights of " + e.length() + " for " + half);
    }
    double[][] lows = {a.limbs(), b.limbs(), c.limbs(), d.limbs()};
    Halves as = Halves.of(a, half);
    double[][] highs = {
      as.high(), Halves.of(b, half).high(), Halves.of(c, half).high(), Halves.of(d, half).high()
    };
    FieldElement[] sums =
        Accumulator.sums(
            a.field(),
            count,
            (lo, hi, zero, lead, arithmetic) -> {
              int o = offset(lo);
              arithmetic.pairRound(
                  zero, lead, lows, o, highs, as.highOffset() + o, e.limbs(), o, hi - lo);
            });
    return new RoundSums(sums[0], sums[1]);
  }

  /** dst[offset + i |v| + j] += s u_i v_j for all i, j. */
  public static void addOuter(
      FieldVector dst, int offset, FieldElement s, FieldVector u, FieldVector v) {
    int n = v.length();
    if (offset < 0 || offset + (long) u.length() * n > dst.length()) {
      throw new IllegalArgumentException(
          u.length() + " x " + n + " at " + offset + " of a vector of " + dst.length());
    }
    if (offset % Kernel.LANES == 0 && n % Kernel.LANES == 0) {
      Pool.forRange(
          u.length(),
          Math.max(1, FieldVector.GRAIN / Math.max(1, n)),
          (lo, hi) -> {
            BlockArithmetic arithmetic = arithmetic(dst.field(), (long) (hi - lo) * n);
            for (int i = lo; i < hi; i++) {
              double[] block = FieldVector.block(s.multiply(u.get(i)));
              arithmetic.addScaled(dst.limbs(), offset(offset + i * n), v.limbs(), 0, block, n);
            }
          });
    } else {
      addOuterUnaligned(dst, offset, s, u, v);
    }
  }

  private static void addOuterUnaligned(
      FieldVector dst, int offset, FieldElement s, FieldVector u, FieldVector v) {
    int n = v.length();
    FieldVector row = FieldVector.zeros(dst.field(), n);
    for (int i = 0; i < u.length(); i++) {
      row.copyFrom(dst, offset + i * n, 0, n);
      row.addScaled(v, s.multiply(u.get(i)));
      dst.copyFrom(row, 0, offset + i * n, n);
    }
  }

  private static BlockArithmetic arithmetic(PrimeField f, long products) {
    return BlockArithmetic.of(f.kernelModulus(), products);
  }

  /** Offset of the block that begins with element i. */
  private static int offset(int i) {
    return i / Kernel.LANES * Kernel.BLOCK;
  }
}

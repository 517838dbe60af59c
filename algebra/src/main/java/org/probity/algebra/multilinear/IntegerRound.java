package org.probity.algebra.multilinear;

import java.util.Objects;
import org.probity.algebra.field.Accumulator;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.kernel.BlockArithmetic;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.parallel.Pool;

/**
 * The first round of a sumcheck over sum a b where a are integers, which take a tenth of the memory
 * of field elements and become such only when the top variable is bound: half as many.
 *
 * <p>As in {@link FieldVector#ofIntsOverRadix} an integer v stands for v / radix.
 */
public final class IntegerRound {
  private final int[] a;
  private final FieldVector b;
  private final int half;

  /**
   * A round.
   *
   * @param a 2 half integers
   * @param b more than half elements, a multiple of eight; where it ends it is zero, and so is a
   * @param half a multiple of eight
   */
  public IntegerRound(int[] a, FieldVector b, int half) {
    Objects.checkFromIndexSize(0, 2 * half, a.length);
    boolean blocks = half % Kernel.LANES == 0 && b.length() % Kernel.LANES == 0;
    if (!blocks || b.length() < half || b.length() > 2 * half) {
      throw new IllegalArgumentException("half " + half + " of a vector of " + b.length());
    }
    this.a = a;
    this.b = b;
    this.half = half;
  }

  /** The inner product. */
  public FieldElement dot() {
    return Accumulator.sum(
        b.field(),
        b.length(),
        (from, to, acc, arithmetic) -> {
          double[] values = chunk();
          for (int i = from; i < to; i += Kernel.CHUNK) {
            int n = Math.min(Kernel.CHUNK, to - i);
            for (int k = 0; k < n; k++) {
              values[lane(k)] = a[i + k];
            }
            dot(arithmetic, acc, values, b.limbs(), offset(i), n);
          }
        });
  }

  /** The sums of the round. */
  public Multilinear.RoundSums sums() {
    FieldElement[] sums =
        Accumulator.sums(
            b.field(),
            half,
            (from, to, zero, lead, arithmetic) -> {
              double[] low = chunk();
              double[] step = chunk();
              double[] weights = chunk();
              for (int i = from; i < to; i += Kernel.CHUNK) {
                int n = Math.min(Kernel.CHUNK, to - i);
                int high = high(i, n);
                read(i, n, low, step);
                dot(arithmetic, zero, low, b.limbs(), offset(i), n);
                arithmetic.subtract(
                    weights, 0, b.limbs(), offset(half + i), b.limbs(), offset(i), high);
                dot(arithmetic, lead, step, weights, 0, high);
                // Without an upper half both differences are the negated lower ones.
                arithmetic.dot(
                    lead,
                    low,
                    offset(high),
                    Kernel.BLOCK,
                    b.limbs(),
                    offset(i + high),
                    Kernel.BLOCK,
                    n - high);
              }
            });
    return new Multilinear.RoundSums(sums[0], sums[1]);
  }

  /** Binds the top variable to r: folds b in place and returns the folded a, of length half. */
  public FieldVector bind(FieldElement r) {
    FieldVector bound = FieldVector.zeros(b.field(), half);
    double[] top = FieldVector.block(r);
    double[] bottom = FieldVector.block(b.field().one().subtract(r));
    Pool.forRange(
        half,
        FieldVector.GRAIN,
        (from, to) -> {
          BlockArithmetic arithmetic =
              BlockArithmetic.of(b.field().kernelModulus(), 2L * (to - from));
          double[] low = chunk();
          double[] step = chunk();
          for (int i = from; i < to; i += Kernel.CHUNK) {
            int n = Math.min(Kernel.CHUNK, to - i);
            int high = high(i, n);
            read(i, n, low, step);
            System.arraycopy(low, 0, bound.limbs(), offset(i), offset(n));
            arithmetic.addScaled(bound.limbs(), offset(i), step, 0, top, n);
            arithmetic.fold(b.limbs(), offset(i), b.limbs(), offset(half + i), top, high);
            int rest = offset(i + high);
            arithmetic.multiply(b.limbs(), rest, b.limbs(), rest, bottom, 0, 0, n - high);
          }
        });
    return bound;
  }

  /** How many of the elements i, ..., i + n - 1 have one of b above them. */
  private int high(int i, int n) {
    return Math.clamp(b.length() - half - i, 0, n);
  }

  private void read(int i, int n, double[] low, double[] step) {
    for (int k = 0; k < n; k++) {
      low[lane(k)] = a[i + k];
      step[lane(k)] = (double) a[half + i + k] - a[i + k];
    }
  }

  private static double[] chunk() {
    return new double[FieldVector.doubles(Kernel.CHUNK)];
  }

  private static void dot(
      BlockArithmetic arithmetic, double[] acc, double[] values, double[] b, int bOff, int n) {
    arithmetic.dot(acc, values, 0, Kernel.BLOCK, b, bOff, Kernel.BLOCK, n);
  }

  private static int offset(int i) {
    return i / Kernel.LANES * Kernel.BLOCK;
  }

  /** Where the lowest limb of the k-th element of a chunk stands. */
  private static int lane(int k) {
    return offset(k) + k % Kernel.LANES;
  }
}

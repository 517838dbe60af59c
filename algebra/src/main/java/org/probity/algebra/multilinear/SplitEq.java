package org.probity.algebra.multilinear;

import java.util.Arrays;
import org.probity.algebra.field.Accumulator;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.kernel.BlockArithmetic;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.parallel.Pool;

/**
 * All values of eq(point, ·) as an outer product of two short tables (Dao and Thaler, 2024): a sum
 * under these weights is one under the low table, which stays in the cache, for each entry of the
 * high one, and those are summed up under that. Summing over the top variable shortens the tables.
 */
public final class SplitEq {
  private static final int LOW_BITS = 9;

  private FieldVector high;
  private FieldVector low;

  /** eq at a point of any number of coordinates. */
  public SplitEq(PrimeField f, FieldElement... point) {
    int top = Math.max(0, point.length - LOW_BITS);
    this.high = Multilinear.eqTable(f, Arrays.copyOf(point, top));
    this.low = Multilinear.eqTable(f, Arrays.copyOfRange(point, top, point.length));
  }

  /** Number of values. */
  public int length() {
    return high.length() * low.length();
  }

  /** All values as one table, for short ones: there is no high table below 1024 values. */
  FieldVector dense() {
    if (high.length() > 1) {
      throw new IllegalStateException(length() + " values");
    }
    return low;
  }

  /** Sums over the top variable: half as many values are left. */
  public void foldSum() {
    if (high.length() > 1) {
      int half = high.length() / 2;
      Multilinear.foldSum(high, half);
      high = high.slice(0, half);
    } else {
      int half = low.length() / 2;
      Multilinear.foldSum(low, half);
      low = low.slice(0, half);
    }
  }

  /** Limbs of the low table; index i of a sum is under the weight at {@link #at}. */
  double[] limbs() {
    return low.limbs();
  }

  /** Offset of the block with the low weight of index i, a multiple of eight. */
  int at(int i) {
    return (i & (low.length() - 1)) / Kernel.LANES * Kernel.BLOCK;
  }

  /**
   * Sums over the indices below n of what the work adds up under the low weights.
   *
   * @param n at most the number of values
   * @param grain indices below which a range is not worth splitting
   * @param count how many sums
   */
  FieldElement[] sums(int n, int grain, int count, Accumulator.ManyWork work) {
    PrimeField f = low.field();
    if (high.length() == 1) {
      return Accumulator.sums(f, n, grain, count, work);
    }
    FieldElement[] total = new FieldElement[count];
    Arrays.fill(total, f.zero());
    int part = low.length();
    Pool.forRange(
        n,
        Math.max(grain, part),
        (from, to) -> {
          FieldElement[] own = new FieldElement[count];
          Arrays.fill(own, f.zero());
          double[][] acc = new double[count][Kernel.ACCUMULATOR];
          for (int i = from; i < to; i += part) {
            int end = Math.min(to, i + part);
            for (double[] sum : acc) {
              Arrays.fill(sum, 0);
            }
            work.run(i, end, acc, BlockArithmetic.of(f.kernelModulus(), end - i));
            FieldElement weight = high.get(i / part);
            for (int k = 0; k < count; k++) {
              own[k] = own[k].add(weight.multiply(Accumulator.value(f, acc[k])));
            }
          }
          synchronized (total) {
            Arrays.setAll(total, k -> total[k].add(own[k]));
          }
        });
    return total;
  }
}

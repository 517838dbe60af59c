package org.probity.algebra.field;

import org.probity.algebra.kernel.BlockArithmetic;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.parallel.Pool;

/** Unreduced sums of products (see {@link Kernel#dotAdd}) and their split over {@link Pool}. */
public final class Accumulator {
  private Accumulator() {}

  /** Adds the products of the elements lo .. hi - 1 to the accumulator. */
  @FunctionalInterface
  public interface Work {
    void run(int lo, int hi, double[] acc, BlockArithmetic arithmetic);
  }

  /** Adds the products of the elements lo .. hi - 1 to two accumulators. */
  @FunctionalInterface
  public interface PairWork {
    void run(int lo, int hi, double[] first, double[] second, BlockArithmetic arithmetic);
  }

  /** The sum over the indices below n. */
  public static FieldElement sum(PrimeField f, int n, Work work) {
    return sums(f, n, (lo, hi, first, second, arithmetic) -> work.run(lo, hi, first, arithmetic))[
        0];
  }

  /** Two sums over the indices below n. */
  public static FieldElement[] sums(PrimeField f, int n, PairWork work) {
    FieldElement[] total = {f.zero(), f.zero()};
    Pool.forRange(
        n,
        FieldVector.GRAIN,
        (lo, hi) -> {
          double[] first = new double[Kernel.ACCUMULATOR];
          double[] second = new double[Kernel.ACCUMULATOR];
          work.run(lo, hi, first, second, BlockArithmetic.of(f.kernelModulus(), hi - lo));
          FieldElement a = value(f, first);
          FieldElement b = value(f, second);
          synchronized (total) {
            total[0] = total[0].add(a);
            total[1] = total[1].add(b);
          }
        });
    return total;
  }

  /** The sum over all lanes as an element. */
  public static FieldElement value(PrimeField f, double[] acc) {
    long[] columns = new long[Kernel.ACCUMULATOR / Kernel.LANES];
    for (int k = 0; k < columns.length; k++) {
      long s = 0;
      for (int lane = 0; lane < Kernel.LANES; lane++) {
        s += (long) acc[k * Kernel.LANES + lane];
      }
      columns[k] = s;
    }
    return f.ofProducts(columns);
  }
}

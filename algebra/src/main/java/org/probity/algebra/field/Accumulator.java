package org.probity.algebra.field;

import java.util.Arrays;
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

  /** Adds the products of the elements lo .. hi - 1 to any number of accumulators. */
  @FunctionalInterface
  public interface ManyWork {
    void run(int lo, int hi, double[][] acc, BlockArithmetic arithmetic);
  }

  /** The sum over the indices below n. */
  public static FieldElement sum(PrimeField f, int n, Work work) {
    return sums(f, n, (lo, hi, first, second, arithmetic) -> work.run(lo, hi, first, arithmetic))[
        0];
  }

  /** Two sums over the indices below n. */
  public static FieldElement[] sums(PrimeField f, int n, PairWork work) {
    return sums(
        f,
        n,
        FieldVector.GRAIN,
        2,
        (lo, hi, acc, arithmetic) -> work.run(lo, hi, acc[0], acc[1], arithmetic));
  }

  /**
   * Several sums over the indices below n.
   *
   * @param grain indices below which a range is not worth splitting
   * @param count how many sums
   */
  public static FieldElement[] sums(PrimeField f, int n, int grain, int count, ManyWork work) {
    FieldElement[] total = new FieldElement[count];
    Arrays.fill(total, f.zero());
    Pool.forRange(
        n,
        grain,
        (lo, hi) -> {
          double[][] acc = new double[count][Kernel.ACCUMULATOR];
          work.run(lo, hi, acc, BlockArithmetic.of(f.kernelModulus(), hi - lo));
          FieldElement[] values = new FieldElement[count];
          Arrays.setAll(values, k -> value(f, acc[k]));
          synchronized (total) {
            Arrays.setAll(total, k -> total[k].add(values[k]));
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

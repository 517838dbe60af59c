package org.probity.algebra.kernel;

import java.math.BigInteger;
import java.util.concurrent.TimeUnit;

/** Runs a kernel on data of its own until it is compiled and faster than another. */
final class Warmup {
  /** Nanoseconds after which a kernel that is still slow is given up. */
  private static final long PATIENCE = 60_000_000_000L;

  /** Calls after which the interpreter asks for compiled code, and some. */
  private static final int EMPTY_CALLS = 300;

  /**
   * Empty rounds between full ones. What the compilers wait for is calls, and an uncompiled vector
   * operation is a thousand times slower than a compiled one.
   */
  private static final int EMPTY_ROUNDS = 20;

  private static final int ROUNDS = 2;

  /**
   * Numbers of a full round: few enough to be cheap uncompiled, enough that compilers take what is
   * called for each block for part of the loop.
   */
  private static final int NUMBERS = Kernel.CHUNK / 2;

  /** Rounds that make the other kernel hot. */
  private static final int WARM_ROUNDS = 200;

  /** Comparisons in a row that the kernel has to win. */
  private static final int FASTER = 10;

  /** How much longer than it has worked it then waits: the processor is for the compilers. */
  private static final int PAUSE = 2;

  private final Modulus modulus =
      new Modulus(
          new BigInteger(
              "21888242871839275222246405745257275088548364400416034343698204186575808495617"));
  private final double[] a = new double[Kernel.CHUNK / Kernel.LANES * Kernel.BLOCK];
  private final double[] b = new double[a.length];
  private final double[] cols = new double[Kernel.CHUNK / Kernel.LANES * Kernel.COLUMNS];

  private final int[] ints = new int[2 * Kernel.CHUNK];
  private final double[] sums = new double[Kernel.CHUNK / Kernel.LANES * IntegerKernel.SUM];

  private Warmup() {}

  /** Null once the kernel is faster than the other, or why it will not be. */
  static String run(Kernel kernel, Kernel other) throws InterruptedException {
    Warmup work = new Warmup();
    long begin = System.nanoTime();
    work.rounds(other, WARM_ROUNDS, NUMBERS);
    work.rounds(kernel, EMPTY_CALLS, 0);
    int faster = 0;
    while (System.nanoTime() - begin < PATIENCE) {
      long time = work.rounds(kernel, EMPTY_ROUNDS, 0);
      long full = work.rounds(kernel, ROUNDS, NUMBERS);
      faster = full < work.rounds(other, ROUNDS, NUMBERS) ? faster + 1 : 0;
      if (faster == FASTER) {
        return null;
      }
      TimeUnit.NANOSECONDS.sleep(PAUSE * (time + full));
    }
    return kernel.name() + " is not faster on this machine";
  }

  /** Nanoseconds of some rounds of all operations on n numbers. */
  private long rounds(Kernel k, int rounds, int n) {
    double[] acc = new double[Kernel.ACCUMULATOR];
    long begin = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      k.product(cols, a, 0, Kernel.BLOCK, b, 0, 0, n);
      k.productAdd(cols, a, 0, Kernel.BLOCK, b, 0, Kernel.BLOCK, n);
      k.reduce(modulus, a, 0, cols, Modulus.ZEROS, 0, 0, n);
      k.dotAdd(acc, a, 0, Kernel.BLOCK, b, 0, Kernel.BLOCK, n);
      k.add(modulus, a, 0, a, 0, Kernel.BLOCK, b, 0, Kernel.BLOCK, n);
      k.subtract(modulus, b, 0, a, 0, Kernel.BLOCK, b, 0, Kernel.BLOCK, n);
      k.integers().isNarrow(ints, 0, Kernel.CHUNK, 2, n);
      k.integers().addRows(sums, n / Kernel.LANES, ints, 0, 1, IntegerKernel.TERMS, cols, 0);
      k.integers().addDots(sums, 0, 2, ints, 0, Kernel.CHUNK, n / Kernel.LANES, cols, 0);
    }
    return System.nanoTime() - begin;
  }
}

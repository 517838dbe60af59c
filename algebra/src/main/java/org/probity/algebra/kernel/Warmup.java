package org.probity.algebra.kernel;

import java.math.BigInteger;

/** Runs a kernel on data of its own until it is compiled and faster than another. */
final class Warmup {
  /** Nanoseconds after which a kernel that is still slow is given up. */
  private static final long PATIENCE = 60_000_000_000L;

  private static final int ROUNDS = 50;

  private final Modulus modulus =
      new Modulus(
          new BigInteger(
              "21888242871839275222246405745257275088548364400416034343698204186575808495617"));
  private final double[] a = new double[Kernel.CHUNK / Kernel.LANES * Kernel.BLOCK];
  private final double[] b = new double[a.length];
  private final double[] cols = new double[Kernel.CHUNK / Kernel.LANES * Kernel.COLUMNS];

  private Warmup() {}

  /** Null once the kernel is faster than the other, or why it will not be. */
  static String run(Kernel kernel, Kernel other) {
    Warmup work = new Warmup();
    long begin = System.nanoTime();
    // single blocks first: an uncompiled vector operation is a thousand times slower
    long best = Long.MAX_VALUE;
    while (System.nanoTime() - begin < PATIENCE) {
      work.rounds(kernel, Kernel.LANES);
      long hot = work.rounds(kernel, Kernel.CHUNK);
      best = Math.min(best, work.rounds(other, Kernel.CHUNK));
      if (hot < best) {
        return null;
      }
    }
    return kernel.name() + " is not faster on this machine";
  }

  /** Nanoseconds of some rounds of all operations on n numbers. */
  private long rounds(Kernel k, int n) {
    double[] acc = new double[Kernel.ACCUMULATOR];
    long begin = System.nanoTime();
    for (int i = 0; i < ROUNDS; i++) {
      k.product(cols, a, 0, Kernel.BLOCK, b, 0, 0, n);
      k.productAdd(cols, a, 0, Kernel.BLOCK, b, 0, Kernel.BLOCK, n);
      k.reduce(modulus, a, 0, cols, Modulus.ZEROS, 0, 0, n);
      k.dotAdd(acc, a, 0, Kernel.BLOCK, b, 0, Kernel.BLOCK, n);
      k.add(modulus, a, 0, a, 0, Kernel.BLOCK, b, 0, Kernel.BLOCK, n);
      k.subtract(modulus, b, 0, a, 0, Kernel.BLOCK, b, 0, Kernel.BLOCK, n);
    }
    return System.nanoTime() - begin;
  }
}

package org.probity.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.kernel.Kernels;
import org.probity.cli.Output;

/**
 * The field kernels: one multiplication on one core, and one leaf of a lookup tree on all of them.
 * Everything else is best read as a multiple of the multiplication measured in the same run.
 */
record BenchKernel(String kernel, double multiply, double scalarMultiply, double lookupLeaf) {
  /** Below the size at which an operation is split over cores. */
  private static final int VECTOR = FieldVector.GRAIN / 2;

  private static final int LEAF_BITS = 16;
  private static final double ROUND_SECONDS = 0.05;
  private static final int ROUNDS = 40;
  private static final double SCALAR_ROUND_SECONDS = 0.005;
  private static final int SCALAR_ROUNDS = 200;

  /** Measures; times in nanoseconds, the best of several rounds. */
  static BenchKernel measure() throws InterruptedException {
    PrimeField field = PrimeField.BN254_Q;
    FieldVector a = BenchTree.random(field, VECTOR, 1);
    FieldVector b = BenchTree.random(field, VECTOR, 2);
    Runnable product = () -> a.multiply(a, b);
    double scalar = bestScalar(product) / VECTOR;
    Kernel hot = Kernels.awaitHot();
    double multiply = best(product) / VECTOR;
    BenchTree tree = new BenchTree(field, LEAF_BITS);
    double leaf = best(tree::run) / (1 << LEAF_BITS);
    return new BenchKernel(hot.name(), multiply, scalar, leaf);
  }

  /** A process starts on the scalar kernel and stays there for a while: long enough to get hot. */
  private static double bestScalar(Runnable work) {
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < SCALAR_ROUNDS && isScalar(); round++) {
      double time = time(work, SCALAR_ROUND_SECONDS);
      best = isScalar() ? Math.min(best, time) : best;
    }
    return best;
  }

  private static boolean isScalar() {
    return Kernels.forWork(0).name().equals("scalar");
  }

  private static double best(Runnable work) {
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      best = Math.min(best, time(work, ROUND_SECONDS));
    }
    return best;
  }

  /** Nanoseconds for one run, over at least the given time. */
  private static double time(Runnable work, double seconds) {
    long start = System.nanoTime();
    long elapsed = 0;
    int count = 0;
    while (elapsed < seconds * 1e9) {
      work.run();
      count++;
      elapsed = System.nanoTime() - start;
    }
    return (double) elapsed / count;
  }

  List<String> lines() {
    return List.of(
        "Kernel: " + kernel,
        String.format(
            Locale.ROOT,
            "  field multiplication %.1f ns per element and core%s",
            multiply,
            Double.isInfinite(scalarMultiply)
                ? ""
                : String.format(
                    Locale.ROOT,
                    ", %.1f times as fast as the scalar kernel's %.0f ns",
                    scalarMultiply / multiply,
                    scalarMultiply)),
        String.format(
            Locale.ROOT,
            "  lookup argument %.0f ns per leaf, tree included, on all cores (2^%d leaves)",
            lookupLeaf,
            LEAF_BITS));
  }

  ObjectNode object() {
    return Output.newObject()
        .put("kernel", kernel)
        .put("multiplyNanos", multiply)
        .put("scalarMultiplyNanos", scalarMultiply)
        .put("lookupLeafNanos", lookupLeaf);
  }
}

package org.probity.inference.estimate;

import java.util.Arrays;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.kernel.Kernels;

/**
 * How fast a machine is, in the two currencies of a proof.
 *
 * @param kernel the field kernel in use
 * @param vector nanoseconds of a field multiplication in long vectors, on all processors together
 * @param scalar nanoseconds of a single field multiplication, which waits for the one before
 */
public record Machine(String kernel, double vector, double scalar) {
  private static final PrimeField FIELD = PrimeField.BN254_Q;

  /** Elements of a vector: enough to be split over many processors, few enough for their caches. */
  private static final int LENGTH = 1 << 13;

  private static final int SCALARS = 1 << 10;
  private static final long ROUND_NANOS = 10_000_000;
  private static final int ROUNDS = 40;

  public Machine {
    if (!(vector > 0 && scalar > 0)) {
      throw new IllegalArgumentException("a machine takes time");
    }
  }

  /**
   * Measures this machine: waits until the vector kernel is compiled, a second or two in a fresh
   * process, and then takes the best of many rounds, because other work only ever makes it slower.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static Machine measure() throws InterruptedException {
    String kernel = Kernels.awaitHot().name();
    FieldElement x = FIELD.of(3).inverse();
    FieldElement[] elements = new FieldElement[LENGTH];
    Arrays.fill(elements, x);
    FieldVector v = FieldVector.of(FIELD, elements);
    Runnable vectors = () -> v.multiply(v, x);
    FieldElement[] product = {x};
    Runnable scalars =
        () -> {
          for (int i = 0; i < SCALARS; i++) {
            product[0] = product[0].multiply(x);
          }
        };
    double vector = Double.POSITIVE_INFINITY;
    double scalar = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      vector = Math.min(vector, nanos(vectors) / LENGTH);
      scalar = Math.min(scalar, nanos(scalars) / SCALARS);
    }
    return new Machine(kernel, vector, scalar);
  }

  /** Nanoseconds of one run. */
  private static double nanos(Runnable work) {
    long start = System.nanoTime();
    long elapsed = 0;
    int count = 0;
    while (elapsed < ROUND_NANOS) {
      work.run();
      count++;
      elapsed = System.nanoTime() - start;
    }
    return (double) elapsed / count;
  }
}

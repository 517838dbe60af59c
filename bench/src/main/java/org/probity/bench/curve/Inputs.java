package org.probity.bench.curve;

import java.math.BigInteger;
import java.util.Random;
import org.probity.algebra.curve.Curve;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;

/** Seeded inputs of the curve benchmarks. */
final class Inputs {
  private Inputs() {}

  static FieldVector scalars(Curve curve, int n) {
    Random random = new Random(n);
    FieldElement[] v = new FieldElement[n];
    for (int i = 0; i < n; i++) {
      v[i] = curve.scalarField().of(new BigInteger(300, random));
    }
    return FieldVector.of(curve.scalarField(), v);
  }

  /** Signed integers of so many bits. */
  static int[] integers(int n, int bits) {
    Random random = new Random(n);
    int[] v = new int[n];
    for (int i = 0; i < n; i++) {
      v[i] = random.nextInt() >> (32 - bits);
    }
    return v;
  }
}

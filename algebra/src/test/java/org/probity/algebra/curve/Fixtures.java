package org.probity.algebra.curve;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.Stream;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;

/** What the tests of this package share. The seed can be set to replay a run. */
final class Fixtures {
  private static final long SEED = Long.getLong("probity.test.seed", 20240917L);

  private Fixtures() {}

  static Stream<Curve> curves() {
    return Stream.of(Curve.GRUMPKIN, Curve.BN254_G1);
  }

  static Random random(int salt) {
    return new Random(SEED + salt);
  }

  /** Points whose reference form is known. */
  static ReferenceCurve.Affine[] affines(ReferenceCurve reference, Random random, int n) {
    ReferenceCurve.Affine[] out = new ReferenceCurve.Affine[n];
    ReferenceCurve.Affine step = reference.random(random);
    ReferenceCurve.Affine p = reference.random(random);
    for (int i = 0; i < n; i++) {
      out[i] = p;
      p = reference.add(p, step);
    }
    return out;
  }

  static PointVector vector(ReferenceCurve reference, ReferenceCurve.Affine... affines) {
    PointVector v = PointVector.zeros(reference.curve(), affines.length);
    for (int i = 0; i < affines.length; i++) {
      v.set(i, reference.toPoint(affines[i]));
    }
    return v;
  }

  static FieldVector scalars(Curve curve, BigInteger... values) {
    FieldElement[] v = new FieldElement[values.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = curve.scalarField().of(values[i]);
    }
    return FieldVector.of(curve.scalarField(), v);
  }

  static BigInteger[] randomScalars(ReferenceCurve reference, Random random, int n) {
    BigInteger[] v = new BigInteger[n];
    for (int i = 0; i < n; i++) {
      v[i] = new BigInteger(300, random).mod(reference.order());
    }
    return v;
  }
}

package org.probity.algebra.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchAdderTest {
  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void ordinaryEqualAndOppositeLanesAtAwkwardSizes(Curve curve) {
    ReferenceCurve reference = ReferenceCurve.of(curve);
    for (int n : new int[] {1, 2, 7, 8, 9, 15, 16, 17, 40, 63, 64, 65, 200}) {
      for (int mix = 0; mix < 4; mix++) {
        check(reference, Fixtures.random(n), n, mix);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.curve.Fixtures#curves")
  void moreAdditionsThanLanes(Curve curve) {
    check(ReferenceCurve.of(curve), Fixtures.random(9), BatchAdder.MAX_LANES + 9, 1);
  }

  /** mix 0: no special lane, 1: some of each, 2: all equal, 3: all opposite. */
  private static void check(ReferenceCurve reference, Random random, int n, int mix) {
    ReferenceCurve.Affine[] a = Fixtures.affines(reference, random, n);
    ReferenceCurve.Affine[] b = Fixtures.affines(reference, random, n);
    double[] signs = new double[n];
    for (int i = 0; i < n; i++) {
      int kind = mix == 1 ? random.nextInt(3) : mix == 0 ? 0 : mix - 1;
      signs[i] = kind == 2 ? -1 : random.nextBoolean() ? 1 : -1;
      b[i] = kind == 0 ? b[i] : kind == 2 || signs[i] == 1 ? a[i] : reference.negate(a[i]);
    }
    double[] p = Fixtures.vector(reference, a).limbs();
    double[] q = Fixtures.vector(reference, b).limbs();
    PointVector out = PointVector.zeros(reference.curve(), n);
    BatchAdder adder = new BatchAdder(reference.curve().lanes(), n);
    for (int i = 0; i < n; i++) {
      adder.add(p, i, 1, q, i, signs[i], out.limbs(), n - 1 - i);
    }
    adder.flush(out.limbs());
    for (int i = 0; i < n; i++) {
      ReferenceCurve.Affine sum =
          reference.add(a[i], signs[i] == 1 ? b[i] : reference.negate(b[i]));
      assertThat(out.get(n - 1 - i))
          .as("n %d mix %d lane %d", n, mix, i)
          .isEqualTo(reference.toPoint(sum));
    }
  }
}

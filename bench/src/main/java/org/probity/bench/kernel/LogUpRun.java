package org.probity.bench.kernel;

import java.util.Arrays;
import java.util.Random;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.FractionTree;
import org.probity.algebra.multilinear.Multilinear;

/** The field work of a LogUp-GKR prover: the tree of fractions and every round of every layer. */
final class LogUpRun {
  private final PrimeField field;
  private final int bits;
  private final FieldVector[] p;
  private final FieldVector[] d;
  private final FieldElement[] challenges;

  LogUpRun(PrimeField field, int bits) {
    this.field = field;
    this.bits = bits;
    p = new FieldVector[bits + 1];
    d = new FieldVector[bits + 1];
    for (int l = 0; l < bits; l++) {
      p[l] = FieldVector.zeros(field, 1 << l);
      d[l] = FieldVector.zeros(field, 1 << l);
    }
    p[bits] = random(field, 1 << bits, 1);
    d[bits] = random(field, 1 << bits, 2);
    challenges = random(field, bits, 3).toArray();
  }

  static FieldVector random(PrimeField f, int n, long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[PrimeField.BYTES * n];
    random.nextBytes(bytes);
    for (int i = 0; i < n; i++) {
      bytes[PrimeField.BYTES * i] &= 0x1f;
    }
    return FieldVector.decode(f, bytes, 0, n);
  }

  /** Something that depends on all of the work. */
  FieldElement run() {
    for (int l = bits; l > 0; l--) {
      FractionTree.level(p[l], d[l], 1 << (l - 1), p[l - 1], d[l - 1]);
    }
    FieldElement sum = field.zero();
    for (int l = 2; l <= bits; l++) {
      sum = sum.add(layer(l));
    }
    return sum;
  }

  /** The sumcheck over p0 d1 + d0 (p1 + lambda d1) for the halves of level l. */
  private FieldElement layer(int l) {
    int half = 1 << (l - 1);
    FieldVector a = p[l].slice(0, half);
    FieldVector b = d[l].slice(half, half);
    FieldVector c = d[l].slice(0, half);
    FieldVector e = p[l].slice(half, half);
    e.addScaled(b, challenges[0]);
    FieldVector eq = Multilinear.eqTable(field, Arrays.copyOfRange(challenges, 1, l - 1));
    FieldElement sum = field.zero();
    for (int h = half / 2; h >= 1; h /= 2) {
      Multilinear.RoundSums sums = Multilinear.pairRound(a, b, c, e, eq, h);
      sum = sum.add(sums.atZero()).add(sums.lead());
      Multilinear.fold(a, h, sum);
      Multilinear.fold(b, h, sum);
      Multilinear.fold(c, h, sum);
      Multilinear.fold(e, h, sum);
      if (h > 1) {
        Multilinear.foldSum(eq, h / 2);
      }
    }
    return sum;
  }
}

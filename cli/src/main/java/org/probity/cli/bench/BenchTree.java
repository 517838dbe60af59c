package org.probity.cli.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.FractionTree;
import org.probity.algebra.multilinear.Multilinear;

/**
 * The field work of a LogUp-GKR prover, to be measured: the tree of fractions over {@code 2^bits}
 * random leaves and every sumcheck round of every layer.
 */
public final class BenchTree {
  private final PrimeField field;
  private final int bits;
  private final FieldVector[] p;
  private final FieldVector[] d;
  private final FieldElement[] challenges;

  public BenchTree(PrimeField field, int bits) {
    this.field = field;
    this.bits = bits;
    p = new FieldVector[bits + 1];
    d = new FieldVector[bits + 1];
    for (int l = 0; l <= bits; l++) {
      p[l] = FieldVector.zeros(field, 1 << l);
      d[l] = FieldVector.zeros(field, 1 << l);
    }
    p[bits] = random(field, 1 << bits, 1);
    d[bits] = random(field, 1 << bits, 2);
    challenges = random(field, bits, 3).toArray();
  }

  /** Random elements, the same for the same seed. */
  public static FieldVector random(PrimeField field, int count, long seed) {
    byte[] bytes = new byte[PrimeField.BYTES * count];
    new SplittableRandom(seed).nextBytes(bytes);
    for (int i = 0; i < count; i++) {
      bytes[PrimeField.BYTES * i] &= 0x1f;
    }
    return FieldVector.decode(field, bytes, 0, count);
  }

  /** One run; the result depends on all of the work. */
  public FieldElement run() {
    for (int l = bits; l > 0; l--) {
      FractionTree.level(p[l], d[l], 1 << (l - 1), p[l - 1], d[l - 1]);
    }
    FieldElement sum = field.zero();
    for (int l = 2; l <= bits; l++) {
      sum = sum.add(layer(l));
    }
    return sum;
  }

  private FieldElement layer(int l) {
    int half = 1 << (l - 1);
    FieldVector p0 = p[l].slice(0, half);
    FieldVector u1 = p[l].slice(half, half);
    FieldVector d0 = d[l].slice(0, half);
    FieldVector d1 = d[l].slice(half, half);
    u1.addScaled(d1, challenges[0]);
    FieldVector eq = Multilinear.eqTable(field, Arrays.copyOfRange(challenges, 1, l - 1));
    FieldElement sum = field.zero();
    for (int h = half / 2; h >= 1; h /= 2) {
      Multilinear.RoundSums sums = Multilinear.pairRound(p0, d1, u1, d0, eq, h);
      sum = sum.add(sums.atZero()).add(sums.lead());
      for (FieldVector v : new FieldVector[] {p0, d1, u1, d0}) {
        Multilinear.fold(v, h, sum);
      }
      if (h > 1) {
        Multilinear.foldSum(eq, h / 2);
      }
    }
    return sum;
  }
}

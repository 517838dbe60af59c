package org.probity.argument.protocol;

import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.BoundRound;
import org.probity.algebra.multilinear.FractionTree;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.algebra.parallel.Pool;

/**
 * The prover of {@link LookupPhase}: builds the fraction tree without storing its leaves (they are
 * computed again for the last layer) and answers the sumcheck rounds.
 */
final class LookupProver {
  private static final int CHUNK_BITS = 12;

  private final PrimeField field;
  private final Leaves leaves;
  private final int bits;
  private final FieldVector[] numerators;
  private final FieldVector[] denominators;

  // The layer at work: the four vectors of g = p0 d1 + u1 d0 with u1 = p1 + lambda d1, eq over the
  // variables not yet bound, and the running claim c.
  private FieldVector p0;
  private FieldVector d1;
  private FieldVector u1;
  private FieldVector d0;
  private FieldVector eq;
  private FieldElement lambda;
  private FieldElement[] z;
  private FieldElement[] zInverse;
  private int half;
  private int round;

  // Entries of d1 and u1 from here on are all 1 and lambda: unused leaves.
  private int live;
  private BoundRound.PairSums sums;
  private FieldElement claim;
  private FieldElement slope;
  private FieldElement lead;
  private FieldElement numerator;
  private FieldElement denominator;

  LookupProver(PrimeField field, Leaves leaves) {
    this.field = field;
    this.leaves = leaves;
    this.bits = leaves.bits();
    this.numerators = new FieldVector[bits + 1];
    this.denominators = new FieldVector[bits + 1];
    buildTree();
  }

  private void buildTree() {
    if (bits == 1) {
      return;
    }
    int half = 1 << (bits - 1);
    numerators[bits - 1] = FieldVector.zeros(field, half);
    denominators[bits - 1] = FieldVector.zeros(field, half);
    addLeaves(half);
    for (int level = bits - 2; level >= 1; level--) {
      int size = 1 << level;
      numerators[level] = FieldVector.zeros(field, size);
      denominators[level] = FieldVector.zeros(field, size);
      FractionTree.level(
          numerators[level + 1],
          denominators[level + 1],
          size,
          numerators[level],
          denominators[level]);
    }
  }

  /**
   * First level above the leaves, chunk by chunk, so that the leaves never exist all at once. A
   * leaf whose partner is 0/1 is its parent.
   */
  private void addLeaves(int half) {
    FieldVector above = numerators[bits - 1];
    FieldVector below = denominators[bits - 1];
    int pairs = live(half);
    Pool.forRange(
        pairs,
        Math.min(pairs, 1 << CHUNK_BITS),
        (lo, hi) -> {
          int chunk = Math.min(hi - lo, 1 << CHUNK_BITS);
          FieldVector p = FieldVector.zeros(field, 2 * chunk);
          FieldVector d = FieldVector.zeros(field, 2 * chunk);
          for (int from = lo; from < hi; from += chunk) {
            int count = Math.min(chunk, hi - from);
            leaves.fill(from, count, p, d, 0);
            leaves.fill(half + from, count, p, d, count);
            FractionTree.level(p, d, count, p, d);
            above.copyFrom(p, 0, from, count);
            below.copyFrom(d, 0, from, count);
          }
        });
    leaves.fill(pairs, half - pairs, above, below, pairs);
  }

  /** How many leaves of the upper half may differ from 0/1, rounded up. */
  private int live(int half) {
    int live = Math.max(0, leaves.used() - half);
    return Math.min(half, (live + FieldVector.GRAIN - 1) / FieldVector.GRAIN * FieldVector.GRAIN);
  }

  void startRoot() {
    load(0);
    lambda = field.zero();
  }

  void startLayer(int m, FieldElement[] point, FieldElement lambda) {
    this.lambda = lambda;
    this.z = point;
    this.zInverse = FieldElement.batchInverse(point);
    this.claim = numerator.add(lambda.multiply(denominator));
    load(m);
    u1.addScaled(d1, lambda);
    FieldElement[] rest = java.util.Arrays.copyOfRange(point, 1, point.length);
    eq = Multilinear.eqTable(field, rest);
    half = 1 << (m - 1);
    round = 0;
    sums = BoundRound.PairSums.of(p0, d1, u1, d0, eq, half, Math.min(live, half));
  }

  /** Splits level m+1 into the halves that are the children; the level is not needed afterwards. */
  private void load(int m) {
    int size = 1 << m;
    if (m + 1 == bits) {
      p0 = FieldVector.zeros(field, size);
      d0 = FieldVector.zeros(field, size);
      u1 = FieldVector.zeros(field, size);
      d1 = FieldVector.zeros(field, size);
      Pool.forRange(
          size,
          Math.min(size, 1 << CHUNK_BITS),
          (lo, hi) -> {
            leaves.fill(lo, hi - lo, p0, d0, lo);
            leaves.fill(size + lo, hi - lo, u1, d1, lo);
          });
      live = live(size);
      return;
    }
    live = size;
    p0 = numerators[m + 1].slice(0, size);
    u1 = numerators[m + 1].slice(size, size);
    d0 = denominators[m + 1].slice(0, size);
    d1 = denominators[m + 1].slice(size, size);
    numerators[m + 1] = null;
    denominators[m + 1] = null;
  }

  void round() {
    // From live on d1 = 1 and u1 = lambda in both halves: g is linear and its leading term zero.
    FieldElement atZero = sums.atZero().add(sums.restA()).add(lambda.multiply(sums.restD()));
    // c = t(0) + z a, hence a without a second evaluation.
    slope = claim.subtract(atZero).multiply(zInverse[round]);
    lead = sums.lead();
  }

  FieldElement slope() {
    return slope;
  }

  FieldElement lead() {
    return lead;
  }

  void bind(FieldElement x) {
    claim =
        claim.add(x.subtract(z[round]).multiply(slope)).add(x.square().subtract(x).multiply(lead));
    // What is the same everywhere stays what it is.
    live = Math.min(live, half);
    if (half > 1) {
      // eq over one variable fewer: its two values add up to one.
      sums = BoundRound.pair(p0, d1, u1, d0, eq, half, live, x);
    } else {
      for (FieldVector v : new FieldVector[] {p0, d1, u1, d0}) {
        Multilinear.fold(v, half, x);
      }
    }
    round++;
    half >>= 1;
  }

  FieldElement p0() {
    return p0.get(0);
  }

  FieldElement p1() {
    return u1.get(0).subtract(lambda.multiply(d1.get(0)));
  }

  FieldElement d0() {
    return d0.get(0);
  }

  FieldElement d1() {
    return d1.get(0);
  }

  void endLayer(FieldElement mu) {
    numerator = p0().add(mu.multiply(p1().subtract(p0())));
    denominator = d0().add(mu.multiply(d1().subtract(d0())));
  }
}

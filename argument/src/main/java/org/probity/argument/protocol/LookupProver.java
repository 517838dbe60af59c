package org.probity.argument.protocol;

import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.multilinear.BoundRound;
import org.probity.algebra.multilinear.FractionTree;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.algebra.parallel.Pool;

/**
 * The prover of {@link LookupPhase}: builds the fraction tree and answers the sumcheck rounds. The
 * leaves of a large tree are not stored but computed again for the last layer.
 */
final class LookupProver {
  private static final int CHUNK_BITS = 12;

  /** Leaves of a tree of at most so many bits are kept, at 80 bytes each. */
  private static final int KEPT_BITS = 20;

  /** One level of the tree; its halves are the children of the level above. */
  private record Level(FieldVector p0, FieldVector d0, FieldVector p1, FieldVector d1) {
    static Level zeros(PrimeField field, int half) {
      return new Level(
          FieldVector.zeros(field, half),
          FieldVector.zeros(field, half),
          FieldVector.zeros(field, half),
          FieldVector.zeros(field, half));
    }

    @Override
    public String toString() {
      return "Level";
    }
  }

  private final PrimeField field;
  private final Leaves leaves;
  private final int bits;

  /** By the binary logarithm of their length; a level is forgotten once it is worked on. */
  private final Level[] levels;

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
    this(field, leaves, KEPT_BITS);
  }

  /** Keeps the leaves of a tree of at most {@code keptBits} bits. */
  LookupProver(PrimeField field, Leaves leaves, int keptBits) {
    this.field = field;
    this.leaves = leaves;
    this.bits = leaves.bits();
    this.levels = new Level[bits + 1];
    if (bits <= Math.max(1, keptBits)) {
      levels[bits] = leafLevel();
    }
    for (int level = bits - 1; level >= 1; level--) {
      levels[level] =
          levels[level + 1] == null ? aboveLeaves() : above(levels[level + 1], 1 << level);
    }
  }

  private Level leafLevel() {
    int half = 1 << (bits - 1);
    Level level = Level.zeros(field, half);
    Pool.forRange(
        half,
        Math.min(half, 1 << CHUNK_BITS),
        (lo, hi) -> {
          leaves.fill(lo, hi - lo, level.p0, level.d0, lo);
          leaves.fill(half + lo, hi - lo, level.p1, level.d1, lo);
        });
    return level;
  }

  /** The level of {@code size} parents. */
  private Level above(Level children, int size) {
    int half = size / 2;
    if (half % Kernel.LANES != 0) {
      FieldVector p = FieldVector.zeros(field, size);
      FieldVector d = FieldVector.zeros(field, size);
      FractionTree.level(children.p0, children.d0, children.p1, children.d1, 0, size, p, d);
      return new Level(
          p.slice(0, half), d.slice(0, half), p.slice(half, half), d.slice(half, half));
    }
    Level level = Level.zeros(field, half);
    FractionTree.level(
        children.p0, children.d0, children.p1, children.d1, 0, half, level.p0, level.d0);
    FractionTree.level(
        children.p0, children.d0, children.p1, children.d1, half, half, level.p1, level.d1);
    return level;
  }

  /**
   * The first level above the leaves, chunk by chunk, so that the leaves never exist all at once. A
   * leaf whose partner is 0/1 is its parent.
   */
  private Level aboveLeaves() {
    int size = 1 << (bits - 1);
    int half = size / 2;
    Level level = Level.zeros(field, half);
    int pairs = live(size);
    // Chunks begin at multiples of their length, so each lies in one half.
    int chunk = Math.min(half, 1 << CHUNK_BITS);
    Pool.forRange(
        size / chunk,
        1,
        (first, last) -> {
          FieldVector p = FieldVector.zeros(field, 2 * chunk);
          FieldVector d = FieldVector.zeros(field, 2 * chunk);
          for (int from = first * chunk; from < last * chunk; from += chunk) {
            FieldVector numerators = from < half ? level.p0 : level.p1;
            FieldVector denominators = from < half ? level.d0 : level.d1;
            int at = from & (half - 1);
            if (from >= pairs) {
              leaves.fill(from, chunk, numerators, denominators, at);
              continue;
            }
            leaves.fill(from, chunk, p, d, 0);
            leaves.fill(size + from, chunk, p, d, chunk);
            FractionTree.level(p, d, chunk, p, d);
            numerators.copyFrom(p, 0, at, chunk);
            denominators.copyFrom(d, 0, at, chunk);
          }
        });
    return level;
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
    FieldElement[] rest = java.util.Arrays.copyOfRange(point, 1, point.length);
    eq = Multilinear.eqTable(field, rest);
    half = 1 << (m - 1);
    round = 0;
    sums = BoundRound.first(p0, d1, u1, d0, eq, half, Math.min(live, half), lambda);
  }

  /** Takes the level of the children of layer m. */
  private void load(int m) {
    // The layer before is half as large as this one: both at once would be the peak of memory.
    p0 = d0 = u1 = d1 = eq = null;
    Level level = levels[m + 1] == null ? leafLevel() : levels[m + 1];
    levels[m + 1] = null;
    p0 = level.p0;
    d0 = level.d0;
    u1 = level.p1;
    d1 = level.d1;
    live = m + 1 == bits ? live(1 << m) : 1 << m;
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

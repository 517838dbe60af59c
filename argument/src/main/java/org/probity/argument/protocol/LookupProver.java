package org.probity.argument.protocol;

import java.util.Arrays;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.multilinear.BoundRound;
import org.probity.algebra.multilinear.FractionTree;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.algebra.multilinear.SplitEq;
import org.probity.algebra.multilinear.StreamedPairs;
import org.probity.algebra.parallel.Pool;

/**
 * The prover of {@link LookupPhase}: builds the fraction tree and answers the sumcheck rounds.
 *
 * <p>Memory. Of a large tree of N leaves, at 80 bytes a fraction, neither the leaves nor their
 * parents are stored when it is built, but only what is above: N/2 fractions in all. The parents
 * are computed once more for their own layer, again N/2 fractions. The layer of leaves streams its
 * first round and keeps what that leaves, which is as much; eq takes an eighth of it.
 */
final class LookupProver {
  private static final int GRAIN = 1 << 12;

  /** Fractions that are computed at once: their scratch vectors stay in the cache. */
  private static final int PIECE = 1 << 9;

  /** Leaves of a tree of at most so many bits are kept, at 80 bytes each. */
  static final int KEPT_BITS = 22;

  /** Smaller trees have layers that are no whole blocks. */
  private static final int SMALLEST_STREAMED = 6;

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

  /** Writes the fractions {@code [from, from + count)} of a level to the vectors at {@code at}. */
  private interface Fractions {
    void fill(int from, int count, FieldVector p, FieldVector d, int at);
  }

  private final PrimeField field;
  private final Leaves leaves;
  private final int bits;

  /** Whether leaves and their parents are computed when they are needed. */
  private final boolean streamed;

  /** By the binary logarithm of their length; a level is forgotten once it is worked on. */
  private final Level[] levels;

  // The layer at work: the four vectors of g = p0 d1 + u1 d0 with u1 = p1 + lambda d1, eq over the
  // variables not yet bound, and the running claim c. Before the first round of a streamed layer
  // they are null.
  private FieldVector p0;
  private FieldVector d1;
  private FieldVector u1;
  private FieldVector d0;
  private SplitEq eq;
  private StreamedPairs stream;
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
  private FieldElement lowNumerator;
  private FieldElement lowDenominator;
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
    this.streamed = bits > Math.max(SMALLEST_STREAMED, keptBits);
    this.levels = new Level[bits + 1];
    int stored = streamed ? bits - 2 : bits;
    levels[stored] = streamed ? level(stored, this::grandparents) : level(stored, leaves::fill);
    for (int level = stored - 1; level >= 1; level--) {
      int size = 1 << level;
      levels[level] = above(levels[level + 1], size, level + 1 == bits ? live(size) : size);
    }
  }

  /** A level written out from its fractions. */
  private Level level(int level, Fractions source) {
    int half = 1 << (level - 1);
    Level result = Level.zeros(field, half);
    Pool.forRange(
        half,
        GRAIN,
        (lo, hi) -> {
          for (int from = lo; from < hi; from += PIECE) {
            int count = Math.min(PIECE, hi - from);
            source.fill(from, count, result.p0, result.d0, from);
            source.fill(half + from, count, result.p1, result.d1, from);
          }
        });
    return result;
  }

  /**
   * The level of {@code size} parents.
   *
   * @param live from here on the second child is 0/1, and the parent is the first one
   */
  private Level above(Level children, int size, int live) {
    int half = size / 2;
    if (half % Kernel.LANES != 0) {
      FieldVector p = FieldVector.zeros(field, size);
      FieldVector d = FieldVector.zeros(field, size);
      FractionTree.level(children.p0, children.d0, children.p1, children.d1, 0, size, p, d);
      return new Level(
          p.slice(0, half), d.slice(0, half), p.slice(half, half), d.slice(half, half));
    }
    Level level = Level.zeros(field, half);
    join(children, 0, half, live, level.p0, level.d0);
    join(children, half, half, live, level.p1, level.d1);
    return level;
  }

  private static void join(
      Level children, int from, int count, int live, FieldVector p, FieldVector d) {
    int pairs = Math.clamp(live - from, 0, count);
    FractionTree.level(children.p0, children.d0, children.p1, children.d1, from, pairs, p, d);
    Pool.forRange(
        count - pairs,
        GRAIN,
        (lo, hi) -> {
          p.copyFrom(children.p0, from + pairs + lo, pairs + lo, hi - lo);
          d.copyFrom(children.d0, from + pairs + lo, pairs + lo, hi - lo);
        });
  }

  /** Parents of leaves. A leaf whose partner is 0/1 is its parent. */
  private void parents(int from, int count, FieldVector p, FieldVector d, int at) {
    int size = 1 << (bits - 1);
    int pairs = Math.clamp(live(size) - from, 0, count);
    leaves.fill(from, count, p, d, at);
    if (pairs > 0) {
      join(leaves::fill, size + from, pairs, p, d, at);
    }
  }

  private void grandparents(int from, int count, FieldVector p, FieldVector d, int at) {
    parents(from, count, p, d, at);
    join(this::parents, (1 << (bits - 2)) + from, count, p, d, at);
  }

  /** Adds the fractions from {@code from} on to those that stand in the vectors. */
  private void join(Fractions source, int from, int count, FieldVector p, FieldVector d, int at) {
    FieldVector others = FieldVector.zeros(field, count);
    FieldVector denominators = FieldVector.zeros(field, count);
    source.fill(from, count, others, denominators, 0);
    FractionTree.add(p, d, at, others, denominators, count);
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
    half = 1 << (m - 1);
    round = 0;
    // The layer before is half as large as this one: both at once would be the peak of memory.
    p0 = d0 = u1 = d1 = null;
    eq = null;
    if (streamed && m + 1 == bits) {
      live = live(1 << m);
      stream = new StreamedPairs(field, leaves::fillScaled, half, Math.min(live, half), lambda);
    } else {
      load(m);
    }
    eq = new SplitEq(field, Arrays.copyOfRange(point, 1, point.length));
    FieldElement atZero = lowNumerator.add(lambda.multiply(lowDenominator));
    FieldElement leading =
        stream != null ? stream.lead(eq) : BoundRound.first(p0, d1, u1, d0, eq, half, live, lambda);
    sums = new BoundRound.PairSums(atZero, leading, field.zero(), field.zero());
  }

  /** Takes the level of the children of layer m. */
  private void load(int m) {
    Level level = levels[m + 1] == null ? level(m + 1, this::parents) : levels[m + 1];
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
    if (stream != null) {
      bindStream(x);
    } else if (half > 1) {
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

  private void bindStream(FieldElement x) {
    eq.foldSum();
    StreamedPairs.Bound bound = stream.bind(x);
    stream = null;
    p0 = bound.a();
    d1 = bound.b();
    u1 = bound.c();
    d0 = bound.d();
    sums = BoundRound.of(p0, d1, u1, d0, eq, half / 2, Math.min(live, half / 2));
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
    // The parents of the next layer, at zero in its top variable and at this point in the others:
    // the value at zero of its first round.
    lowNumerator = p0();
    lowDenominator = d0();
    numerator = lowNumerator.add(mu.multiply(p1().subtract(lowNumerator)));
    denominator = lowDenominator.add(mu.multiply(d1().subtract(lowDenominator)));
  }
}

package org.probity.algebra.multilinear;

import java.util.Objects;
import org.probity.algebra.field.Accumulator;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.kernel.BlockArithmetic;
import org.probity.algebra.kernel.Kernel;

/**
 * Binds the top variable of a sumcheck and takes the sums of the next round in one pass, so that
 * what has been folded is still in the cache and a round is one job of the pool. The same as {@link
 * Multilinear#fold} followed by {@link Multilinear#productRound} or {@link Multilinear#pairRound}.
 */
public final class BoundRound {
  /** Next-round indices below which a range is not worth splitting. */
  private static final int GRAIN = 2 * Kernel.CHUNK;

  /**
   * The sums of a round of a pair, and over the indices from {@code count} on the sums e a and e d.
   */
  public record PairSums(
      FieldElement atZero, FieldElement lead, FieldElement restA, FieldElement restD) {

    static PairSums of(
        FieldVector a,
        FieldVector b,
        FieldVector c,
        FieldVector d,
        SplitEq e,
        int half,
        int count) {
      if (half % Kernel.LANES == 0) {
        return blocks(a, b, c, d, e, half, count);
      }
      FieldVector weights = e.dense();
      Multilinear.RoundSums sums = Multilinear.pairRound(a, b, c, d, weights, half, count);
      return new PairSums(
          sums.atZero(), sums.lead(), rest(weights, a, count, half), rest(weights, d, count, half));
    }

    private static PairSums blocks(
        FieldVector a,
        FieldVector b,
        FieldVector c,
        FieldVector d,
        SplitEq e,
        int half,
        int count) {
      double[][] limbs = {a.limbs(), b.limbs(), c.limbs(), d.limbs()};
      FieldElement[] sums =
          e.sums(
              half,
              GRAIN,
              4,
              (from, to, acc, arithmetic) -> {
                for (int i = from; i < to; i += Kernel.CHUNK) {
                  int n = Math.min(Kernel.CHUNK, to - i);
                  addPairs(acc, arithmetic, limbs, e, i, half, n, Math.clamp(count - i, 0, n));
                }
              });
      return new PairSums(sums[0], sums[1], sums[2], sums[3]);
    }

    private static FieldElement rest(FieldVector e, FieldVector v, int from, int to) {
      return from == to ? e.field().zero() : e.dot(v, from, to);
    }
  }

  private BoundRound() {}

  /** Adds the sums of a round over n indices from i on, the first {@code low} of them products. */
  private static void addPairs(
      double[][] acc,
      BlockArithmetic arithmetic,
      double[][] limbs,
      SplitEq e,
      int i,
      int half,
      int n,
      int low) {
    int at = e.at(i);
    arithmetic.pairRound(
        acc[0], acc[1], limbs, offset(i), limbs, offset(half + i), e.limbs(), at, low);
    int rest = offset(low);
    dot(arithmetic, acc[2], e.limbs(), at + rest, limbs[0], offset(i) + rest, n - low);
    dot(arithmetic, acc[3], e.limbs(), at + rest, limbs[3], offset(i) + rest, n - low);
  }

  /**
   * Folds two vectors of which only the elements below {@code count} differ from zero.
   *
   * @param half half of the length before; at least 2
   * @param count a multiple of eight or half itself
   * @return the sums of the next round, with half as many elements
   */
  public static Multilinear.RoundSums product(
      FieldVector a, FieldVector b, int half, int count, FieldElement r) {
    int next = half / 2;
    if (next % Kernel.LANES != 0) {
      Multilinear.fold(a, half, r, count);
      Multilinear.fold(b, half, r, count);
      return Multilinear.productRound(a, b, next, Math.min(count, next));
    }
    Halves.check(half, a, b);
    requireCount(count, half);
    Fold fold = new Fold(half, r);
    FieldElement[] sums =
        Accumulator.sums(
            a.field(),
            Math.min(count, next),
            GRAIN,
            2,
            (from, to, acc, arithmetic) -> {
              for (int i = from; i < to; i += Kernel.CHUNK) {
                int n = Math.min(Kernel.CHUNK, to - i);
                for (FieldVector v : new FieldVector[] {a, b}) {
                  fold.run(arithmetic, v, i, n);
                  fold.run(arithmetic, v, next + i, Math.clamp(count - next - i, 0, n));
                }
                int o = offset(i);
                arithmetic.productRound(
                    acc[0],
                    acc[1],
                    a.limbs(),
                    b.limbs(),
                    o,
                    a.limbs(),
                    b.limbs(),
                    offset(next + i),
                    n);
              }
            });
    return new Multilinear.RoundSums(sums[0], sums[1]);
  }

  /** The sums of a round of a pair, with nothing to bind before. */
  public static PairSums of(
      FieldVector a, FieldVector b, FieldVector c, FieldVector d, SplitEq e, int half, int count) {
    return PairSums.of(a, b, c, d, e, half, count);
  }

  /**
   * Before the first round: c = c + s b, and then the leading term of {@code e (a b + c d)}, summed
   * over half elements. The value at zero follows from the layer above.
   *
   * @param live a multiple of eight, or the length; from here on, b is one and c zero, so that
   *     these differ between the halves below it only
   */
  public static FieldElement first(
      FieldVector a,
      FieldVector b,
      FieldVector c,
      FieldVector d,
      SplitEq e,
      int half,
      int live,
      FieldElement s) {
    int count = Math.min(live, half);
    if (half % Kernel.LANES != 0) {
      c.addScaled(b, s);
      return Multilinear.pairRound(a, b, c, d, e.dense(), half, count).lead();
    }
    Halves.check(half, a, b, c, d);
    Objects.checkFromIndexSize(0, half, e.length());
    requireCount(live, 2 * half);
    double[] block = FieldVector.block(s);
    double[][] limbs = {a.limbs(), b.limbs(), c.limbs(), d.limbs()};
    return e.sums(
            half,
            GRAIN,
            1,
            (from, to, acc, arithmetic) -> {
              for (int i = from; i < to; i += Kernel.CHUNK) {
                int n = Math.min(Kernel.CHUNK, to - i);
                for (int at : new int[] {i, half + i}) {
                  int scaled = Math.clamp(live - at, 0, n);
                  arithmetic.addScaled(limbs[2], offset(at), limbs[1], offset(at), block, scaled);
                  c.fill(at + scaled, n - scaled, s);
                }
                int low = Math.clamp(count - i, 0, n);
                arithmetic.pairLead(
                    acc[0], limbs, offset(i), limbs, offset(half + i), e.limbs(), e.at(i), low);
              }
            })[0];
  }

  /**
   * Folds a and d, b and c below {@code count} only (beyond, they are the same in both halves), and
   * sums e over the top variable.
   *
   * @param half half of the length of a, b, c, d before; at least 2, and the length of e before
   * @param count a multiple of eight or half itself
   * @return the sums of the next round over {@code e (a b + c d)}, with half as many elements
   */
  public static PairSums pair(
      FieldVector a,
      FieldVector b,
      FieldVector c,
      FieldVector d,
      SplitEq e,
      int half,
      int count,
      FieldElement r) {
    int next = half / 2;
    int pairs = Math.min(count, next);
    if (next % Kernel.LANES != 0) {
      Multilinear.fold(a, half, r);
      Multilinear.fold(b, half, r, count);
      Multilinear.fold(c, half, r, count);
      Multilinear.fold(d, half, r);
      e.foldSum();
      return PairSums.of(a, b, c, d, e, next, pairs);
    }
    Halves.check(half, a, b, c, d);
    Objects.checkFromIndexSize(0, half, e.length());
    requireCount(count, half);
    e.foldSum();
    Fold fold = new Fold(half, r);
    double[][] limbs = {a.limbs(), b.limbs(), c.limbs(), d.limbs()};
    FieldElement[] sums =
        e.sums(
            next,
            GRAIN,
            4,
            (from, to, acc, arithmetic) -> {
              for (int i = from; i < to; i += Kernel.CHUNK) {
                int n = Math.min(Kernel.CHUNK, to - i);
                for (FieldVector v : new FieldVector[] {a, d}) {
                  fold.run(arithmetic, v, i, n);
                  fold.run(arithmetic, v, next + i, n);
                }
                int low = Math.clamp(count - i, 0, n);
                for (FieldVector v : new FieldVector[] {b, c}) {
                  fold.run(arithmetic, v, i, low);
                  fold.run(arithmetic, v, next + i, Math.clamp(count - next - i, 0, n));
                }
                addPairs(acc, arithmetic, limbs, e, i, next, n, low);
              }
            });
    return new PairSums(sums[0], sums[1], sums[2], sums[3]);
  }

  /** Elements of one vector become {@code low + r (high - low)}. */
  private record Fold(int half, double[] block) {
    Fold(int half, FieldElement r) {
      this(half, FieldVector.block(r));
    }

    void run(BlockArithmetic arithmetic, FieldVector v, int from, int n) {
      double[] limbs = v.limbs();
      arithmetic.fold(limbs, offset(from), limbs, offset(half + from), block, n);
    }
  }

  private static void dot(
      BlockArithmetic arithmetic, double[] acc, double[] e, int at, double[] v, int offset, int n) {
    arithmetic.dot(acc, e, at, Kernel.BLOCK, v, offset, Kernel.BLOCK, n);
  }

  private static void requireCount(int count, int half) {
    if (count < 0 || count > half || (count < half && count % Kernel.LANES != 0)) {
      throw new IllegalArgumentException(count + " of " + half + " elements");
    }
  }

  private static int offset(int i) {
    return i / Kernel.LANES * Kernel.BLOCK;
  }
}

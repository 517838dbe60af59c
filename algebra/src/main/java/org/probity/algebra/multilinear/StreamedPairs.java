package org.probity.algebra.multilinear;

import java.util.Objects;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.kernel.BlockArithmetic;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.parallel.Pool;

/**
 * The first round of a layer of fractions that are computed when they are needed and never exist
 * all at once: the leading term of {@link BoundRound#first}, and then the folded vectors, of half
 * the length, that the other rounds work on. Each takes one pass over the source.
 *
 * <p>With h = half the vectors are a = p[0, 2h), d = d[0, 2h), b = d[2h, 4h) and c = p[2h, 4h) +
 * lambda b.
 */
public final class StreamedPairs {
  /** Elements of each quarter at once: eight such vectors stay in the second-level cache. */
  private static final int TILE = 4 * Kernel.CHUNK;

  /** Where fractions come from. */
  @FunctionalInterface
  public interface Source {
    /**
     * Writes the fractions {@code [from, from + count)}, numerators and denominators times {@code
     * scale}, to the beginning of the vectors; from and count are multiples of eight. Called by
     * several threads.
     */
    void fill(int from, int count, FieldElement scale, FieldVector p, FieldVector d);
  }

  /** The four vectors after their top variable has been bound. Secret if the source is. */
  public record Bound(FieldVector a, FieldVector b, FieldVector c, FieldVector d) {
    @Override
    public String toString() {
      return "Bound";
    }
  }

  private final PrimeField field;
  private final Source source;
  private final int half;
  private final int count;
  private final FieldElement lambda;

  /**
   * A layer.
   *
   * @param half a quarter of the number of fractions, a multiple of eight
   * @param count a multiple of eight, or half; beyond, b is 1 and c is lambda
   */
  public StreamedPairs(PrimeField field, Source source, int half, int count, FieldElement lambda) {
    Objects.checkIndex(count, half + 1);
    if (half < Kernel.LANES || half % Kernel.LANES != 0 || count % Kernel.LANES != 0) {
      throw new IllegalArgumentException(count + " of " + half + " elements");
    }
    this.field = field;
    this.source = source;
    this.half = half;
    this.count = count;
    this.lambda = lambda;
  }

  /** The leading term of the first round under the weights e, of length half. */
  public FieldElement lead(SplitEq e) {
    Objects.checkFromIndexSize(0, half, e.length());
    return e.sums(
            count,
            2 * TILE,
            1,
            (from, to, acc, arithmetic) -> {
              Tile tile = new Tile();
              FieldElement[] scales = {field.one(), field.one()};
              for (int i = from; i < to; i += TILE) {
                int n = Math.min(TILE, to - i);
                tile.fill(i, n, n, scales);
                for (int top = 0; top < 2; top++) {
                  arithmetic.addScaled(
                      tile.c[top].limbs(), 0, tile.b[top].limbs(), 0, tile.lambda, n);
                }
                arithmetic.pairLead(acc[0], tile.lows(), 0, tile.highs(), 0, e.limbs(), e.at(i), n);
              }
            })[0];
  }

  /** Binds the top variable: four vectors of length half. */
  public Bound bind(FieldElement r) {
    Bound bound =
        new Bound(
            FieldVector.zeros(field, half),
            FieldVector.zeros(field, half),
            FieldVector.zeros(field, half),
            FieldVector.zeros(field, half));
    bound.b.fill(count, half - count, field.one());
    bound.c.fill(count, half - count, lambda);
    FieldElement[] scales = {field.one().subtract(r), r};
    Pool.forRange(
        half,
        2 * TILE,
        (from, to) -> {
          BlockArithmetic arithmetic = BlockArithmetic.of(field.kernelModulus(), 4L * (to - from));
          Tile tile = new Tile();
          for (int i = from; i < to; i += TILE) {
            int n = Math.min(TILE, to - i);
            int live = Math.clamp(count - i, 0, n);
            tile.fill(i, n, live, scales);
            // Bound by scaling before: a fold would take one multiplication more.
            sum(arithmetic, tile.a, bound.a, i, n);
            sum(arithmetic, tile.d, bound.d, i, n);
            sum(arithmetic, tile.b, bound.b, i, live);
            sum(arithmetic, tile.c, bound.c, i, live);
            int at = offset(i);
            arithmetic.addScaled(bound.c.limbs(), at, bound.b.limbs(), at, tile.lambda, live);
          }
        });
    return bound;
  }

  private static void sum(
      BlockArithmetic arithmetic, FieldVector[] v, FieldVector to, int at, int n) {
    arithmetic.add(to.limbs(), offset(at), v[0].limbs(), 0, v[1].limbs(), 0, n);
  }

  private static int offset(int i) {
    return i / Kernel.LANES * Kernel.BLOCK;
  }

  /** A part of the vectors, for both values of the top variable. */
  private final class Tile {
    private final FieldVector[] a = pair();
    private final FieldVector[] b = pair();
    private final FieldVector[] c = pair();
    private final FieldVector[] d = pair();
    private final double[] lambda = FieldVector.block(StreamedPairs.this.lambda);

    private FieldVector[] pair() {
      int length = Math.min(TILE, half);
      return new FieldVector[] {FieldVector.zeros(field, length), FieldVector.zeros(field, length)};
    }

    /**
     * Elements i, ..., i + n - 1 of a and d, of b, and of p in the place of c, only the first
     * {@code live} of them; scaled, for each value of the top variable.
     */
    void fill(int i, int n, int live, FieldElement[] scales) {
      for (int top = 0; top < 2; top++) {
        source.fill(top * half + i, n, scales[top], a[top], d[top]);
        if (live > 0) {
          source.fill((2 + top) * half + i, live, scales[top], c[top], b[top]);
        }
      }
    }

    double[][] lows() {
      return limbs(0);
    }

    double[][] highs() {
      return limbs(1);
    }

    private double[][] limbs(int top) {
      return new double[][] {a[top].limbs(), b[top].limbs(), c[top].limbs(), d[top].limbs()};
    }
  }
}

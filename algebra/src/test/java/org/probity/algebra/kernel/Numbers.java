package org.probity.algebra.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.probity.algebra.field.PrimeField;

/** Raw numbers in blocks and columns, exactly as {@link Kernel} lays them out. */
final class Numbers {
  static final BigInteger B = BigInteger.TWO.pow(51);
  private static final double UNIT = 0x1p50;
  private static final double[] COLUMN_UNITS = {2, 3.5, 5, 6.5, 7, 6.9, 5.4, 3.9, 2.4, 0.142};

  private Numbers() {}

  /** The sum of count doubles at a distance of eight, weighted by powers of a radix. */
  static BigInteger read(double[] a, int at, int count, BigInteger radix) {
    BigInteger v = BigInteger.ZERO;
    for (int k = count - 1; k >= 0; k--) {
      double limb = a[at + 8 * k];
      assertThat(limb).isEqualTo(Math.rint(limb));
      assertThat(Math.abs(limb)).isLessThanOrEqualTo(0x1p53);
      v = v.multiply(radix).add(BigInteger.valueOf((long) limb));
    }
    return v;
  }

  static BigInteger number(double[] blocks, int i) {
    return read(blocks, i / 8 * Kernel.BLOCK + i % 8, 5, B);
  }

  static BigInteger columns(double[] cols, int i) {
    return read(cols, i / 8 * Kernel.COLUMNS + i % 8, 10, B);
  }

  /**
   * n numbers in blocks: every combination of signs of the largest limbs that the kernels allow and
   * of those just below, at places of the seed, and random limbs. Many have equal signs: then the
   * sums of products are the largest.
   */
  static double[] extremes(PrimeField f, int n, long seed) {
    Random random = new Random(seed);
    double top = Math.floor(f.modulus().doubleValue() / 2 * 0x1p-204) - 2;
    double[] blocks = new double[(n + 7) / 8 * Kernel.BLOCK];
    for (int i = 0; i < n; i++) {
      int signs = random.nextBoolean() ? random.nextInt(32) : -random.nextInt(2);
      boolean extreme = random.nextInt(4) != 0;
      for (int k = 0; k < 5; k++) {
        double bound = k == 4 ? top : UNIT + 8;
        double below = k < 4 ? random.nextInt(-16, 17) : 0;
        double limb = extreme ? bound - Math.max(0, below) : Math.rint(random.nextDouble() * bound);
        blocks[i / 8 * Kernel.BLOCK + i % 8 + 8 * k] = (signs >> k & 1) == 0 ? limb : -limb;
      }
    }
    return blocks;
  }

  /** n sums of two products: columns at the bounds of {@link Kernel}, and random ones between. */
  static double[] extremeColumns(int n, long seed) {
    Random random = new Random(seed);
    double[] cols = new double[(n + 7) / 8 * Kernel.COLUMNS];
    for (int i = 0; i < n; i++) {
      boolean extreme = random.nextInt(4) != 0;
      for (int k = 0; k < 10; k++) {
        double bound = COLUMN_UNITS[k] * UNIT + (k < 9 ? 64 : 0);
        double column = Math.floor(extreme ? bound : random.nextDouble() * bound);
        cols[i / 8 * Kernel.COLUMNS + i % 8 + 8 * k] = random.nextBoolean() ? column : -column;
      }
    }
    return cols;
  }

  /** Asserts that number i is normal and congruent to the expected one. */
  static void assertNumber(PrimeField f, double[] blocks, int i, BigInteger expected) {
    BigInteger p = f.modulus();
    BigInteger v = number(blocks, i);
    for (int k = 0; k < 4; k++) {
      double limb = blocks[i / 8 * Kernel.BLOCK + i % 8 + 8 * k];
      assertThat(Math.abs(limb)).isLessThanOrEqualTo(UNIT + 8);
    }
    BigInteger slack = p.shiftRight(41);
    assertThat(v.abs()).isLessThanOrEqualTo(p.shiftRight(1).add(slack));
    assertThat(v.subtract(expected).mod(p)).as("number %d", i).isZero();
  }
}

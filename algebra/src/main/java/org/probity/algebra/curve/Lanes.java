package org.probity.algebra.curve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.kernel.Kernels;
import org.probity.algebra.kernel.Modulus;

/**
 * Coordinates in batches: the {@link Kernel} over any number of blocks, and conversions between
 * lanes, bytes and elements. Positions in arrays count blocks, lanes count from the array's start;
 * all numbers are normal in the sense of {@link Kernel}, in Montgomery form unless called plain.
 *
 * <p>A normal number is 0 modulo p only if it is 0, and 0 only if all limbs are: |value| &lt; p,
 * and limbs below 2^51 leave no second representation.
 */
final class Lanes {
  static final int LIMBS = Modulus.LIMBS;
  static final int BLOCK = Kernel.BLOCK;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final ThreadLocal<double[]> COLUMNS =
      ThreadLocal.withInitial(() -> new double[Kernel.CHUNK / Kernel.LANES * Kernel.COLUMNS]);
  private static final double[] ZEROS = new double[BLOCK];
  private static final int CHUNK_BLOCKS = Kernel.CHUNK / Kernel.LANES;
  private static final int LIMB_BITS = Modulus.LIMB_BITS;
  private static final long LIMB_MASK = (1L << LIMB_BITS) - 1;

  private final PrimeField field;
  private final Modulus modulus;

  /** p, most significant word first. */
  private final long[] p = new long[4];

  /** R^2 and the plain 1, as whole blocks: factors into and out of Montgomery form. */
  private final double[] intoMontgomery;

  private final double[] plainOne;

  Lanes(PrimeField field) {
    this.field = field;
    this.modulus = field.kernelModulus();
    for (int i = 0; i < 4; i++) {
      p[i] = field.modulus().shiftRight(64 * (3 - i)).longValue();
    }
    BigInteger square = BigInteger.TWO.modPow(BigInteger.valueOf(10L * LIMB_BITS), field.modulus());
    // Within [-p/2, p/2], as kernels want it.
    if (square.shiftLeft(1).compareTo(field.modulus()) > 0) {
      square = square.subtract(field.modulus());
    }
    this.intoMontgomery = block(square);
    this.plainOne = block(BigInteger.ONE);
  }

  private static double[] block(BigInteger v) {
    double[] limbs = Modulus.limbs(v);
    double[] out = new double[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      out[i] = limbs[i / Kernel.LANES];
    }
    return out;
  }

  static int blocks(int lanes) {
    return (lanes + Kernel.LANES - 1) / Kernel.LANES;
  }

  static int at(int lane) {
    return (lane / Kernel.LANES) * BLOCK + lane % Kernel.LANES;
  }

  /** d = a * b. */
  void multiply(double[] d, int dAt, double[] a, int aAt, double[] b, int bAt, int blocks) {
    multiplyAdd(d, dAt, a, aAt, b, bAt, BLOCK, ZEROS, 0, 0, blocks);
  }

  /** d = a * b + c. */
  void multiplyAdd(double[] d, double[] a, double[] b, double[] c, int blocks) {
    multiplyAdd(d, 0, a, 0, b, 0, BLOCK, c, 0, BLOCK, blocks);
  }

  private void multiplyAdd(
      double[] d,
      int dAt,
      double[] a,
      int aAt,
      double[] b,
      int bAt,
      int bStep,
      double[] c,
      int cAt,
      int cStep,
      int blocks) {
    Kernel kernel = Kernels.forWork((long) blocks * Kernel.LANES);
    double[] columns = COLUMNS.get();
    for (int i = 0; i < blocks; i += CHUNK_BLOCKS) {
      int n = Math.min(CHUNK_BLOCKS, blocks - i) * Kernel.LANES;
      kernel.product(columns, a, (aAt + i) * BLOCK, BLOCK, b, bAt * BLOCK + i * bStep, bStep, n);
      kernel.reduce(modulus, d, (dAt + i) * BLOCK, columns, c, cAt * BLOCK + i * cStep, cStep, n);
    }
  }

  /** d = a + b. */
  void add(double[] d, int dAt, double[] a, int aAt, double[] b, int bAt, int blocks) {
    Kernel kernel = Kernels.forWork((long) blocks * Kernel.LANES);
    for (int i = 0; i < blocks; i += CHUNK_BLOCKS) {
      int n = Math.min(CHUNK_BLOCKS, blocks - i) * Kernel.LANES;
      kernel.add(
          modulus,
          d,
          (dAt + i) * BLOCK,
          a,
          (aAt + i) * BLOCK,
          BLOCK,
          b,
          (bAt + i) * BLOCK,
          BLOCK,
          n);
    }
  }

  /** d = a - b. */
  void subtract(double[] d, int dAt, double[] a, int aAt, double[] b, int bAt, int blocks) {
    Kernel kernel = Kernels.forWork((long) blocks * Kernel.LANES);
    for (int i = 0; i < blocks; i += CHUNK_BLOCKS) {
      int n = Math.min(CHUNK_BLOCKS, blocks - i) * Kernel.LANES;
      kernel.subtract(
          modulus,
          d,
          (dAt + i) * BLOCK,
          a,
          (aAt + i) * BLOCK,
          BLOCK,
          b,
          (bAt + i) * BLOCK,
          BLOCK,
          n);
    }
  }

  /** v = -v, exactly, limb by limb. */
  static void negate(double[] v, int blocks) {
    for (int i = 0; i < blocks * BLOCK; i++) {
      v[i] = -v[i];
    }
  }

  /** v = s * v for one block s. */
  void multiplyByBlock(double[] v, double[] s, int blocks) {
    multiplyAdd(v, 0, v, 0, s, 0, 0, ZEROS, 0, 0, blocks);
  }

  /** s * v, in a new array. */
  double[] scaled(double[] v, FieldElement s, int blocks) {
    double[] d = new double[blocks * BLOCK];
    multiplyAdd(d, 0, v, 0, constant(s, 1), 0, 0, ZEROS, 0, 0, blocks);
    return d;
  }

  /** All lanes of so many blocks equal to v. */
  double[] constant(FieldElement v, int blocks) {
    double[] one = FieldVector.block(v);
    double[] all = new double[blocks * BLOCK];
    for (int i = 0; i < blocks; i++) {
      copy(one, 0, all, i, 1);
    }
    return all;
  }

  /** v = 1 / v for the eight lanes of one block, none of them zero. */
  void invertBlock(double[] v, int vAt, double[] d, int dAt) {
    FieldVector block = FieldVector.zeros(field, Kernel.LANES);
    copy(v, vAt, block.limbs(), 0, 1);
    FieldElement[] inverses = FieldElement.batchInverse(block.toArray());
    for (int lane = 0; lane < Kernel.LANES; lane++) {
      block.set(lane, inverses[lane]);
    }
    copy(block.limbs(), 0, d, dAt, 1);
  }

  static void copy(double[] from, int fromAt, double[] to, int toAt, int blocks) {
    System.arraycopy(from, fromAt * BLOCK, to, toAt * BLOCK, blocks * BLOCK);
  }

  static boolean isZero(double[] v, int lane) {
    int i = at(lane);
    return v[i] == 0 && v[i + 8] == 0 && v[i + 16] == 0 && v[i + 24] == 0 && v[i + 32] == 0;
  }

  /** Five contiguous limbs to a lane. */
  static void gather(double[] from, int offset, double[] to, int lane) {
    int i = at(lane);
    for (int l = 0; l < LIMBS; l++) {
      to[i + l * Kernel.LANES] = from[offset + l];
    }
  }

  /** A lane to five contiguous limbs. */
  static void scatter(double[] from, int lane, double[] to, int offset) {
    int i = at(lane);
    for (int l = 0; l < LIMBS; l++) {
      to[offset + l] = from[i + l * Kernel.LANES];
    }
  }

  /** Whether 32 bytes without their top two bits are below p. */
  boolean isCanonical(byte[] in, int offset) {
    long[] words = new long[4];
    for (int i = 0; i < 4; i++) {
      words[i] = (long) LONGS.get(in, offset + 8 * i);
    }
    words[0] &= -1L >>> 2;
    return compare(words, 0, p, 0) < 0;
  }

  /** The four words of 32 bytes, least significant first. */
  static void words(byte[] in, int offset, long[] out) {
    for (int i = 0; i < 4; i++) {
      out[i] = (long) LONGS.get(in, offset + 8 * (3 - i));
    }
  }

  /** Compares four-word numbers, most significant word first. */
  static int compare(long[] a, int i, long[] b, int j) {
    for (int k = 0; k < 4; k++) {
      int c = Long.compareUnsigned(a[i + k], b[j + k]);
      if (c != 0) {
        return c;
      }
    }
    return 0;
  }

  /** 32 bytes without their top two bits, below p, to a plain lane. */
  static void load(byte[] in, int offset, double[] d, int lane) {
    int i = at(lane);
    int stride = Kernel.LANES;
    long w3 = (long) LONGS.get(in, offset) & (-1L >>> 2);
    long w2 = (long) LONGS.get(in, offset + 8);
    long w1 = (long) LONGS.get(in, offset + 16);
    long w0 = (long) LONGS.get(in, offset + 24);
    long l0 = w0 & LIMB_MASK;
    long l1 = ((w0 >>> 51) | (w1 << 13)) & LIMB_MASK;
    long l2 = ((w1 >>> 38) | (w2 << 26)) & LIMB_MASK;
    long l3 = ((w2 >>> 25) | (w3 << 39)) & LIMB_MASK;
    long l4 = w3 >>> 12;
    // balanced: digits in [-2^50, 2^50)
    long half = 1L << (LIMB_BITS - 1);
    long c = (l0 + half) >> LIMB_BITS;
    d[i] = l0 - (c << LIMB_BITS);
    l1 += c;
    c = (l1 + half) >> LIMB_BITS;
    d[i + stride] = l1 - (c << LIMB_BITS);
    l2 += c;
    c = (l2 + half) >> LIMB_BITS;
    d[i + 2 * stride] = l2 - (c << LIMB_BITS);
    l3 += c;
    c = (l3 + half) >> LIMB_BITS;
    d[i + 3 * stride] = l3 - (c << LIMB_BITS);
    d[i + 4 * stride] = l4 + c;
  }

  /** From plain lanes in [0, p) to Montgomery form, normal. */
  void toMontgomery(double[] v, int blocks) {
    multiplyAdd(v, 0, v, 0, intoMontgomery, 0, 0, ZEROS, 0, 0, blocks);
  }

  /** The plain numbers of v, in a new array. */
  double[] plain(double[] v, int blocks) {
    double[] d = new double[blocks * BLOCK];
    multiplyAdd(d, 0, v, 0, plainOne, 0, 0, ZEROS, 0, 0, blocks);
    return d;
  }

  /** The number of a plain lane in [0, p), four words, most significant first. */
  void words(double[] plain, int lane, long[] out, int to) {
    int i = at(lane);
    int stride = Kernel.LANES;
    long l0 = (long) plain[i];
    long l1 = (long) plain[i + stride] + (l0 >> LIMB_BITS);
    long l2 = (long) plain[i + 2 * stride] + (l1 >> LIMB_BITS);
    long l3 = (long) plain[i + 3 * stride] + (l2 >> LIMB_BITS);
    long l4 = (long) plain[i + 4 * stride] + (l3 >> LIMB_BITS);
    l0 &= LIMB_MASK;
    l1 &= LIMB_MASK;
    l2 &= LIMB_MASK;
    l3 &= LIMB_MASK;
    long w0 = l0 | (l1 << 51);
    long w1 = (l1 >>> 13) | (l2 << 38);
    long w2 = (l2 >>> 26) | (l3 << 25);
    long w3 = (l3 >>> 39) | (l4 << 12);
    long negative = l4 >> 63;
    long r0 = w0 + (p[3] & negative);
    long c = Long.compareUnsigned(r0, w0) < 0 ? 1 : 0;
    long r1 = w1 + (p[2] & negative) + c;
    c = ((w1 & (p[2] & negative)) | ((w1 | (p[2] & negative)) & ~r1)) >>> 63;
    long r2 = w2 + (p[1] & negative) + c;
    c = ((w2 & (p[1] & negative)) | ((w2 | (p[1] & negative)) & ~r2)) >>> 63;
    out[to + 3] = r0;
    out[to + 2] = r1;
    out[to + 1] = r2;
    out[to] = w3 + (p[0] & negative) + c;
  }

  /** Four words, most significant first, as 32 bytes. */
  static void store(long[] words, int at, byte[] out, int offset) {
    for (int i = 0; i < 4; i++) {
      LONGS.set(out, offset + 8 * i, words[at + i]);
    }
  }

  /** The element with these five contiguous limbs. */
  FieldElement element(double[] limbs, int offset) {
    FieldVector lane = FieldVector.zeros(field, 1);
    gather(limbs, offset, lane.limbs(), 0);
    return lane.get(0);
  }

  /** An element to five contiguous limbs. */
  static void put(FieldElement v, double[] limbs, int offset) {
    scatter(FieldVector.block(v), 0, limbs, offset);
  }
}

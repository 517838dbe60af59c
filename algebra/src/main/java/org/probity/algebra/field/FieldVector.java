package org.probity.algebra.field;

import java.util.Arrays;
import java.util.Objects;
import org.probity.algebra.kernel.BlockArithmetic;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.parallel.Pool;

/**
 * A mutable vector over one field.
 *
 * <p>Representation: blocks of eight elements, each v as v * 2^255 mod p in five balanced limbs of
 * 51 bits, held in doubles, limb-major within a block (see {@link Kernel}). The lanes of the last
 * block beyond the length have no meaning.
 *
 * <p>Element-wise operations store into this vector; their operands have its field and length and
 * may be this vector itself. Long ones are split over {@link Pool}.
 */
public final class FieldVector {
  /** Elements below which a range is not worth splitting; a multiple of the chunk. */
  public static final int GRAIN = 512;

  private final PrimeField field;
  private final int length;
  private final double[] limbs;

  private FieldVector(PrimeField field, int length, double[] limbs) {
    this.field = field;
    this.length = length;
    this.limbs = limbs;
  }

  public static FieldVector zeros(PrimeField f, int length) {
    return new FieldVector(f, length, new double[doubles(length)]);
  }

  public static FieldVector of(PrimeField f, FieldElement... v) {
    FieldVector result = zeros(f, v.length);
    for (int i = 0; i < v.length; i++) {
      result.set(i, v[i]);
    }
    return result;
  }

  /** v[from], ..., v[from + length - 1] as field elements. */
  public static FieldVector ofInts(PrimeField f, int[] v, int from, int length) {
    Objects.checkFromIndexSize(from, length, v.length);
    FieldVector result = zeros(f, length);
    result.forEachRange(
        (lo, hi, arithmetic) -> {
          for (int i = lo; i < hi; i++) {
            result.limbs[Lanes.offset(i)] = v[from + i];
          }
          result.toMontgomery(lo, hi, arithmetic);
        });
    return result;
  }

  public static FieldVector ofLongs(PrimeField f, long[] v) {
    FieldVector result = zeros(f, v.length);
    result.forEachRange(
        (lo, hi, arithmetic) -> {
          for (int i = lo; i < hi; i++) {
            Lanes.setLong(result.limbs, Lanes.offset(i), v[i]);
          }
          result.toMontgomery(lo, hi, arithmetic);
        });
    return result;
  }

  /**
   * Decodes {@code length} elements of 32 bytes, big-endian.
   *
   * @throws MalformedEncodingException if one is not canonical or the bytes are too few
   */
  public static FieldVector decode(PrimeField f, byte[] b, int offset, int length) {
    if (offset < 0 || length < 0 || (long) length * PrimeField.BYTES > (long) b.length - offset) {
      throw new MalformedEncodingException("field vector: too few bytes");
    }
    FieldVector result = zeros(f, length);
    result.forEachRange(
        (lo, hi, arithmetic) -> {
          for (int i = lo; i < hi; i++) {
            Lanes.decodePlain(f, b, offset + i * PrimeField.BYTES, result.limbs, Lanes.offset(i));
          }
          result.toMontgomery(lo, hi, arithmetic);
        });
    return result;
  }

  /**
   * v[from], ..., v[from + length - 1], each divided by {@link PrimeField#radix}. Without a
   * multiplication for each element; whatever is linear in them can be multiplied by the radix
   * once.
   */
  public static FieldVector ofIntsOverRadix(PrimeField f, int[] v, int from, int length) {
    Objects.checkFromIndexSize(from, length, v.length);
    FieldVector result = zeros(f, length);
    Pool.forRange(
        length,
        GRAIN,
        (lo, hi) -> {
          for (int i = lo; i < hi; i++) {
            result.limbs[Lanes.offset(i)] = v[from + i];
          }
        });
    return result;
  }

  private void toMontgomery(int lo, int hi, BlockArithmetic arithmetic) {
    int o = Lanes.offset(lo);
    arithmetic.multiply(limbs, o, limbs, o, field.toLimbs(), 0, 0, hi - lo);
  }

  public int length() {
    return length;
  }

  public PrimeField field() {
    return field;
  }

  public FieldElement get(int i) {
    Objects.checkIndex(i, length);
    return Lanes.get(field, limbs, Lanes.offset(i));
  }

  public void set(int i, FieldElement v) {
    Objects.checkIndex(i, length);
    check(v);
    Lanes.set(limbs, Lanes.offset(i), v);
  }

  public FieldElement[] toArray() {
    FieldElement[] result = new FieldElement[length];
    for (int i = 0; i < length; i++) {
      result[i] = get(i);
    }
    return result;
  }

  public FieldVector copy() {
    return new FieldVector(field, length, limbs.clone());
  }

  /** A copy of elements from .. from + count - 1. */
  public FieldVector slice(int from, int count) {
    FieldVector result = zeros(field, count);
    result.copyFrom(this, from, 0, count);
    return result;
  }

  /**
   * this[to + i] = src[from + i] for i < count; overlapping ranges of one vector are not allowed.
   */
  public void copyFrom(FieldVector src, int from, int to, int count) {
    Objects.checkFromIndexSize(from, count, src.length);
    Objects.checkFromIndexSize(to, count, length);
    check(src.field);
    Lanes.copy(src.limbs, from, limbs, to, count);
  }

  public void fill(FieldElement v) {
    double[] block = block(v);
    for (int o = 0; o < limbs.length; o += Kernel.BLOCK) {
      System.arraycopy(block, 0, limbs, o, Kernel.BLOCK);
    }
  }

  /** Sets count elements starting at from. */
  public void fill(int from, int count, FieldElement v) {
    Objects.checkFromIndexSize(from, count, length);
    check(v);
    double[] block = block(v);
    int at = from;
    int end = from + count;
    while (at < end) {
      int lane = at % Kernel.LANES;
      int run = Math.min(Kernel.LANES - lane, end - at);
      if (run == Kernel.LANES) {
        System.arraycopy(block, 0, limbs, Lanes.offset(at), Kernel.BLOCK);
      } else {
        Lanes.copy(block, lane, limbs, at, run);
      }
      at += run;
    }
  }

  /** this = a + b. */
  public void add(FieldVector a, FieldVector b) {
    check(a, b);
    forEachRange(
        (lo, hi, arithmetic) -> {
          int o = Lanes.offset(lo);
          arithmetic.add(limbs, o, a.limbs, o, b.limbs, o, hi - lo);
        });
  }

  /** this = a - b. */
  public void subtract(FieldVector a, FieldVector b) {
    check(a, b);
    forEachRange(
        (lo, hi, arithmetic) -> {
          int o = Lanes.offset(lo);
          arithmetic.subtract(limbs, o, a.limbs, o, b.limbs, o, hi - lo);
        });
  }

  /** this_i = a_i b_i. */
  public void multiply(FieldVector a, FieldVector b) {
    check(a, b);
    forEachRange(
        (lo, hi, arithmetic) -> {
          int o = Lanes.offset(lo);
          arithmetic.multiply(limbs, o, a.limbs, o, b.limbs, o, Kernel.BLOCK, hi - lo);
        });
  }

  /** this = s a. */
  public void multiply(FieldVector a, FieldElement s) {
    check(a, a);
    double[] block = block(s);
    forEachRange(
        (lo, hi, arithmetic) -> {
          int o = Lanes.offset(lo);
          arithmetic.multiply(limbs, o, a.limbs, o, block, 0, 0, hi - lo);
        });
  }

  /** this = this + s a. */
  public void addScaled(FieldVector a, FieldElement s) {
    check(a, a);
    double[] block = block(s);
    forEachRange(
        (lo, hi, arithmetic) -> {
          int o = Lanes.offset(lo);
          arithmetic.addScaled(limbs, o, a.limbs, o, block, hi - lo);
        });
  }

  /**
   * this[at + i] = start + sum over c of s_c v_c[from + i] for i < count. {@code at} is a multiple
   * of eight, and so is count unless it reaches the end of this vector.
   */
  public void combine(
      int at, FieldElement start, FieldElement[] s, long[][] v, int from, int count) {
    for (long[] column : v) {
      Objects.checkFromIndexSize(from, count, column.length);
    }
    Objects.checkFromIndexSize(at, count, length);
    if (at % Kernel.LANES != 0 || (count % Kernel.LANES != 0 && at + count != length)) {
      throw new IllegalArgumentException("a range that does not consist of blocks");
    }
    // The integers stand in the limbs as they are, which the factors make up for.
    double[][] blocks = new double[v.length][];
    Arrays.setAll(blocks, c -> block(s[c].multiply(field.radix())));
    double[] first = block(start);
    Pool.forRange(
        count,
        GRAIN,
        (lo, hi) -> {
          BlockArithmetic arithmetic =
              BlockArithmetic.of(field.kernelModulus(), (long) v.length * (hi - lo));
          double[] raw = new double[doubles(Kernel.CHUNK)];
          for (int i = lo; i < hi; i += Kernel.CHUNK) {
            int n = Math.min(Kernel.CHUNK, hi - i);
            for (int c = 0; c < v.length; c++) {
              for (int k = 0; k < n; k++) {
                Lanes.setLong(raw, Lanes.offset(k), v[c][from + i + k]);
              }
              arithmetic.addProduct(raw, blocks[c], c == 0, n);
            }
            arithmetic.reduceProducts(limbs, Lanes.offset(at + i), first, n);
          }
        });
  }

  /** this[at + i] = s v[from + i] for i < count; at is a multiple of eight. */
  public void scale(int at, FieldElement s, int[] v, int from, int count) {
    Objects.checkFromIndexSize(from, count, v.length);
    Objects.checkFromIndexSize(at, count, length);
    if (at % Kernel.LANES != 0) {
      throw new IllegalArgumentException("a range that does not begin with a block");
    }
    fill(at, count, field.zero());
    double[] block = block(s.multiply(field.radix()));
    BlockArithmetic arithmetic = BlockArithmetic.of(field.kernelModulus(), count / 8);
    for (int i = 0; i < count; i += Kernel.LANES) {
      int n = Math.min(Kernel.LANES, count - i);
      int any = 0;
      int o = Lanes.offset(at + i);
      for (int k = 0; k < n; k++) {
        any |= v[from + i + k];
      }
      if (any != 0) {
        double[] raw = new double[Kernel.BLOCK];
        for (int k = 0; k < n; k++) {
          raw[k] = v[from + i + k];
        }
        arithmetic.multiply(raw, 0, raw, 0, block, 0, 0, n);
        Lanes.copy(raw, 0, limbs, at + i, n);
      }
    }
  }

  /** this_i = a_i b_i + c_i d_i. */
  public void multiplyAdd(FieldVector a, FieldVector b, FieldVector c, FieldVector d) {
    check(a, b);
    check(c, d);
    forEachRange(
        (lo, hi, arithmetic) -> {
          int o = Lanes.offset(lo);
          arithmetic.multiplyAdd(limbs, o, a.limbs, o, b.limbs, o, c.limbs, o, d.limbs, o, hi - lo);
        });
  }

  /** The sum of this_i other_i. */
  public FieldElement dot(FieldVector other) {
    check(other, other);
    return dot(other, 0, length);
  }

  /** The sum of this_i other_i for from <= i < to; from is a multiple of eight. */
  public FieldElement dot(FieldVector other, int from, int to) {
    check(other.field);
    Objects.checkFromToIndex(from, to, Math.min(length, other.length));
    if (from % Kernel.LANES != 0) {
      throw new IllegalArgumentException("a range that does not begin with a block");
    }
    return Accumulator.sum(
        field,
        to - from,
        (lo, hi, acc, arithmetic) -> {
          int o = Lanes.offset(from + lo);
          arithmetic.dot(acc, limbs, o, Kernel.BLOCK, other.limbs, o, Kernel.BLOCK, hi - lo);
        });
  }

  /** The sum of this_i v_i for i < v.length; v is no longer than this. */
  public FieldElement dot(long[] v) {
    Objects.checkFromIndexSize(0, v.length, length);
    // The integers stand in the limbs as they are, which the factor makes up for.
    return Accumulator.sum(
            field,
            v.length,
            (lo, hi, acc, arithmetic) -> {
              double[] raw = new double[doubles(Kernel.CHUNK)];
              for (int i = lo; i < hi; i += Kernel.CHUNK) {
                int n = Math.min(Kernel.CHUNK, hi - i);
                for (int k = 0; k < n; k++) {
                  Lanes.setLong(raw, Lanes.offset(k), v[i + k]);
                }
                int o = Lanes.offset(i);
                arithmetic.dot(acc, limbs, o, Kernel.BLOCK, raw, 0, Kernel.BLOCK, n);
              }
            })
        .multiply(field.radix());
  }

  /** The sum of the elements. */
  public FieldElement sum() {
    double[] one = block(field.one());
    return Accumulator.sum(
        field,
        length,
        (lo, hi, acc, arithmetic) ->
            arithmetic.dot(acc, limbs, Lanes.offset(lo), Kernel.BLOCK, one, 0, 0, hi - lo));
  }

  /** Encodes all elements, 32 bytes each, big-endian. */
  public void encode(byte[] dst, int off) {
    if (off < 0 || (long) length * PrimeField.BYTES > (long) dst.length - off) {
      throw new IndexOutOfBoundsException("vector of " + length + " into " + dst.length + " bytes");
    }
    forEachRange(
        (lo, hi, arithmetic) -> {
          double[] plain = new double[doubles(Kernel.CHUNK)];
          for (int i = lo; i < hi; i += Kernel.CHUNK) {
            int count = Math.min(Kernel.CHUNK, hi - i);
            arithmetic.multiply(plain, 0, limbs, Lanes.offset(i), field.toHalf(), 0, 0, count);
            for (int j = 0; j < count; j++) {
              int at = off + (i + j) * PrimeField.BYTES;
              Lanes.encodeHalf(field, plain, Lanes.offset(j), dst, at);
            }
          }
        });
  }

  /** Whether field, length and all values are the same. */
  public boolean sameAs(FieldVector o) {
    if (field != o.field || length != o.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!get(i).equals(o.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The backing array, not a copy; for algebra's own packages. */
  public double[] limbs() {
    return limbs;
  }

  /** Eight times v, an operand of step 0 for the kernels. */
  public static double[] block(FieldElement v) {
    double[] block = new double[Kernel.BLOCK];
    Lanes.set(block, 0, v);
    for (int k = 0; k < Kernel.BLOCK; k += Kernel.LANES) {
      Arrays.fill(block, k + 1, k + Kernel.LANES, block[k]);
    }
    return block;
  }

  /** Doubles that a vector of this length takes. */
  public static int doubles(int length) {
    long blocks = ((long) length + Kernel.LANES - 1) / Kernel.LANES;
    return Math.toIntExact(blocks * Kernel.BLOCK);
  }

  @FunctionalInterface
  private interface RangeWork {
    void run(int lo, int hi, BlockArithmetic arithmetic);
  }

  private void forEachRange(RangeWork work) {
    Pool.forRange(
        length,
        GRAIN,
        (lo, hi) -> work.run(lo, hi, BlockArithmetic.of(field.kernelModulus(), hi - lo)));
  }

  private void check(FieldElement e) {
    check(e.field());
  }

  private void check(PrimeField f) {
    if (f != field) {
      throw new IllegalArgumentException("operands of different fields");
    }
  }

  private void check(FieldVector a, FieldVector b) {
    check(a.field);
    check(b.field);
    if (a.length != length || b.length != length) {
      throw new IllegalArgumentException(
          "lengths differ: " + length + ", " + a.length + ", " + b.length);
    }
  }
}

package org.probity.algebra.field;

import static org.probity.algebra.field.FieldElement.below;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import org.probity.algebra.kernel.Kernel;
import org.probity.algebra.kernel.Modulus;

/** One of BN254's two prime fields. Compared by identity. */
public final class PrimeField {
  /** Bytes of an encoded element. */
  public static final int BYTES = 32;

  /** The scalar field of BN254 G1, base field of Grumpkin. */
  public static final PrimeField BN254_R =
      new PrimeField(
          "BN254_R",
          "21888242871839275222246405745257275088548364400416034343698204186575808495617");

  /** The base field of BN254 G1, scalar field of Grumpkin. */
  public static final PrimeField BN254_Q =
      new PrimeField(
          "BN254_Q",
          "21888242871839275222246405745257275088696311157297823662689037894645226208583");

  static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int WIDE_BYTES = 64;

  final long p0;
  final long p1;
  final long p2;
  final long p3;

  /** -1/p mod 2^64. */
  final long negativeInverse;

  private final String name;
  private final BigInteger modulus;
  private final Modulus kernelModulus;
  private final FieldElement zero;
  private final FieldElement one;
  private final FieldElement rawOne;
  private final FieldElement toMontgomery;
  private final FieldElement toMontgomeryHigh;
  private final FieldElement fromProducts;
  private final ModularInverse inverse;
  private final double[] toLimbs;
  private final double[] toHalf;
  private final double[] sameLimbs;
  private final FieldElement radix;
  private final double[] highLimbs;

  private PrimeField(String name, String decimal) {
    this.name = name;
    modulus = new BigInteger(decimal);
    p0 = modulus.longValue();
    p1 = modulus.shiftRight(64).longValue();
    p2 = modulus.shiftRight(128).longValue();
    p3 = modulus.shiftRight(192).longValue();
    BigInteger word = BigInteger.TWO.pow(64);
    negativeInverse = modulus.modInverse(word).negate().longValue();
    kernelModulus = new Modulus(modulus);
    zero = new FieldElement(this, 0, 0, 0, 0);
    rawOne = new FieldElement(this, 1, 0, 0, 0);
    one = power(256);
    toMontgomery = power(512);
    toMontgomeryHigh = power(768);
    inverse = new ModularInverse(modulus);
    fromProducts = power(322);
    toLimbs = block(BigInteger.TWO.pow(510).mod(modulus));
    toHalf = block(BigInteger.TWO.modInverse(modulus));
    radix = of(BigInteger.TWO.pow(255).mod(modulus));
    sameLimbs = block(BigInteger.TWO.pow(255).mod(modulus));
    highLimbs = block(BigInteger.TWO.pow(255 + 252).mod(modulus));
  }

  /** Eight times the number v of [0, p), balanced. */
  private double[] block(BigInteger v) {
    BigInteger balanced = v.shiftLeft(1).compareTo(modulus) > 0 ? v.subtract(modulus) : v;
    double[] limbs = Modulus.limbs(balanced);
    double[] block = new double[Kernel.BLOCK];
    for (int i = 0; i < Kernel.BLOCK; i++) {
      block[i] = limbs[i / Kernel.LANES];
    }
    return block;
  }

  /** The element whose Montgomery form is 2^exponent mod p. */
  private FieldElement power(int exponent) {
    BigInteger v = BigInteger.TWO.modPow(BigInteger.valueOf(exponent), modulus);
    return new FieldElement(
        this,
        v.longValue(),
        v.shiftRight(64).longValue(),
        v.shiftRight(128).longValue(),
        v.shiftRight(192).longValue());
  }

  public String name() {
    return name;
  }

  public BigInteger modulus() {
    return modulus;
  }

  /** The constants of this field for the kernels. */
  public Modulus kernelModulus() {
    return kernelModulus;
  }

  public FieldElement zero() {
    return zero;
  }

  public FieldElement one() {
    return one;
  }

  /** The signed number v. */
  public FieldElement of(long v) {
    long magnitude = v < 0 ? -v : v;
    FieldElement e = new FieldElement(this, magnitude, 0, 0, 0).multiply(toMontgomery);
    return v < 0 ? e.negate() : e;
  }

  /** v mod p, also for negative v. */
  public FieldElement of(BigInteger v) {
    BigInteger x = v.signum() < 0 || v.compareTo(modulus) >= 0 ? v.mod(modulus) : v;
    return new FieldElement(
            this,
            x.longValue(),
            x.shiftRight(64).longValue(),
            x.shiftRight(128).longValue(),
            x.shiftRight(192).longValue())
        .multiply(toMontgomery);
  }

  /**
   * Decodes 32 bytes, big-endian.
   *
   * @throws MalformedEncodingException if the number is not below p or the bytes are too few
   */
  public FieldElement decode(byte[] b, int offset) {
    if (offset < 0 || offset > b.length - BYTES) {
      throw new MalformedEncodingException("field element: fewer than 32 bytes");
    }
    long w3 = (long) WORDS.get(b, offset);
    long w2 = (long) WORDS.get(b, offset + 8);
    long w1 = (long) WORDS.get(b, offset + 16);
    long w0 = (long) WORDS.get(b, offset + 24);
    requireBelowModulus(w0, w1, w2, w3);
    return new FieldElement(this, w0, w1, w2, w3).multiply(toMontgomery);
  }

  /** A big-endian number of at most 64 bytes, reduced mod p. */
  public FieldElement reduce(byte[] wide) {
    if (wide.length > WIDE_BYTES) {
      throw new IllegalArgumentException("at most " + WIDE_BYTES + " bytes, not " + wide.length);
    }
    byte[] padded = new byte[WIDE_BYTES];
    System.arraycopy(wide, 0, padded, WIDE_BYTES - wide.length, wide.length);
    return raw(padded, BYTES).multiply(toMontgomery).add(raw(padded, 0).multiply(toMontgomeryHigh));
  }

  /** Words of a 256-bit number brought below p. */
  private FieldElement raw(byte[] b, int offset) {
    long w3 = (long) WORDS.get(b, offset);
    long w2 = (long) WORDS.get(b, offset + 8);
    long w1 = (long) WORDS.get(b, offset + 16);
    long w0 = (long) WORDS.get(b, offset + 24);
    // 2^256 < 6p
    while (!isBelowModulus(w0, w1, w2, w3)) {
      long b0 = below(w0, p0);
      long t1 = w1 - p1;
      long b1 = below(w1, p1) + below(t1, b0);
      long t2 = w2 - p2;
      long b2 = below(w2, p2) + below(t2, b1);
      w0 -= p0;
      w1 = t1 - b0;
      w2 = t2 - b1;
      w3 = w3 - p3 - b2;
    }
    return new FieldElement(this, w0, w1, w2, w3);
  }

  void requireBelowModulus(long w0, long w1, long w2, long w3) {
    if (!isBelowModulus(w0, w1, w2, w3)) {
      throw new MalformedEncodingException("field element: not below the modulus");
    }
  }

  private boolean isBelowModulus(long w0, long w1, long w2, long w3) {
    int c = Long.compareUnsigned(w3, p3);
    c = c != 0 ? c : Long.compareUnsigned(w2, p2);
    c = c != 0 ? c : Long.compareUnsigned(w1, p1);
    c = c != 0 ? c : Long.compareUnsigned(w0, p0);
    return c < 0;
  }

  /** The element of the Montgomery form t mod p, for t < 2p. */
  FieldElement reduceOnce(long t0, long t1, long t2, long t3) {
    long s0 = t0 - p0;
    long c = below(t0, p0);
    long u = t1 - p1;
    long s1 = u - c;
    c = below(t1, p1) + below(u, c);
    u = t2 - p2;
    long s2 = u - c;
    c = below(t2, p2) + below(u, c);
    long s3 = t3 - p3 - c;
    // 2p < 2^255: the sign bit is the borrow
    long keep = s3 >> 63;
    return new FieldElement(
        this,
        s0 ^ ((s0 ^ t0) & keep),
        s1 ^ ((s1 ^ t1) & keep),
        s2 ^ ((s2 ^ t2) & keep),
        s3 ^ ((s3 ^ t3) & keep));
  }

  /** The inverse of the element with these words, not all zero. */
  FieldElement invert(long w0, long w1, long w2, long w3) {
    long[] w = {w0, w1, w2, w3};
    inverse.invert(w);
    // 1 / (v R), times R^3 and divided by R in the product, is R / v
    return new FieldElement(this, w[0], w[1], w[2], w[3]).multiply(toMontgomeryHigh);
  }

  /** Montgomery form 1: a product with it takes an element out of Montgomery form. */
  FieldElement rawOne() {
    return rawOne;
  }

  /** A block of eight times R^2 mod p: a kernel product with it turns integers into elements. */
  double[] toLimbs() {
    return toLimbs;
  }

  /** A block of eight times 1/2 mod p: a product with it halves and leaves Montgomery form. */
  double[] toHalf() {
    return toHalf;
  }

  /** 2^255, by which the kernels' product of two numbers' limbs is divided. */
  public FieldElement radix() {
    return radix;
  }

  /** A block of eight times 2^255 mod p: a kernel product with it leaves limbs as they are. */
  double[] sameLimbs() {
    return sameLimbs;
  }

  /** A block of eight times 2^507 mod p: a kernel product with it multiplies limbs by 2^252. */
  double[] highLimbs() {
    return highLimbs;
  }

  /**
   * The element v with v * 2^510 = the sum of columns[k] * 2^(51 k), where columns are the eleven
   * sums of an accumulator, each of absolute value below 2^62, the whole below 2^566.
   */
  FieldElement ofProducts(long[] columns) {
    return WideReduction.reduce(this, columns).multiply(fromProducts);
  }
}

package org.probity.algebra.field;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Field elements for tests: boundary values first, then values of a printed seed. */
public final class Samples {
  /** The sizes around the blocks and chunks of the kernels. */
  public static final List<Integer> SIZES = List.of(0, 1, 7, 8, 9, 63, 64, 65, 1000);

  private static final BigInteger B = BigInteger.TWO.pow(51);

  private Samples() {}

  public static Stream<PrimeField> fields() {
    return Stream.of(PrimeField.BN254_R, PrimeField.BN254_Q);
  }

  /** 0, 1, p - 1, (p +- 1)/2, 2^51k +- 1, 2^255 times these, extreme limbs; all in [0, p). */
  public static List<BigInteger> boundaries(BigInteger p) {
    List<BigInteger> values = new ArrayList<>();
    values.add(BigInteger.ZERO);
    values.add(BigInteger.ONE);
    values.add(p.subtract(BigInteger.ONE));
    values.add(p.shiftRight(1));
    values.add(p.shiftRight(1).add(BigInteger.ONE));
    for (int k = 1; k < 5; k++) {
      values.add(B.pow(k).add(BigInteger.ONE));
      values.add(B.pow(k).subtract(BigInteger.ONE));
      values.add(p.subtract(B.pow(k)));
    }
    // every limb at +-2^50 in the kernels' form, the top one at +-p/2
    BigInteger inverse = BigInteger.TWO.pow(255).modInverse(p);
    for (int signs = 0; signs < 32; signs++) {
      BigInteger v = BigInteger.ZERO;
      for (int k = 0; k < 4; k++) {
        BigInteger limb = B.pow(k).multiply(B.shiftRight(1));
        v = (signs >> k & 1) == 0 ? v.add(limb) : v.subtract(limb);
      }
      BigInteger top = p.shiftRight(205).multiply(B.pow(4));
      v = (signs >> 4 & 1) == 0 ? v.add(top) : v.subtract(top);
      values.add(v.multiply(inverse).mod(p));
    }
    for (BigInteger v : List.copyOf(values)) {
      values.add(v.multiply(inverse).mod(p));
    }
    return values;
  }

  /** n values of [0, p): boundaries in an order of the seed, every second one random. */
  public static BigInteger[] values(BigInteger p, int n, long seed) {
    Random random = new Random(seed);
    List<BigInteger> boundaries = boundaries(p);
    BigInteger[] values = new BigInteger[n];
    for (int i = 0; i < n; i++) {
      values[i] =
          random.nextBoolean()
              ? new BigInteger(300, random).mod(p)
              : boundaries.get(random.nextInt(boundaries.size()));
    }
    return values;
  }

  public static FieldElement[] elements(PrimeField f, int n, long seed) {
    BigInteger[] values = values(f.modulus(), n, seed);
    FieldElement[] elements = new FieldElement[n];
    for (int i = 0; i < n; i++) {
      elements[i] = f.of(values[i]);
    }
    return elements;
  }

  public static FieldVector vector(PrimeField f, BigInteger[] values) {
    FieldVector v = FieldVector.zeros(f, values.length);
    for (int i = 0; i < values.length; i++) {
      v.set(i, f.of(values[i]));
    }
    return v;
  }
}

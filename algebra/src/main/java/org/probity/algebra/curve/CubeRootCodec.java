package org.probity.algebra.curve;

import java.math.BigInteger;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;

/**
 * Encodes y and which cube root of y^2 - b the x is: the roots, sorted as integers, are numbers 0,
 * 1, 2, in the top two bits; 3 is not valid. (They differ: a point with x = 0 would have order 3.)
 * For fields with p - 1 = 9 m, 3 not dividing m, where a cube root takes one exponentiation; a
 * square root takes more when p - 1 is divisible by a high power of two, as it is for Grumpkin.
 *
 * <p>Cube root of a: with 3 k = 1 (mod m), k &lt; m, the cube of c = a^k is a u with u = (a^m)^t, 3
 * k = 1 + t m. If a is a cube, a^m and so u are cube roots of unity, u = ω^i, and with ζ^3 = ω the
 * root is c ζ^-i. If no i fits, a is not a cube.
 */
final class CubeRootCodec implements PointCodec {
  private final Lanes lanes;
  private final FieldElement b;
  private final FixedPower power;
  private final FieldElement omega;
  private final FieldElement[] correction; // ζ^-i

  CubeRootCodec(Lanes lanes, PrimeField field, FieldElement b) {
    this.lanes = lanes;
    this.b = b;
    BigInteger p = field.modulus();
    BigInteger nine = BigInteger.valueOf(9);
    BigInteger three = BigInteger.valueOf(3);
    BigInteger[] m = p.subtract(BigInteger.ONE).divideAndRemainder(nine);
    if (m[1].signum() != 0 || m[0].mod(three).signum() == 0) {
      throw new IllegalArgumentException("p - 1 is not divisible by 3 exactly twice");
    }
    this.power = new FixedPower(lanes, three.modInverse(m[0]));
    FieldElement zeta = ninthRoot(field, m[0]);
    this.omega = zeta.square().multiply(zeta);
    FieldElement inverse = zeta.inverse();
    this.correction = new FieldElement[] {field.one(), inverse, inverse.square()};
  }

  private static FieldElement ninthRoot(PrimeField field, BigInteger m) {
    for (long g = 2; ; g++) {
      FieldElement zeta = field.of(g).pow(m);
      if (!zeta.square().multiply(zeta).equals(field.one())) {
        return zeta;
      }
    }
  }

  @Override
  public boolean plausible(byte[] in, int offset) {
    return PointCodec.selector(in, offset) < 3 && lanes.isCanonical(in, offset);
  }

  @Override
  public boolean[] decode(byte[] in, int offset, int count, double[] points, int at) {
    int blocks = Lanes.blocks(count);
    double[] y = new double[blocks * Lanes.BLOCK];
    boolean[] valid = new boolean[count];
    for (int i = 0; i < count; i++) {
      valid[i] = plausible(in, offset + i * BYTES);
      if (valid[i]) {
        Lanes.load(in, offset + i * BYTES, y, i);
      }
    }
    lanes.toMontgomery(y, blocks);
    double[] x = cubeRoots(y, blocks, count, valid);
    double[] second = lanes.scaled(x, omega, blocks);
    double[] third = new double[x.length];
    lanes.add(third, 0, x, 0, second, 0, blocks);
    Lanes.negate(third, blocks); // 1 + ω + ω^2 = 0
    double[][] plain = plain(x, second, third, blocks);
    long[] roots = new long[12];
    for (int i = 0; i < count; i++) {
      if (valid[i]) {
        words(plain, i, roots);
        int selector = PointCodec.selector(in, offset + i * BYTES);
        double[] chosen =
            rank(roots, 0) == selector ? x : rank(roots, 4) == selector ? second : third;
        Lanes.scatter(chosen, i, points, (at + i) * BatchAdder.POINT);
        Lanes.scatter(y, i, points, (at + i) * BatchAdder.POINT + Lanes.LIMBS);
      }
    }
    return valid;
  }

  /** x with x^3 = y^2 - b; clears {@code valid} where there is none. */
  private double[] cubeRoots(double[] y, int blocks, int count, boolean[] valid) {
    double[] a = new double[y.length];
    lanes.multiply(a, 0, y, 0, y, 0, blocks);
    lanes.subtract(a, 0, a, 0, lanes.constant(b, blocks), 0, blocks);
    double[] x = new double[y.length];
    power.apply(a, x, blocks);
    double[] cube = new double[y.length];
    lanes.multiply(cube, 0, x, 0, x, 0, blocks);
    lanes.multiply(cube, 0, cube, 0, x, 0, blocks);
    double[] factor = new double[y.length];
    double[] difference = new double[y.length];
    boolean[] found = new boolean[count];
    for (int i = 0; i < 3; i++) {
      if (i > 0) {
        a = lanes.scaled(a, omega, blocks);
      }
      lanes.subtract(difference, 0, cube, 0, a, 0, blocks);
      double[] unit = new double[Lanes.LIMBS];
      Lanes.put(correction[i], unit, 0);
      for (int lane = 0; lane < count; lane++) {
        if (!found[lane] && Lanes.isZero(difference, lane)) {
          found[lane] = true;
          Lanes.gather(unit, 0, factor, lane);
        }
      }
    }
    for (int lane = 0; lane < count; lane++) {
      valid[lane] &= found[lane];
    }
    lanes.multiply(x, 0, x, 0, factor, 0, blocks);
    return x;
  }

  private double[][] plain(double[] a, double[] b, double[] c, int blocks) {
    return new double[][] {lanes.plain(a, blocks), lanes.plain(b, blocks), lanes.plain(c, blocks)};
  }

  private void words(double[][] plain, int lane, long[] roots) {
    for (int i = 0; i < 3; i++) {
      lanes.words(plain[i], lane, roots, 4 * i);
    }
  }

  /** How many of the three roots are smaller than the one at {@code i}. */
  private static int rank(long[] roots, int i) {
    int rank = 0;
    for (int j = 0; j < 12; j += 4) {
      rank += Lanes.compare(roots, j, roots, i) < 0 ? 1 : 0;
    }
    return rank;
  }

  @Override
  public void encode(double[] points, int at, int count, byte[] out, int offset) {
    int blocks = Lanes.blocks(count);
    double[] x = new double[blocks * Lanes.BLOCK];
    double[] y = new double[blocks * Lanes.BLOCK];
    for (int i = 0; i < count; i++) {
      Lanes.gather(points, (at + i) * BatchAdder.POINT, x, i);
      Lanes.gather(points, (at + i) * BatchAdder.POINT + Lanes.LIMBS, y, i);
    }
    double[] second = lanes.scaled(x, omega, blocks);
    double[] third = new double[x.length];
    lanes.add(third, 0, x, 0, second, 0, blocks);
    Lanes.negate(third, blocks);
    double[][] plain = plain(x, second, third, blocks);
    double[] plainY = lanes.plain(y, blocks);
    long[] roots = new long[12];
    for (int i = 0; i < count; i++) {
      words(plain, i, roots);
      int selector = rank(roots, 0);
      lanes.words(plainY, i, roots, 0);
      roots[0] |= (long) selector << 62;
      Lanes.store(roots, 0, out, offset + i * BYTES);
    }
  }
}

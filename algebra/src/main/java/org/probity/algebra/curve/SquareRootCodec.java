package org.probity.algebra.curve;

import java.math.BigInteger;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;

/**
 * Encodes x and, in the top two bits, 1 if y is odd as an integer and 0 if not; 2 and 3 are not
 * valid. For fields with p = 3 (mod 4), where the root of a square a is a^((p + 1) / 4).
 */
final class SquareRootCodec implements PointCodec {
  private final Lanes lanes;
  private final FieldElement b;
  private final FixedPower power;

  SquareRootCodec(Lanes lanes, PrimeField field, FieldElement b) {
    this.lanes = lanes;
    this.b = b;
    BigInteger p = field.modulus();
    if (!p.testBit(0) || !p.testBit(1)) {
      throw new IllegalArgumentException("p is not 3 modulo 4");
    }
    this.power = new FixedPower(lanes, p.add(BigInteger.ONE).shiftRight(2));
  }

  @Override
  public boolean plausible(byte[] in, int offset) {
    return PointCodec.selector(in, offset) < 2 && lanes.isCanonical(in, offset);
  }

  @Override
  public boolean[] decode(byte[] in, int offset, int count, double[] points, int at) {
    int blocks = Lanes.blocks(count);
    double[] x = new double[blocks * Lanes.BLOCK];
    boolean[] valid = new boolean[count];
    for (int i = 0; i < count; i++) {
      valid[i] = plausible(in, offset + i * BYTES);
      if (valid[i]) {
        Lanes.load(in, offset + i * BYTES, x, i);
      }
    }
    lanes.toMontgomery(x, blocks);
    double[] a = new double[x.length];
    lanes.multiply(a, 0, x, 0, x, 0, blocks);
    lanes.multiply(a, 0, a, 0, x, 0, blocks);
    lanes.add(a, 0, a, 0, lanes.constant(b, blocks), 0, blocks);
    double[] y = new double[x.length];
    power.apply(a, y, blocks);
    double[] difference = new double[x.length];
    lanes.multiply(difference, 0, y, 0, y, 0, blocks);
    lanes.subtract(difference, 0, difference, 0, a, 0, blocks);
    double[] plain = lanes.plain(y, blocks);
    long[] root = new long[4];
    for (int i = 0; i < count; i++) {
      valid[i] &= Lanes.isZero(difference, i);
      int to = (at + i) * BatchAdder.POINT;
      Lanes.scatter(x, i, points, to);
      Lanes.scatter(y, i, points, to + Lanes.LIMBS);
      lanes.words(plain, i, root, 0);
      // y = 0 does not occur on a curve of odd order, so exactly one of y and -y is odd.
      if ((root[3] & 1) != PointCodec.selector(in, offset + i * BYTES)) {
        BatchAdder.copy(points, at + i, -1.0, points, at + i);
      }
    }
    return valid;
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
    x = lanes.plain(x, blocks);
    y = lanes.plain(y, blocks);
    long[] value = new long[4];
    for (int i = 0; i < count; i++) {
      lanes.words(y, i, value, 0);
      long odd = value[3] & 1;
      lanes.words(x, i, value, 0);
      value[0] |= odd << 62;
      Lanes.store(value, 0, out, offset + i * BYTES);
    }
  }
}

package org.probity.algebra.curve;

import java.math.BigInteger;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.MalformedEncodingException;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.parallel.Pool;

/**
 * One of the two curves y^2 = x^3 + b over BN254's prime fields. They form a cycle: the base field
 * of one is the scalar field of the other. Both have prime order, so that every point generates and
 * no subgroup check is needed.
 */
public final class Curve {
  /** y^2 = x^3 - 17 over BN254's scalar field r; its order is q. */
  public static final Curve GRUMPKIN =
      new Curve(
          "grumpkin",
          PrimeField.BN254_R,
          PrimeField.BN254_Q,
          -17,
          "4407920970296243842393367215006156084916469457145843978461",
          "2203960485148121921418603742825762020974279258880205651966");

  /** BN254's G1, y^2 = x^3 + 3 over q; its order is r. */
  public static final Curve BN254_G1 =
      new Curve(
          "bn254-g1",
          PrimeField.BN254_Q,
          PrimeField.BN254_R,
          3,
          "2203960485148121921418603742825762020974279258880205651966",
          "4407920970296243842393367215006156084916469457145843978461");

  /** Encodings one task decodes. */
  private static final int DECODE_GRAIN = 128;

  private final String name;
  private final PrimeField baseField;
  private final PrimeField scalarField;
  private final FieldElement b;
  private final Point identity;
  private final Lanes lanes;
  private final PointCodec codec;
  private final Endomorphism endomorphism;

  private Curve(
      String name,
      PrimeField baseField,
      PrimeField scalarField,
      long b,
      String beta,
      String lambda) {
    this.name = name;
    this.baseField = baseField;
    this.scalarField = scalarField;
    this.b = baseField.of(b);
    this.identity = new Point(this, null, null);
    this.lanes = new Lanes(baseField);
    this.codec =
        baseField.modulus().testBit(1)
            ? new SquareRootCodec(lanes, baseField, this.b)
            : new CubeRootCodec(lanes, baseField, this.b);
    this.endomorphism = new Endomorphism(this, new BigInteger(beta), new BigInteger(lambda));
  }

  public String name() {
    return name;
  }

  public PrimeField baseField() {
    return baseField;
  }

  public PrimeField scalarField() {
    return scalarField;
  }

  /** The constant of the curve equation. */
  public FieldElement b() {
    return b;
  }

  public Point identity() {
    return identity;
  }

  Lanes lanes() {
    return lanes;
  }

  Endomorphism endomorphism() {
    return endomorphism;
  }

  PointCodec codec() {
    return codec;
  }

  /**
   * Decodes one point.
   *
   * @throws MalformedEncodingException if the 32 bytes are not the encoding of an affine point
   * @see #decodeAll
   */
  public Point decode(byte[] in, int offset) {
    return decodeAll(in, offset, 1).get(0);
  }

  /**
   * Decodes consecutive points of 32 bytes, a few microseconds each. Only canonical encodings are
   * accepted; the identity has none.
   *
   * @throws MalformedEncodingException if any of them is not the encoding of an affine point; the
   *     message says which
   */
  public PointVector decodeAll(byte[] in, int offset, int count) {
    if (count < 0 || offset < 0 || in.length - offset < (long) count * PointCodec.BYTES) {
      throw new MalformedEncodingException("too few bytes for " + count + " points");
    }
    PointVector points = PointVector.zeros(this, count);
    boolean[] valid = new boolean[count];
    Pool.forRange(
        count,
        DECODE_GRAIN,
        (from, to) -> {
          int at = offset + from * PointCodec.BYTES;
          boolean[] v = codec.decode(in, at, to - from, points.limbs(), from);
          System.arraycopy(v, 0, valid, from, to - from);
        });
    for (int i = 0; i < count; i++) {
      if (!valid[i]) {
        throw new MalformedEncodingException("point " + i + " is not a valid encoding");
      }
    }
    return points;
  }

  @Override
  public String toString() {
    return name;
  }
}

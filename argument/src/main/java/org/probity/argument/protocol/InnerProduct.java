package org.probity.argument.protocol;

import java.util.stream.IntStream;
import org.probity.algebra.curve.FixedBase;
import org.probity.algebra.curve.FixedBases;
import org.probity.algebra.curve.MultiScalar;
import org.probity.algebra.curve.Point;
import org.probity.algebra.curve.PointVector;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.argument.hidden.ProofReader;
import org.probity.argument.hidden.ProofWriter;
import org.probity.argument.transcript.Transcript;

/**
 * Bulletproofs inner-product argument (Buenz et al., 2018) for {@code P = <a, G> + <a, b> V} with a
 * public vector b, stopped early: a short rest of a is sent. Not hiding; a is already masked.
 *
 * <p>Halving: {@code L = <a_lo, G_hi> + <a_lo, b_hi> V}, {@code R = <a_hi, G_lo> + <a_hi, b_lo> V},
 * a challenge e, {@code a' = a_lo + e a_hi}, {@code b' = e b_lo + b_hi}, {@code G' = e G_lo +
 * G_hi}, {@code P' = L + e P + e^2 R}. Generators are never folded: the scalars are multiplied
 * instead.
 *
 * <p>G may have fewer points than the power of two that a is padded to; b is zero there, so an
 * entry of a beyond G has no influence on either side. Without a halving such entries would be sent
 * as they are, and a proof could be changed there: they are left out.
 */
final class InnerProduct {
  private InnerProduct() {}

  /** The point {@code V = scale U} that carries the inner product. */
  record Value(FixedBase u, FieldElement scale) {}

  /**
   * Proves.
   *
   * @param used how many of the generators there are for this argument
   * @param a vector of length {@code 2^bits}; consumed
   * @param b vector of the same length; consumed
   * @param v the point V, known by a table of U
   */
  static void prove(
      String name,
      FixedBases generators,
      int used,
      Value v,
      FieldVector a,
      FieldVector b,
      int rounds,
      Transcript transcript,
      ProofWriter proof) {
    PrimeField field = a.field();
    FieldVector weights = FieldVector.of(field, field.one());
    FieldVector low = a;
    FieldVector b0 = b;
    for (int round = 0; round < rounds; round++) {
      int half = low.length() / 2;
      FieldVector aLow = low.slice(0, half);
      FieldVector aHigh = low.slice(half, half);
      FieldVector bLow = b0.slice(0, half);
      FieldVector bHigh = b0.slice(half, half);
      FieldElement innerLeft = aLow.dot(bHigh).multiply(v.scale());
      FieldElement innerRight = aHigh.dot(bLow).multiply(v.scale());
      PointVector inner = v.u().multiplyAll(FieldVector.of(field, innerLeft, innerRight));
      int[][] which = {
        indices(weights.length(), half, 1, used), indices(weights.length(), half, 0, used)
      };
      Point[] cross =
          MultiScalar.sums(
              generators,
              which,
              outer(weights, aLow, which[0].length),
              outer(weights, aHigh, which[1].length));
      Point left = cross[0].add(inner.get(0));
      Point right = cross[1].add(inner.get(1));
      transcript.absorb(name + " L", proof.write(left));
      transcript.absorb(name + " R", proof.write(right));
      FieldElement e = transcript.challenge(name + " e", field);
      aLow.addScaled(aHigh, e);
      low = aLow;
      bHigh.addScaled(bLow, e);
      b0 = bHigh;
      weights = extend(weights, e);
    }
    FieldVector sent = low.slice(0, restLength(low.length(), used, rounds));
    byte[] rest = new byte[32 * sent.length()];
    sent.encode(rest, 0);
    transcript.absorb(name + " rest", proof.write(rest));
  }

  /** The generators of every second block of {@code half}, beginning with the {@code side}-th. */
  private static int[] indices(int blocks, int half, int side, int used) {
    return IntStream.range(0, blocks * half)
        .map(i -> (2 * (i / half) + side) * half + i % half)
        .filter(i -> i < used)
        .toArray();
  }

  /** The first {@code count} of the products {@code weights_p values_j}, block after block. */
  private static FieldVector outer(FieldVector weights, FieldVector values, int count) {
    FieldVector products = FieldVector.zeros(values.field(), weights.length() * values.length());
    Multilinear.addOuter(products, 0, values.field().one(), weights, values);
    return count == products.length() ? products : products.slice(0, count);
  }

  /** Weights of the blocks of G after one more halving: low halves times e, high halves as is. */
  private static FieldVector extend(FieldVector weights, FieldElement e) {
    FieldVector next = FieldVector.zeros(weights.field(), 2 * weights.length());
    for (int p = 0; p < weights.length(); p++) {
      next.set(2 * p, weights.get(p).multiply(e));
      next.set(2 * p + 1, weights.get(p));
    }
    return next;
  }

  /** What a verifier has read; {@link #equation} turns it into one equation. */
  record Received(
      PointVector cross, FieldElement[] challenges, FieldVector weights, FieldVector rest) {}

  /** How many entries are sent in the end. */
  static int restLength(int length, int used, int rounds) {
    return rounds == 0 ? Math.min(length, used) : length;
  }

  /**
   * Reads the argument.
   *
   * @param used how many of the generators there are for this argument
   */
  static Received receive(
      String name,
      int bits,
      int used,
      int rounds,
      Transcript transcript,
      ProofReader proof,
      PrimeField field) {
    FieldElement[] challenges = new FieldElement[rounds];
    FieldVector weights = FieldVector.of(field, field.one());
    PointVector points = rounds == 0 ? null : proof.points(2 * rounds);
    for (int round = 0; round < rounds; round++) {
      Point left = points.get(2 * round);
      Point right = points.get(2 * round + 1);
      transcript.absorb(name + " L", left.encode());
      transcript.absorb(name + " R", right.encode());
      challenges[round] = transcript.challenge(name + " e", field);
      weights = extend(weights, challenges[round]);
    }
    int length = 1 << (bits - rounds);
    FieldVector rest = FieldVector.zeros(field, length);
    int sent = restLength(length, used, rounds);
    byte[] bytes = new byte[32 * sent];
    for (int i = 0; i < sent; i++) {
      rest.set(i, proof.scalar());
    }
    rest.slice(0, sent).encode(bytes, 0);
    transcript.absorb(name + " rest", bytes);
    return new Received(points, challenges, weights, rest);
  }

  /**
   * The equation {@code E P + sum (..) L + sum (..) R - <w (x) rest, G> - <rest, b'> V = 0}.
   *
   * @return the factor E on P, the factors on the cross points, and those on the generators
   */
  static Equation equation(Received received, FieldVector b) {
    PrimeField field = b.field();
    int rounds = received.challenges().length;
    FieldElement[] crossFactors = new FieldElement[2 * rounds];
    FieldElement after = field.one();
    for (int round = rounds - 1; round >= 0; round--) {
      FieldElement e = received.challenges()[round];
      crossFactors[2 * round] = after;
      crossFactors[2 * round + 1] = after.multiply(e.square());
      after = after.multiply(e);
    }
    FieldVector folded = b;
    for (int round = 0; round < rounds; round++) {
      int half = folded.length() / 2;
      FieldVector low = folded.slice(0, half);
      FieldVector high = folded.slice(half, half);
      high.addScaled(low, received.challenges()[round]);
      folded = high;
    }
    FieldVector onGenerators =
        FieldVector.zeros(field, received.weights().length() * received.rest().length());
    Multilinear.addOuter(
        onGenerators, 0, field.one().negate(), received.weights(), received.rest());
    return new Equation(after, crossFactors, onGenerators, received.rest().dot(folded).negate());
  }

  /** Factors of an equation that must sum to the identity. */
  record Equation(
      FieldElement onClaim, FieldElement[] onCross, FieldVector onGenerators, FieldElement onV) {}
}

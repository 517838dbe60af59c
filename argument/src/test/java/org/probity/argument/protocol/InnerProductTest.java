package org.probity.argument.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.algebra.curve.Curve;
import org.probity.algebra.curve.FixedBases;
import org.probity.algebra.curve.MultiScalar;
import org.probity.algebra.curve.Point;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.commitment.CommitmentKey;
import org.probity.argument.hidden.ProofReader;
import org.probity.argument.hidden.ProofWriter;
import org.probity.argument.program.Shape;
import org.probity.argument.transcript.Transcript;

class InnerProductTest {
  private static final Curve CURVE = Curve.GRUMPKIN;
  private static final PrimeField FIELD = CURVE.scalarField();

  private final CommitmentKey key = CommitmentKey.of(CURVE);
  private final Random random = new Random(8);

  private FieldVector vector(int real, int length) {
    FieldVector v = FieldVector.zeros(FIELD, length);
    for (int i = 0; i < real; i++) {
      byte[] wide = new byte[64];
      random.nextBytes(wide);
      v.set(i, FIELD.reduce(wide));
    }
    return v;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0", "2, 0", "2, 1", "3, 1", "3, 2", "5, 0", "5, 3", "8, 3", "9, 1", "9, 4", "12, 2",
    "13, 3", "17, 5", "31, 2", "32, 5"
  })
  void anyLengthAndAnyNumberOfHalvings(int n, int rounds) {
    int bits = Shape.log2Ceil(n);
    FieldVector a = vector(n, 1 << bits);
    FieldVector b = vector(n, 1 << bits);
    FieldElement scale = FIELD.of(77);
    FixedBases bases = key.pads(n);
    Point v = key.u().point().multiply(scale);
    Point claim = MultiScalar.sum(bases, a.slice(0, n)).add(v.multiply(a.dot(b)));
    ProofWriter proof = new ProofWriter();
    InnerProduct.prove(
        "test",
        bases,
        n,
        new InnerProduct.Value(key.u(), scale),
        a.copy(),
        b.copy(),
        rounds,
        new Transcript("test"),
        proof);
    byte[] bytes = proof.toBytes();
    assertThat(bytes).hasSize(32 * (2 * rounds + (rounds == 0 ? n : 1 << (bits - rounds))));
    assertThat(sum(bytes, n, rounds, b, claim, v).isIdentity()).isTrue();
    // Another claim, another inner product, another vector b.
    assertThat(sum(bytes, n, rounds, b, claim.add(v), v).isIdentity()).isFalse();
    assertThat(sum(bytes, n, rounds, b, claim.add(bases.points().get(n - 1)), v).isIdentity())
        .isFalse();
    FieldVector other = b.copy();
    other.set(0, other.get(0).add(FIELD.one()));
    assertThat(sum(bytes, n, rounds, other, claim, v).isIdentity()).isFalse();
    // A rest that the prover did not mean.
    byte[] changed = bytes.clone();
    changed[changed.length - 1] ^= 1;
    if (n == 1 << bits) {
      assertThat(sum(changed, n, rounds, b, claim, v).isIdentity()).isFalse();
    }
  }

  private Point sum(byte[] proof, int n, int rounds, FieldVector b, Point claim, Point v) {
    InnerProduct.Received received =
        InnerProduct.receive(
            "test",
            Shape.log2Ceil(n),
            n,
            rounds,
            new Transcript("test"),
            new ProofReader(CURVE, proof),
            FIELD);
    InnerProduct.Equation equation = InnerProduct.equation(received, b.copy());
    Point sum = claim.multiply(equation.onClaim()).add(v.multiply(equation.onV()));
    for (int i = 0; i < equation.onCross().length; i++) {
      sum = sum.add(received.cross().get(i).multiply(equation.onCross()[i]));
    }
    return sum.add(MultiScalar.sum(key.pads(n), equation.onGenerators().slice(0, n)));
  }
}

package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.algebra.curve.MultiScalar;
import org.probity.algebra.curve.Point;
import org.probity.algebra.curve.PointVector;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.argument.commitment.CommitmentKey;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.hidden.HiddenChannel;
import org.probity.argument.hidden.ProofReader;
import org.probity.argument.program.Group;
import org.probity.argument.program.Shape;
import org.probity.argument.transcript.Transcript;

/** The verifier of {@link Sigma}: all group equations in one multi-scalar multiplication. */
final class ClosingVerifier {
  private final CommitmentKey key;
  private final Transcript transcript;
  private final ProofReader proof;
  private final ProofShape shape;
  private final PrimeField field;

  // Terms of the one sum that must be the identity.
  private final List<PointVector> points = new ArrayList<>();
  private final List<FieldVector> scalars = new ArrayList<>();

  ClosingVerifier(
      CommitmentKey key,
      Transcript transcript,
      ProofReader proof,
      ProofShape shape,
      PrimeField field) {
    this.key = key;
    this.transcript = transcript;
    this.proof = proof;
    this.shape = shape;
    this.field = field;
  }

  /**
   * Reads the closing and checks it.
   *
   * @param padCommitments C_rho, C_a, C_b, C_pi
   * @param commitments row commitments of every group
   * @return whether all group equations hold
   */
  boolean run(
      RowPhase.Opening opening,
      Map<Group, RowCommitment> commitments,
      PointVector padCommitments,
      HiddenChannel.LinearSystem system) {
    PointVector first = proof.points(Sigma.FIRST.length);
    for (int i = 0; i < first.length(); i++) {
      transcript.absorb(Sigma.FIRST[i], first.get(i).encode());
    }
    FieldElement yr = absorbScalar("y_r");
    FieldElement c = transcript.challenge("sigma c", field);
    FieldElement[] r = new FieldElement[9];
    for (int i = 0; i < r.length; i++) {
      r[i] = absorbScalar("sigma response");
    }
    FieldElement yz = absorbScalar("y_z");
    Sigma.Responses responses =
        new Sigma.Responses(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], yz);
    FieldElement c0 = transcript.challenge("sigma c0", field);
    if (c0.isZero()) {
      return false;
    }
    int padBits = Shape.log2Ceil(shape.messages());
    InnerProduct.Received rows =
        InnerProduct.receive(
            "rows",
            shape.rowBits(),
            1 << shape.rowBits(),
            shape.rowRounds(),
            transcript,
            proof,
            field);
    InnerProduct.Received pads =
        InnerProduct.receive(
            "pads", padBits, shape.messages(), shape.padRounds(), transcript, proof, field);
    proof.end();

    // The linear system fixes y_rho: what the masked pads must give under lambda.
    int k = shape.messages();
    FieldElement yRho = yr.add(c.multiply(system.total())).subtract(yz);
    yRho = yRho.subtract(system.coefficients()[k].multiply(responses.a()));
    yRho = yRho.subtract(system.coefficients()[k + 1].multiply(responses.b()));
    yRho = yRho.subtract(system.coefficients()[k + 2].multiply(responses.pi()));

    // Weights of the six equations, drawn after every byte is absorbed.
    FieldElement[] w = new FieldElement[6];
    for (int i = 0; i < w.length; i++) {
      w[i] = transcript.challenge("equation weight", field);
    }
    FieldVector lambda = FieldVector.zeros(field, 1 << padBits);
    for (int i = 0; i < k; i++) {
      lambda.set(i, system.coefficients()[i]);
    }
    InnerProduct.Equation rowEquation =
        InnerProduct.equation(rows, Multilinear.eqTable(field, opening.point()));
    InnerProduct.Equation padEquation = InnerProduct.equation(pads, lambda);
    FieldElement rowClaim = w[0].multiply(rowEquation.onClaim());
    FieldElement padClaim = w[1].multiply(padEquation.onClaim());

    // c C* + M_z - s_z H + c0 y_z U, and the same for the pads.
    addCombinations(opening, commitments, rowClaim.multiply(c));
    FieldElement onU =
        rowClaim
            .multiply(yz)
            .add(padClaim.multiply(yRho))
            .add(w[0].multiply(rowEquation.onV()))
            .add(w[1].multiply(padEquation.onV()))
            .multiply(c0);
    addInnerProduct(rows, rowEquation, w[0], key.rows(shape.rowBits()).points());
    addInnerProduct(pads, padEquation, w[1], key.pads(k).points().slice(0, k));

    // z G_0 + s H = c C + M for a, b, pi; z_b C_a + s H = c C_pi + M_x.
    FieldElement onBase =
        w[2].multiply(responses.a())
            .add(w[3].multiply(responses.b()))
            .add(w[4].multiply(responses.pi()))
            .negate();
    FieldElement onH =
        rowClaim
            .multiply(responses.blinderZ())
            .add(padClaim.multiply(responses.blinderRho()))
            .add(w[2].multiply(responses.blinderA()))
            .add(w[3].multiply(responses.blinderB()))
            .add(w[4].multiply(responses.blinderPi()))
            .add(w[5].multiply(responses.blinderProduct()))
            .negate();
    add(first, rowClaim, padClaim, w[2], w[3], w[4], w[5]);
    add(
        padCommitments,
        padClaim.multiply(c),
        w[2].multiply(c).subtract(w[5].multiply(responses.b())),
        w[3].multiply(c),
        w[4].add(w[5]).multiply(c));
    add(
        PointVector.of(key.base().point(), key.u().point(), key.blinding().point()),
        onBase,
        onU,
        onH);
    return sum().isIdentity();
  }

  private void addInnerProduct(
      InnerProduct.Received received,
      InnerProduct.Equation equation,
      FieldElement weight,
      PointVector generators) {
    if (received.cross() != null) {
      FieldElement[] factors = equation.onCross().clone();
      for (int i = 0; i < factors.length; i++) {
        factors[i] = factors[i].multiply(weight);
      }
      add(received.cross(), factors);
    }
    FieldVector onGenerators = equation.onGenerators().slice(0, generators.length());
    onGenerators.multiply(onGenerators, weight);
    add(generators, onGenerators);
  }

  /** {@code factor * sum_z delta_z sum_i eq(p_hi, i) C_i}, collected by group. */
  private void addCombinations(
      RowPhase.Opening opening, Map<Group, RowCommitment> commitments, FieldElement factor) {
    Map<Group, FieldVector> byGroup = new HashMap<>();
    for (RowPhase.Combination combination : opening.combinations()) {
      Group group = combination.layout().group();
      FieldVector sum =
          byGroup.computeIfAbsent(
              group, g -> FieldVector.zeros(field, combination.rowWeights().length()));
      sum.addScaled(combination.rowWeights(), combination.delta().multiply(factor));
    }
    for (RowPhase.Combination combination : opening.combinations()) {
      Group group = combination.layout().group();
      FieldVector weights = byGroup.remove(group);
      if (weights != null) {
        int[] live = combination.layout().liveRows();
        FieldVector onRows = FieldVector.zeros(field, live.length);
        for (int i = 0; i < live.length; i++) {
          onRows.set(i, weights.get(live[i]));
        }
        add(commitments.get(group).rows(), onRows);
      }
    }
  }

  private void add(PointVector vector, FieldElement... factors) {
    add(vector, FieldVector.of(field, factors));
  }

  private void add(PointVector vector, FieldVector factors) {
    if (vector.length() != factors.length()) {
      throw new IllegalStateException("points and factors do not match");
    }
    points.add(vector);
    scalars.add(factors);
  }

  private Point sum() {
    int total = scalars.stream().mapToInt(FieldVector::length).sum();
    FieldVector all = FieldVector.zeros(field, total);
    int position = 0;
    for (FieldVector part : scalars) {
      all.copyFrom(part, 0, position, part.length());
      position += part.length();
    }
    return MultiScalar.sum(PointVector.concat(points.toArray(PointVector[]::new)), all);
  }

  private FieldElement absorbScalar(String label) {
    FieldElement scalar = proof.scalar();
    transcript.absorb(label, scalar.encode());
    return scalar;
  }
}

package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.integer.IntegerMatrix;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.argument.hidden.Channel;
import org.probity.argument.hidden.Value;
import org.probity.argument.program.GroupLayout;

/**
 * T6: every claim about a group's vector at {@code p = (p_hi, p_lo)} is one about the row
 * combination {@code z = sum_i eq(p_hi,i) row_i}, which is committed in the same combination of row
 * commitments: {@code <z, eq(p_lo)> = value}. One batched sumcheck brings all z to one point t*,
 * and a random combination of them remains to be opened there.
 *
 * <p>A z shorter than the longest row (of a port, of a small group, of weights beside the witness
 * of a batch) stands for its zero-extension. Should a cheating prover have committed to mass beyond
 * a short row, the sumcheck's statement is about the row folded onto its own length, the same in
 * every claim: nothing is gained by it.
 */
final class RowPhase {
  private final Channel channel;
  private final Setting setting;
  private final PrimeField field;
  private final GroupVectors vectors;

  /**
   * A phase.
   *
   * @param vectors the prover's groups; null on the verifier's side
   */
  RowPhase(Channel channel, Setting setting, GroupVectors vectors) {
    this.channel = channel;
    this.setting = setting;
    this.field = channel.field();
    this.vectors = vectors;
  }

  /**
   * One row combination in the final opening.
   *
   * @param rowWeights {@code eq(p_hi, i)} for each row i of the group's vector
   * @param delta weight of this combination in the opening
   * @param vector the prover's z, of the group's row length; null on the verifier's side
   */
  record Combination(
      GroupLayout layout, FieldVector rowWeights, FieldElement delta, FieldVector vector) {
    @Override
    public String toString() {
      return "Combination";
    }
  }

  /** The vector {@code sum_z delta^z z} has the hidden value {@code opened} at {@code point}. */
  record Opening(FieldElement[] point, List<Combination> combinations, Value opened) {}

  Opening run(List<RowClaim> claims) {
    int rounds = setting.program().rowBits();
    FieldElement batch = channel.challenge("row batch");
    List<FieldVector> rowWeights = new ArrayList<>();
    List<FieldVector> combined = new ArrayList<>();
    BatchedProver prover =
        vectors == null
            ? null
            : new BatchedProver(field, rounds, BatchedSumcheck.Lead.ZERO_EXTENSION);
    Value total = channel.constant(field.zero());
    FieldElement power = field.one();
    for (RowClaim claim : claims) {
      GroupLayout layout = setting.layout(claim.group());
      int rowBits = layout.rowBits();
      FieldVector weights =
          Multilinear.eqTable(field, Points.prefix(claim.point(), layout.bits() - rowBits));
      rowWeights.add(weights);
      if (prover != null) {
        FieldVector z = combine(layout, weights);
        combined.add(z);
        prover.add(
            z.copy(),
            Multilinear.eqTable(field, Points.suffix(claim.point(), rowBits)),
            rowBits,
            power);
      }
      total = total.plus(claim.value().times(power));
      power = power.multiply(batch);
    }
    BatchedSumcheck.Reduced reduced = BatchedSumcheck.run(channel, "row", rounds, total, prover);
    List<Value> evaluations = evaluations(claims, batch, reduced, prover);
    return combine(claims, reduced.point(), rowWeights, combined, evaluations);
  }

  /** The value of each zero-extended z at the common point. */
  private List<Value> evaluations(
      List<RowClaim> claims,
      FieldElement batch,
      BatchedSumcheck.Reduced reduced,
      BatchedProver prover) {
    List<Value> evaluations = new ArrayList<>();
    Value expected = channel.constant(field.zero());
    FieldElement power = field.one();
    for (int i = 0; i < claims.size(); i++) {
      int index = i;
      int rowBits = setting.layout(claims.get(i).group()).rowBits();
      FieldElement extension =
          BatchedSumcheck.factor(
              BatchedSumcheck.Lead.ZERO_EXTENSION,
              reduced.point(),
              reduced.point().length - rowBits);
      Value value = channel.message("row value", () -> prover.a(index).multiply(extension));
      FieldElement eq =
          Multilinear.eq(
              field,
              Points.suffix(claims.get(i).point(), rowBits),
              Points.suffix(reduced.point(), rowBits));
      expected = expected.plus(value.times(power.multiply(eq)));
      evaluations.add(value);
      power = power.multiply(batch);
    }
    channel.assertZero("row: final values", expected.minus(reduced.claim()));
    return evaluations;
  }

  private Opening combine(
      List<RowClaim> claims,
      FieldElement[] point,
      List<FieldVector> rowWeights,
      List<FieldVector> combined,
      List<Value> evaluations) {
    FieldElement delta = channel.challenge("row delta");
    List<Combination> combinations = new ArrayList<>();
    Value opened = channel.constant(field.zero());
    FieldElement power = field.one();
    for (int i = 0; i < claims.size(); i++) {
      combinations.add(
          new Combination(
              setting.layout(claims.get(i).group()),
              rowWeights.get(i),
              power,
              vectors == null ? null : combined.get(i)));
      opened = opened.plus(evaluations.get(i).times(power));
      power = power.multiply(delta);
    }
    return new Opening(point, combinations, opened);
  }

  private FieldVector combine(GroupLayout layout, FieldVector weights) {
    return combine(layout, vectors, weights);
  }

  private static FieldVector combine(
      GroupLayout layout, GroupVectors vectors, FieldVector weights) {
    return IntegerMatrix.combineRows(
        weights.field(),
        vectors.cells(layout.group()),
        0,
        layout.rows(),
        1 << layout.rowBits(),
        weights,
        0);
  }

  /** Prover's side: a group's vector evaluated at a point. */
  static FieldElement evaluate(
      PrimeField field, GroupLayout layout, GroupVectors vectors, FieldElement[] point) {
    FieldVector weights =
        Multilinear.eqTable(field, Points.prefix(point, layout.bits() - layout.rowBits()));
    return combine(layout, vectors, weights)
        .dot(Multilinear.eqTable(field, Points.suffix(point, layout.rowBits())));
  }
}

package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.claim.AxisWeight;
import org.probity.argument.claim.ContractionTerm;
import org.probity.argument.claim.LinearClaim;
import org.probity.argument.hidden.Channel;
import org.probity.argument.hidden.Product;
import org.probity.argument.hidden.Value;
import org.probity.argument.program.Column;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Term;
import org.probity.argument.witness.ColumnValues;

/**
 * T4: all contractions in one batched sumcheck (Thaler's matrix product argument). The claim is
 * {@code sum_t c_t acc_t} with the coefficients that the leaf claim gives them; at the end each
 * instance leaves two hidden values, its left and right operand at the sumcheck point. The left
 * ones, and right ones that are no weight matrix, become functional claims; a weight matrix becomes
 * a point claim.
 */
final class ContractionPhase {
  private final Channel channel;
  private final Setting setting;
  private final PrimeField field;
  private final ColumnValues columns;

  /**
   * A phase.
   *
   * @param columns the prover's values; null on the verifier's side
   */
  ContractionPhase(Channel channel, Setting setting, ColumnValues columns) {
    this.channel = channel;
    this.setting = setting;
    this.field = channel.field();
    this.columns = columns;
  }

  /** What is left to prove. */
  record Result(Value contracted, List<GroupClaim> groupClaims, List<RowClaim> rowClaims) {}

  Result run(List<ContractionTerm> terms) {
    List<ContractionAxes> axes = terms.stream().map(ContractionAxes::of).toList();
    int rounds = axes.stream().mapToInt(ContractionAxes::bits).max().orElse(0);
    BatchedProver prover = prover(terms, axes, rounds);
    Value claim = channel.message("contraction claim", () -> initialClaim(terms, prover));
    BatchedSumcheck.Reduced reduced =
        BatchedSumcheck.run(channel, "contraction", rounds, claim, prover);
    List<GroupClaim> groupClaims = new ArrayList<>();
    List<RowClaim> rowClaims = new ArrayList<>();
    List<Product> products = new ArrayList<>();
    for (int t = 0; t < terms.size(); t++) {
      int index = t;
      int bits = axes.get(t).bits();
      Value left = channel.message("contraction left", () -> prover.a(index));
      Value right = channel.message("contraction right", () -> prover.b(index));
      FieldElement factor = factor(reduced.point(), rounds - bits);
      products.add(new Product(left.times(terms.get(t).coefficient().multiply(factor)), right));
      FieldElement[] at = Points.suffix(reduced.point(), bits);
      groupClaims.add(
          operandClaim(terms.get(t), left, axes.get(t).leftWeights(field, terms.get(t), at), true));
      List<AxisWeight> rightWeights = axes.get(t).rightWeights(field, terms.get(t), at);
      if (Setting.readsMatrix(terms.get(t).contraction())) {
        rowClaims.add(matrixClaim(terms.get(t), right, rightWeights));
      } else {
        groupClaims.add(operandClaim(terms.get(t), right, rightWeights, false));
      }
    }
    channel.assertProducts("contraction: left * right", products, reduced.claim());
    return new Result(claim, groupClaims, rowClaims);
  }

  private FieldElement factor(FieldElement[] point, int waiting) {
    return point.length == 0
        ? field.one()
        : BatchedSumcheck.factor(BatchedSumcheck.Lead.CONSTANT, point, waiting);
  }

  private BatchedProver prover(
      List<ContractionTerm> terms, List<ContractionAxes> axes, int rounds) {
    if (columns == null) {
      return null;
    }
    BatchedProver prover = new BatchedProver(field, rounds, BatchedSumcheck.Lead.CONSTANT);
    for (int t = 0; t < terms.size(); t++) {
      ContractionOperands operands =
          new ContractionOperands(field, columns, terms.get(t), axes.get(t));
      prover.add(operands.left(), operands.right(), axes.get(t).bits(), terms.get(t).coefficient());
    }
    return prover;
  }

  private FieldElement initialClaim(List<ContractionTerm> terms, BatchedProver prover) {
    FieldElement sum = field.zero();
    for (int t = 0; t < terms.size(); t++) {
      sum = sum.add(terms.get(t).coefficient().multiply(prover.claim(t)));
    }
    return sum;
  }

  private GroupClaim operandClaim(
      ContractionTerm term, Value value, List<AxisWeight> weights, boolean left) {
    Operand operand = left ? term.contraction().left() : term.contraction().right();
    LinearClaim claim = new LinearClaim(field, setting.publicColumns());
    for (Term t : operand.terms()) {
      claim.addTerm(field.one(), t, weights);
    }
    return new GroupClaim(value.plus(claim.constant().negate()), claim.functionals());
  }

  private RowClaim matrixClaim(ContractionTerm term, Value value, List<AxisWeight> weights) {
    Term.OfColumn view = (Term.OfColumn) term.contraction().right().terms().get(0);
    LinearClaim claim = new LinearClaim(field, setting.publicColumns());
    claim.addTerm(field.one(), view, weights);
    Column matrix = view.column();
    // The view's own coefficient stays with the value: value = coefficient * matrix~(point).
    FieldElement coefficient = claim.matrices().get(0).coefficient();
    return new RowClaim(
        setting.groupOf(matrix),
        claim.matrices().get(0).flatPoint(),
        value.times(coefficient.inverse()));
  }
}

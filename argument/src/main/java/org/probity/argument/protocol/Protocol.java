package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.claim.LinearClaim;
import org.probity.argument.claim.MatrixTerm;
import org.probity.argument.hidden.Channel;
import org.probity.argument.hidden.Value;
import org.probity.argument.witness.ColumnValues;

/**
 * The text of the protocol between the commitments (T1) and the closing (T7, T8), written once and
 * run by every back end and by both sides:
 *
 * <ol>
 *   <li>{@link LookupPhase}: all lookups become two evaluations at one leaf point,
 *   <li>{@link LeafPhase}: those, and all equalities, become one linear claim about columns and
 *       contractions,
 *   <li>{@link ContractionPhase}: contractions become claims about their operands,
 *   <li>{@link GroupPhase}: functional claims become one evaluation of each group's vector,
 *   <li>{@link RowPhase}: evaluations become one opening of a random combination of committed rows.
 * </ol>
 *
 * <p>Everything that is looked up or multiplied is committed before the first challenge, and each
 * expression has degree at most two in committed columns.
 */
public final class Protocol {
  private Protocol() {}

  /** The prover's side of the text; null on the verifier's. */
  record ProverState(ColumnValues columns, LookupValues lookups, GroupVectors vectors) {
    @Override
    public String toString() {
      return "ProverState";
    }
  }

  static RowPhase.Opening run(Channel channel, Setting setting, ProverState prover) {
    PrimeField field = channel.field();
    FieldElement alpha = channel.challenge("alpha");
    FieldElement beta = channel.challenge("beta");
    LookupProver lookupProver =
        prover == null
            ? null
            : new LookupProver(field, new Leaves(setting.leaves(), prover.lookups(), alpha, beta));
    LookupPhase.LeafClaim leaf = LookupPhase.run(channel, setting.leaves().bits(), lookupProver);
    if (prover != null) {
      prover.lookups().release();
    }
    LeafPhase.Combined combined = new LeafPhase(channel, setting, alpha, beta).run(leaf);
    return open(channel, setting, prover, combined);
  }

  private static RowPhase.Opening open(
      Channel channel, Setting setting, ProverState prover, LeafPhase.Combined combined) {
    LinearClaim claim = combined.claim();
    List<RowClaim> rowClaims = new ArrayList<>();
    List<GroupClaim> groupClaims = new ArrayList<>();
    Value rest = combined.value().plus(claim.constant().negate());
    for (MatrixTerm term : claim.matrices()) {
      Value value = channel.message("matrix value", () -> matrixValue(prover, setting, term));
      rest = rest.minus(value.times(term.coefficient()));
      rowClaims.add(new RowClaim(setting.groupOf(term.matrix()), term.flatPoint(), value));
    }
    if (!claim.contractions().isEmpty()) {
      ContractionPhase.Result result =
          new ContractionPhase(channel, setting, prover == null ? null : prover.columns())
              .run(claim.contractions());
      rest = rest.minus(result.contracted());
      groupClaims.addAll(result.groupClaims());
      rowClaims.addAll(result.rowClaims());
    }
    groupClaims.add(0, new GroupClaim(rest, claim.functionals()));
    GroupVectors vectors = prover == null ? null : prover.vectors();
    rowClaims.addAll(new GroupPhase(channel, setting, vectors).run(groupClaims));
    return new RowPhase(channel, setting, vectors).run(rowClaims);
  }

  private static FieldElement matrixValue(ProverState prover, Setting setting, MatrixTerm term) {
    return RowPhase.evaluate(
        setting.field(),
        setting.layout(setting.groupOf(term.matrix())),
        prover.vectors(),
        term.flatPoint());
  }
}

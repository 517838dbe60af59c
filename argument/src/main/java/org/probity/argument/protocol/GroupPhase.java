package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.argument.claim.AxisWeight;
import org.probity.argument.claim.Functional;
import org.probity.argument.hidden.Channel;
import org.probity.argument.hidden.Value;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;

/**
 * T5: all functional claims, combined with powers of gamma, in one batched sumcheck {@code sum_g
 * <A_g, W_g>}, where A_g is a group's committed vector and W_g the public sum of its functionals.
 * One hidden value per group is left; the weights at the end are evaluated by the verifier.
 */
final class GroupPhase {
  private final Channel channel;
  private final Setting setting;
  private final PrimeField field;
  private final GroupVectors vectors;

  /**
   * A phase.
   *
   * @param vectors the prover's groups; null on the verifier's side
   */
  GroupPhase(Channel channel, Setting setting, GroupVectors vectors) {
    this.channel = channel;
    this.setting = setting;
    this.field = channel.field();
    this.vectors = vectors;
  }

  List<RowClaim> run(List<GroupClaim> claims) {
    FieldElement gamma = channel.challenge("group gamma");
    List<Group> groups = setting.functionalGroups();
    List<List<Functional>> functionals = new ArrayList<>();
    groups.forEach(g -> functionals.add(new ArrayList<>()));
    Value total = channel.constant(field.zero());
    FieldElement power = field.one();
    for (GroupClaim claim : claims) {
      total = total.plus(claim.value().times(power));
      for (Functional f : claim.functionals()) {
        int index = groups.indexOf(setting.groupOf(f.column()));
        FieldElement coefficient = f.coefficient().multiply(power);
        functionals.get(index).add(new Functional(coefficient, f.column(), f.axes()));
      }
      power = power.multiply(gamma);
    }
    return sumcheck(groups, functionals, total);
  }

  private List<RowClaim> sumcheck(
      List<Group> groups, List<List<Functional>> functionals, Value total) {
    int rounds = groups.stream().mapToInt(g -> setting.layout(g).bits()).max().orElse(0);
    BatchedProver prover = prover(groups, functionals, rounds);
    BatchedSumcheck.Reduced reduced = BatchedSumcheck.run(channel, "group", rounds, total, prover);
    List<RowClaim> rowClaims = new ArrayList<>();
    Value expected = channel.constant(field.zero());
    for (int g = 0; g < groups.size(); g++) {
      int index = g;
      GroupLayout layout = setting.layout(groups.get(g));
      Value value = channel.message("group value", () -> prover.a(index));
      FieldElement[] at = Points.suffix(reduced.point(), layout.bits());
      FieldElement weight = weightAt(layout, functionals.get(g), at);
      int waiting = rounds - layout.bits();
      if (waiting > 0) {
        weight =
            weight.multiply(
                BatchedSumcheck.factor(BatchedSumcheck.Lead.CONSTANT, reduced.point(), waiting));
      }
      expected = expected.plus(value.times(weight));
      rowClaims.add(new RowClaim(groups.get(g), at, value));
    }
    channel.assertZero("group: final values", expected.minus(reduced.claim()));
    return rowClaims;
  }

  private BatchedProver prover(List<Group> groups, List<List<Functional>> functionals, int rounds) {
    if (vectors == null) {
      return null;
    }
    BatchedProver prover = new BatchedProver(field, rounds, BatchedSumcheck.Lead.CONSTANT);
    for (int g = 0; g < groups.size(); g++) {
      GroupLayout layout = setting.layout(groups.get(g));
      int[] cells = vectors.cells(groups.get(g));
      FieldVector weights = FieldVector.zeros(field, cells.length);
      for (Functional f : functionals.get(g)) {
        addWeights(weights, layout.offset(f.column()), f);
      }
      prover.add(
          FieldVector.ofInts(field, cells, 0, cells.length), weights, layout.bits(), field.one());
    }
    return prover;
  }

  private static void addWeights(FieldVector weights, int offset, Functional functional) {
    List<AxisWeight> axes = functional.axes();
    FieldVector leading = ones(weights.field());
    for (int d = 0; d < axes.size() - 1; d++) {
      leading = Outer.product(leading, axes.get(d).dense());
    }
    FieldVector last = axes.isEmpty() ? ones(weights.field()) : axes.get(axes.size() - 1).dense();
    Multilinear.addOuter(weights, offset, functional.coefficient(), leading, last);
  }

  private static FieldVector ones(PrimeField field) {
    return FieldVector.of(field, field.one());
  }

  /** The multilinear extension of a group's weights: prefix by eq, then axis by axis. */
  private FieldElement weightAt(
      GroupLayout layout, List<Functional> functionals, FieldElement[] at) {
    FieldElement sum = field.zero();
    for (Functional f : functionals) {
      int bits = f.column().shape().bits();
      FieldElement weight =
          f.coefficient().multiply(Points.blockWeight(field, at, layout.offset(f.column()), bits));
      int position = at.length - bits;
      for (AxisWeight axis : f.axes()) {
        FieldElement[] part = java.util.Arrays.copyOfRange(at, position, position + axis.bits());
        weight = weight.multiply(axis.evaluate(part));
        position += axis.bits();
      }
      sum = sum.add(weight);
    }
    return sum;
  }
}

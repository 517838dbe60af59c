package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.kernel.Kernel;
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
  /** Weights of the last axes are multiplied out until there are so many. */
  private static final int ROW = 512;

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
      SeparableWeights separable = new SeparableWeights(field, layout, functionals.get(g));
      if (separable.isShort()) {
        prover.add(
            new SeparableRounds(field, cells, layout.used(), separable),
            layout.bits(),
            field.one());
        continue;
      }
      prover.add(cells, weights(field, layout, functionals.get(g)), layout.bits(), field.one());
    }
    return prover;
  }

  /** All weights, written out. Beyond the columns cells and weights are zero. */
  static FieldVector weights(PrimeField field, GroupLayout layout, List<Functional> functionals) {
    int end = (layout.used() + Kernel.LANES - 1) & -Kernel.LANES;
    FieldVector weights = FieldVector.zeros(field, Math.min(1 << layout.bits(), end));
    Map<AxisWeight, FieldVector> dense = new HashMap<>();
    for (Functional f : functionals) {
      addWeights(weights, layout.offset(f.column()), f, dense);
    }
    return weights;
  }

  /**
   * Adds a functional's weights, an outer product.
   *
   * @param dense weights already written out
   */
  static void addWeights(
      FieldVector weights, int offset, Functional f, Map<AxisWeight, FieldVector> dense) {
    List<AxisWeight> axes = f.axes();
    int d = axes.size();
    FieldVector last = ones(weights.field());
    while (d > 0 && last.length() < ROW) {
      last = product(dense.computeIfAbsent(axes.get(--d), AxisWeight::dense), last);
    }
    FieldVector leading = ones(weights.field());
    for (int k = 0; k < d; k++) {
      leading = product(leading, dense.computeIfAbsent(axes.get(k), AxisWeight::dense));
    }
    Multilinear.addOuter(weights, offset, f.coefficient(), leading, last);
  }

  static FieldVector product(FieldVector a, FieldVector b) {
    if (b.length() == 1) {
      FieldVector scaled = FieldVector.zeros(a.field(), a.length());
      scaled.multiply(a, b.get(0));
      return scaled;
    }
    return Outer.product(a, b);
  }

  static FieldVector ones(PrimeField field) {
    return FieldVector.of(field, field.one());
  }

  private record Evaluated(AxisWeight weight, int position) {}

  /** The multilinear extension of a group's weights: prefix by eq, then axis by axis. */
  private FieldElement weightAt(
      GroupLayout layout, List<Functional> functionals, FieldElement[] at) {
    FieldElement sum = field.zero();
    // Many columns are read under the same weights, at the same coordinates.
    Map<Evaluated, FieldElement> known = new HashMap<>();
    for (Functional f : functionals) {
      int bits = f.column().shape().bits();
      FieldElement weight =
          f.coefficient().multiply(Points.blockWeight(field, at, layout.offset(f.column()), bits));
      int position = at.length - bits;
      for (AxisWeight axis : f.axes()) {
        int from = position;
        weight =
            weight.multiply(
                known.computeIfAbsent(
                    new Evaluated(axis, from),
                    e -> axis.evaluate(Arrays.copyOfRange(at, from, from + axis.bits()))));
        position += axis.bits();
      }
      sum = sum.add(weight);
    }
    return sum;
  }
}

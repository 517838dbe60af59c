package org.probity.argument.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.claim.AxisWeight;
import org.probity.argument.claim.LinearClaim;
import org.probity.argument.hidden.Channel;
import org.probity.argument.hidden.Value;
import org.probity.argument.program.Equality;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Lookup;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Table;

/**
 * T3: turns the two evaluations at the leaf point, and all equalities, into one linear claim about
 * columns.
 *
 * <p>A block of size 2^j is read at the last j coordinates of the leaf point, its prefix enters by
 * eq of the leading ones. Equalities are claimed at suffixes of the same point, with fresh leading
 * coordinates where a tensor is larger, so every tensor shape has exactly one point.
 */
final class LeafPhase {
  private final Channel channel;
  private final Setting setting;
  private final PrimeField field;
  private final FieldElement[] minusBetaPowers;
  private final FieldElement alpha;
  private final Map<Shape, List<AxisWeight>> axesOfShape = new HashMap<>();
  private FieldElement[] point;

  LeafPhase(Channel channel, Setting setting, FieldElement alpha, FieldElement beta) {
    this.channel = channel;
    this.setting = setting;
    this.field = channel.field();
    this.alpha = alpha;
    int width = setting.program().tables().stream().mapToInt(Table::width).max().orElse(1);
    this.minusBetaPowers = new FieldElement[width];
    FieldElement power = beta.negate();
    for (int i = 0; i < width; i++) {
      minusBetaPowers[i] = power;
      power = power.multiply(beta);
    }
  }

  /** The combined claim and its hidden value. */
  record Combined(Value value, LinearClaim claim) {}

  Combined run(LookupPhase.LeafClaim leaf) {
    extendPoint(leaf.point());
    FieldElement kappa = channel.challenge("leaf kappa");
    LinearClaim claim = new LinearClaim(field, setting.publicColumns());
    FieldElement covered = field.zero();
    for (LeafLayout.Block block : setting.leaves().blocks()) {
      FieldElement weight = Points.blockWeight(field, leaf.point(), block.offset(), block.bits());
      covered = covered.add(weight);
      switch (block) {
        case LeafLayout.TableBlock b -> table(claim, b.table(), weight, kappa);
        case LeafLayout.LookupBlock b -> lookup(claim, b.lookup(), weight, kappa);
      }
    }
    // The leaves in no block are 0/1.
    claim.addConstant(kappa.multiply(field.one().subtract(covered)));
    FieldElement power = kappa.square();
    for (Equality equality : setting.program().equalities()) {
      Expression expression = equality.expression();
      claim.addExpression(power, expression, axes(expression.shape()));
      power = power.multiply(kappa);
    }
    return new Combined(leaf.numerator().plus(leaf.denominator().times(kappa)), claim);
  }

  private void extendPoint(FieldElement[] leafPoint) {
    int largest =
        setting.program().equalities().stream()
            .mapToInt(e -> e.expression().shape().bits())
            .max()
            .orElse(0);
    int missing = Math.max(0, largest - leafPoint.length);
    point = Points.concat(channel.challenges("leaf equality point", missing), leafPoint);
  }

  private List<AxisWeight> axes(Shape shape) {
    return axesOfShape.computeIfAbsent(
        shape, s -> Points.axes(field, s, Points.suffix(point, s.bits())));
  }

  private void lookup(LinearClaim claim, Lookup lookup, FieldElement weight, FieldElement kappa) {
    List<AxisWeight> axes = axes(lookup.shape());
    FieldElement mask = field.one();
    for (AxisWeight axis : axes) {
      mask = mask.multiply(axis.sum());
    }
    claim.addConstant(weight.multiply(mask));
    FieldElement denominator = weight.multiply(kappa);
    claim.addConstant(denominator.multiply(tagged(lookup.table())));
    components(claim, lookup.tuple(), denominator, axes);
  }

  private FieldElement tagged(Table table) {
    return alpha.subtract(field.of(table.id() + 1L));
  }

  private void table(LinearClaim claim, Table table, FieldElement weight, FieldElement kappa) {
    List<AxisWeight> axes = axes(table.shape());
    // Masked by the weights: a pad cell is no row, whatever the multiplicities or the columns of a
    // committed table hold there.
    claim.addFunctional(weight.negate(), setting.program().multiplicities().get(table.id()), axes);
    FieldElement denominator = weight.multiply(kappa);
    claim.addConstant(denominator.multiply(tagged(table)));
    switch (table) {
      case Table.Public t -> claim.addConstant(denominator.multiply(publicRows(t, axes.get(0))));
      case Table.Committed t -> components(claim, t.row(), denominator, axes);
    }
  }

  private void components(
      LinearClaim claim, List<Expression> tuple, FieldElement weight, List<AxisWeight> axes) {
    for (int c = 0; c < tuple.size(); c++) {
      claim.addExpression(weight.multiply(minusBetaPowers[c]), tuple.get(c), axes);
    }
  }

  private FieldElement publicRows(Table.Public table, AxisWeight axis) {
    FieldElement[] components = evaluate(table, axis);
    FieldElement value = field.zero();
    for (int c = 0; c < components.length; c++) {
      value = value.add(minusBetaPowers[c].multiply(components[c]));
    }
    return value;
  }

  /** Multilinear extensions of the table's columns, zero beyond its rows. */
  private FieldElement[] evaluate(Table.Public table, AxisWeight axis) {
    FieldElement[] result = new FieldElement[table.width()];
    FieldVector weights = table.width() == 1 ? null : axis.dense();
    result[0] =
        field
            .of(table.start())
            .multiply(axis.sum())
            .add(field.of(table.step()).multiply(axis.indexSum()));
    for (int c = 1; c < result.length; c++) {
      result[c] = weights.dot(table.values().get(c - 1));
    }
    return result;
  }
}

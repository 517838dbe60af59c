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
    for (int c = 0; c < lookup.tuple().size(); c++) {
      claim.addExpression(denominator.multiply(minusBetaPowers[c]), lookup.tuple().get(c), axes);
    }
  }

  private FieldElement tagged(Table table) {
    return alpha.subtract(field.of(table.id() + 1L));
  }

  private void table(LinearClaim claim, Table table, FieldElement weight, FieldElement kappa) {
    List<AxisWeight> axes = axes(Shape.of(table.size()));
    claim.addFunctional(weight.negate(), setting.program().multiplicities().get(table.id()), axes);
    FieldElement denominator = weight.multiply(kappa);
    FieldElement value = tagged(table);
    FieldElement[] components = evaluate(table, axes.get(0));
    for (int c = 0; c < components.length; c++) {
      value = value.add(minusBetaPowers[c].multiply(components[c]));
    }
    claim.addConstant(denominator.multiply(value));
  }

  /** Multilinear extensions of the table's columns, zero beyond its rows. */
  private FieldElement[] evaluate(Table table, AxisWeight axis) {
    FieldElement[] result = new FieldElement[table.width()];
    FieldElement[] p = ((AxisWeight.Eq) axis).point();
    boolean full = table.size() == 1 << p.length;
    FieldVector weights = full && table.width() == 1 ? null : axis.dense();
    result[0] = full ? key(table, p) : weights.dot(keys(table));
    for (int c = 1; c < result.length; c++) {
      result[c] = weights.dot(table.values().get(c - 1));
    }
    return result;
  }

  /** {@code sum_i (start + step i) eq(p, i)} where no row is missing. */
  private FieldElement key(Table table, FieldElement[] p) {
    FieldElement index = field.zero();
    for (FieldElement coordinate : p) {
      index = index.add(index).add(coordinate);
    }
    return field.of(table.start()).add(field.of(table.step()).multiply(index));
  }

  private static long[] keys(Table table) {
    long[] keys = new long[table.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = table.get(i, 0);
    }
    return keys;
  }
}

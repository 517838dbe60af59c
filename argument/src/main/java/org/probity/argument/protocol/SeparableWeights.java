package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.argument.claim.AxisWeight;
import org.probity.argument.claim.Functional;
import org.probity.argument.program.GroupLayout;

/**
 * The weights of all functionals of a group, written as a matrix with about as many rows as
 * columns, as a sum of outer products {@code sum_f leading_f (x) row_f}. Mostly there are few of
 * them: columns that are longer than a row are read under weights that are themselves products,
 * many of them under the same ones, and shorter columns share rows.
 */
final class SeparableWeights {
  /**
   * More products than this are not worth it: each costs the prover a pass over the group's cells,
   * of some twentieth of a multiplication a cell, and writing out all weights takes six.
   */
  private static final int MOST = 40;

  private final PrimeField field;
  private final GroupLayout layout;
  private final int rowBits;
  private final Map<List<AxisWeight>, FieldVector> leadingByRow = new LinkedHashMap<>();
  private final Map<Integer, FieldVector> mixedRows = new LinkedHashMap<>();
  private final Map<AxisWeight, FieldVector> dense = new HashMap<>();
  private int count;

  SeparableWeights(PrimeField field, GroupLayout layout, List<Functional> functionals) {
    this.field = field;
    this.layout = layout;
    this.rowBits = (layout.bits() + 1) / 2;
    for (Functional f : functionals) {
      if (count <= MOST) {
        add(f);
      }
    }
  }

  /** Whether there are products, so few that they are all here; else nothing is to be had. */
  boolean isShort() {
    return count > 0 && count <= MOST && layout.bits() > rowBits;
  }

  private void add(Functional f) {
    int offset = layout.offset(f.column());
    if (f.column().shape().bits() < rowBits) {
      if (!mixedRows.containsKey(offset >> rowBits)) {
        count++;
      }
      FieldVector row =
          mixedRows.computeIfAbsent(offset >> rowBits, _ -> FieldVector.zeros(field, 1 << rowBits));
      GroupPhase.addWeights(row, offset & ((1 << rowBits) - 1), f, dense);
      return;
    }
    List<AxisWeight> trailing = new ArrayList<>();
    int d = f.axes().size();
    int bits = 0;
    while (d > 0 && bits + f.axes().get(d - 1).bits() <= rowBits) {
      trailing.addFirst(f.axes().get(--d));
      bits += trailing.getFirst().bits();
    }
    int missing = rowBits - bits;
    List<AxisWeight> above = f.axes().subList(0, d);
    if (missing == 0) {
      add(f.coefficient(), offset >> rowBits, outer(above), trailing);
      return;
    }
    if (above.getLast().splits(missing) > MOST) {
      count = MOST + 1;
      return;
    }
    FieldVector leading = outer(above.subList(0, d - 1));
    for (AxisWeight.Split split : above.getLast().split(missing)) {
      List<AxisWeight> row = new ArrayList<>(trailing);
      row.addFirst(split.trailing());
      add(f.coefficient(), offset >> rowBits, Outer.product(leading, split.leading()), row);
    }
  }

  private void add(
      FieldElement coefficient, int firstRow, FieldVector leading, List<AxisWeight> trailing) {
    if (!leadingByRow.containsKey(trailing)) {
      count++;
    }
    FieldVector sum =
        leadingByRow.computeIfAbsent(
            trailing, _ -> FieldVector.zeros(field, 1 << (layout.bits() - rowBits)));
    Multilinear.addOuter(sum, firstRow, coefficient, GroupPhase.ones(field), leading);
  }

  private FieldVector outer(List<AxisWeight> axes) {
    FieldVector product = GroupPhase.ones(field);
    for (AxisWeight axis : axes.reversed()) {
      product = GroupPhase.product(dense.computeIfAbsent(axis, AxisWeight::dense), product);
    }
    return product;
  }

  /** Number of outer products. */
  int count() {
    return count;
  }

  int rowBits() {
    return rowBits;
  }

  /** {@code leading_f}, as many weights as the group's vector has rows of this length. */
  List<FieldVector> leading() {
    List<FieldVector> result = new ArrayList<>(leadingByRow.values());
    for (int row : mixedRows.keySet()) {
      FieldVector unit = FieldVector.zeros(field, 1 << (layout.bits() - rowBits));
      unit.set(row, field.one());
      result.add(unit);
    }
    return result;
  }

  /** {@code row_f}. */
  List<FieldVector> rows() {
    List<FieldVector> result = new ArrayList<>();
    leadingByRow.keySet().forEach(axes -> result.add(outer(axes)));
    result.addAll(mixedRows.values());
    return result;
  }
}

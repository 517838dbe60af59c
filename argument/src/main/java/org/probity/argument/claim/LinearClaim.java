package org.probity.argument.claim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Term;

/**
 * A number expressed as {@code constant + sum of functionals + sum of matrix evaluations + sum of
 * contractions}. Built by adding expressions, each under a separable weighting of its cells.
 */
public final class LinearClaim {
  private record Key(Column column, List<AxisWeight> axes) {}

  /** A map under the weights of the axes that it reads. */
  private record MapKey(AxisMap map, List<Integer> columnSizes, List<AxisWeight> read) {}

  private record MatrixKey(Column column, List<FieldElement[]> point) {}

  private final PrimeField field;
  private final PublicColumns publicColumns;
  private FieldElement constant;
  private final Map<Key, FieldElement> functionals = new LinkedHashMap<>();
  private final Map<MapKey, AxisWeight> maps = new HashMap<>();
  private final Map<MatrixKey, FieldElement> matrices = new LinkedHashMap<>();
  private final Map<Contraction, ContractionTerm> contractions = new LinkedHashMap<>();

  public LinearClaim(PrimeField field, PublicColumns publicColumns) {
    this.field = field;
    this.publicColumns = publicColumns;
    this.constant = field.zero();
  }

  public FieldElement constant() {
    return constant;
  }

  public List<Functional> functionals() {
    List<Functional> list = new ArrayList<>();
    functionals.forEach((k, c) -> list.add(new Functional(c, k.column(), k.axes())));
    return list;
  }

  public List<MatrixTerm> matrices() {
    List<MatrixTerm> list = new ArrayList<>();
    matrices.forEach((k, c) -> list.add(new MatrixTerm(c, k.column(), k.point())));
    return list;
  }

  public List<ContractionTerm> contractions() {
    return List.copyOf(contractions.values());
  }

  public void addConstant(FieldElement c) {
    constant = constant.add(c);
  }

  public void addFunctional(FieldElement coefficient, Column column, List<AxisWeight> axes) {
    if (column.kind() == Column.Kind.PUBLIC) {
      addConstant(coefficient.multiply(publicColumns.evaluate(column, axes)));
    } else {
      functionals.merge(new Key(column, axes), coefficient, FieldElement::add);
    }
  }

  /** Adds {@code coefficient * sum over cells of expression[cell] * prod_a axes_a[cell_a]}. */
  public void addExpression(
      FieldElement coefficient, Expression expression, List<AxisWeight> axes) {
    for (Term term : expression.terms()) {
      addTerm(coefficient, term, axes);
    }
    expression
        .contraction()
        .ifPresent(
            c -> {
              FieldElement scaled =
                  coefficient.multiply(field.of(c.coefficient())).multiply(unread(c, axes));
              contractions.merge(
                  c,
                  new ContractionTerm(scaled, expression, axes),
                  (old, added) -> merge(old, added));
            });
  }

  /** Axes of the expression that neither side of the contraction reads are broadcast. */
  private FieldElement unread(Contraction contraction, List<AxisWeight> axes) {
    FieldElement factor = field.one();
    for (int a = 0; a < axes.size(); a++) {
      if (!contraction.left().axes().contains(a) && !contraction.right().axes().contains(a)) {
        factor = factor.multiply(axes.get(a).sum());
      }
    }
    return factor;
  }

  private static ContractionTerm merge(ContractionTerm old, ContractionTerm added) {
    // One contraction is claimed at one point only: uses under another weighting would be a claim
    // of their own, and claims at different points must never be added.
    if (!old.axes().equals(added.axes())) {
      throw new IllegalStateException("a contraction is used under two different weightings");
    }
    return new ContractionTerm(
        old.coefficient().add(added.coefficient()), old.expression(), old.axes());
  }

  /** Adds one term; see {@link #addExpression}. */
  public void addTerm(FieldElement coefficient, Term term, List<AxisWeight> axes) {
    switch (term) {
      case Term.Constant c -> addConstant(coefficient.multiply(constantTerm(c, axes)));
      case Term.OfColumn view -> addView(coefficient, view, axes);
      case Term.OfIndex index -> addConstant(coefficient.multiply(indexTerm(index, axes)));
    }
  }

  private FieldElement constantTerm(Term.Constant term, List<AxisWeight> axes) {
    FieldElement value = field.of(term.coefficient());
    for (int d = 0; d < axes.size(); d++) {
      long[] weights = term.weights().get(d);
      value =
          value.multiply(
              weights.length == 0 ? axes.get(d).sum() : axes.get(d).dense().dot(weights));
    }
    return value;
  }

  private FieldElement indexTerm(Term.OfIndex term, List<AxisWeight> axes) {
    FieldElement value = field.of(term.coefficient());
    for (int d = 0; d < axes.size(); d++) {
      AxisWeight axis = axes.get(d);
      value = value.multiply(d == term.axis() ? axis.indexSum() : axis.sum());
    }
    return value;
  }

  private void addView(FieldElement coefficient, Term.OfColumn view, List<AxisWeight> axes) {
    FieldElement scaled = coefficient.multiply(field.of(view.coefficient()));
    if (view.column().kind() == Column.Kind.WEIGHT_MATRIX) {
      matrices.merge(new MatrixKey(view.column(), points(view, axes)), scaled, FieldElement::add);
      return;
    }
    boolean[] used = new boolean[axes.size()];
    List<AxisWeight> weights = new ArrayList<>();
    List<List<Integer>> groups = view.groups();
    for (int g = 0; g < groups.size(); g++) {
      AxisMap map = view.axes().get(g);
      List<Integer> sizes = groups.get(g);
      MapKey key = new MapKey(map, sizes, map.axes().stream().map(axes::get).toList());
      // Equal maps get the same weights, so that what reads a column alike is one functional.
      weights.add(maps.computeIfAbsent(key, k -> Views.weight(field, map, sizes, axes)));
      for (int axis : map.axes()) {
        used[axis] = true;
      }
    }
    for (int a = 0; a < used.length; a++) {
      if (!used[a]) {
        scaled = scaled.multiply(axes.get(a).sum());
      }
    }
    addFunctional(scaled, view.column(), weights);
  }

  /** The lint has made sure that a matrix is read whole, so its claim is at a plain point. */
  private static List<FieldElement[]> points(Term.OfColumn view, List<AxisWeight> axes) {
    List<FieldElement[]> points = new ArrayList<>();
    for (AxisMap map : view.axes()) {
      AxisWeight.Eq eq = (AxisWeight.Eq) axes.get(map.axes().get(0));
      points.add(eq.point());
    }
    return points;
  }
}

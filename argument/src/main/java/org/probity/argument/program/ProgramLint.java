package org.probity.argument.program;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the rules that {@link Program}'s parts state; soundness relies on several of them. */
final class ProgramLint {
  private final Program program;
  private final Map<Contraction, Shape> contractionShapes = new HashMap<>();
  private long weights;

  private ProgramLint(Program program) {
    this.program = program;
  }

  static void check(Program program) {
    ProgramLimits.check(program);
    ProgramLint lint = new ProgramLint(program);
    require(
        program.rowBits() >= Program.MIN_ROW_BITS && program.rowBits() <= 16,
        "row bits outside [" + Program.MIN_ROW_BITS + ", 16]");
    int weightRowBits = program.rowBits(Column.Kind.WEIGHT_VECTOR);
    require(
        weightRowBits >= Program.MIN_ROW_BITS && weightRowBits <= program.rowBits(),
        "weights have rows of a length that is not between the smallest and the witness's");
    require(!program.lookups().isEmpty(), "a program needs at least one lookup");
    Set<String> names = new HashSet<>();
    for (Column column : program.columns()) {
      require(names.add(column.name()), "two columns named " + column.name());
      require(column.shape().axes() >= 1, "column " + column.name() + " needs an axis");
    }
    Set<String> groups = new HashSet<>();
    for (Group group : program.groups()) {
      // Commitments and openings are kept by this name.
      require(groups.add(group.name()), "two groups named " + group.name());
    }
    for (Table table : program.tables()) {
      if (table instanceof Table.Committed committed) {
        lint.table(committed);
      }
    }
    for (Lookup lookup : program.lookups()) {
      require(program.tables().contains(lookup.table()), lookup.name() + ": foreign table");
      for (Expression component : lookup.tuple()) {
        require(component.shape().equals(lookup.shape()), lookup.name() + ": shapes differ");
        lint.expression(lookup.name(), component, true);
      }
    }
    for (Equality equality : program.equalities()) {
      lint.expression(equality.name(), equality.expression(), false);
    }
  }

  private void table(Table.Committed table) {
    String where = "table " + table.name();
    for (Expression component : table.row()) {
      require(component.shape().equals(table.shape()), where + ": shapes differ");
      require(component.contraction().isEmpty(), where + " must not have a contraction");
      // Numerators are masked: pad cells of weight matrices are no rows.
      expression(where, component, true);
    }
    try {
      MixedRadix.of(table.key());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  private void expression(String where, Expression expression, boolean maskedOutside) {
    for (Term term : expression.terms()) {
      term(where, term, expression.shape().sizes(), true, maskedOutside);
    }
    expression.contraction().ifPresent(c -> contraction(where, expression, c, maskedOutside));
  }

  private void contraction(
      String where, Expression expression, Contraction contraction, boolean maskedOutside) {
    // One contraction is claimed at one point, which its shape decides.
    Shape shape = contractionShapes.putIfAbsent(contraction, expression.shape());
    require(
        shape == null || shape.equals(expression.shape()),
        where + ": a contraction is used under two shapes");
    int outer = expression.shape().axes();
    int axes = outer + contraction.summedSizes().size();
    operandAxes(where, contraction.left(), axes);
    operandAxes(where, contraction.right(), axes);
    for (int a = outer; a < axes; a++) {
      require(
          contraction.left().axes().contains(a) && contraction.right().axes().contains(a),
          where + ": a summed axis must be read by both sides");
    }
    List<Integer> left = sizes(expression, contraction, contraction.left());
    for (Term term : contraction.left().terms()) {
      term(where, term, left, false, true);
    }
    List<Integer> right = sizes(expression, contraction, contraction.right());
    boolean matrix = contraction.right().terms().stream().anyMatch(ProgramLint::readsMatrix);
    require(
        !matrix || contraction.right().terms().size() == 1,
        where + ": a weight matrix must be alone on its side");
    for (Term term : contraction.right().terms()) {
      term(where, term, right, matrix, maskedOutside);
    }
  }

  private static void operandAxes(String where, Operand operand, int axes) {
    int previous = -1;
    for (int axis : operand.axes()) {
      require(axis > previous && axis < axes, where + ": operand axes must ascend");
      previous = axis;
    }
  }

  static List<Integer> sizes(Expression expression, Contraction contraction, Operand operand) {
    int outer = expression.shape().axes();
    return operand.axes().stream()
        .map(
            a ->
                a < outer
                    ? expression.shape().sizes().get(a)
                    : contraction.summedSizes().get(a - outer))
        .toList();
  }

  private void term(
      String where, Term term, List<Integer> sizes, boolean matrixAllowed, boolean maskedOutside) {
    switch (term) {
      case Term.Constant constant -> constant(where, constant, sizes);
      case Term.OfColumn view -> view(where, view, sizes, matrixAllowed, maskedOutside);
      case Term.OfIndex index ->
          require(
              index.axis() >= 0 && index.axis() < sizes.size(),
              where + ": no axis " + index.axis());
    }
  }

  private static void constant(String where, Term.Constant constant, List<Integer> sizes) {
    require(constant.weights().size() == sizes.size(), where + ": constant of the wrong rank");
    for (int d = 0; d < sizes.size(); d++) {
      int length = constant.weights().get(d).length;
      require(length == 0 || length == sizes.get(d), where + ": constant of the wrong length");
    }
  }

  private void view(
      String where,
      Term.OfColumn view,
      List<Integer> sizes,
      boolean matrixAllowed,
      boolean maskedOutside) {
    Column column = view.column();
    require(
        column.id() < program.columns().size() && program.columns().get(column.id()).equals(column),
        where + ": foreign column " + column.name());
    Set<Integer> used = new HashSet<>();
    List<List<Integer>> groups = view.groups();
    for (int g = 0; g < groups.size(); g++) {
      AxisMap map = view.axes().get(g);
      for (int axis : map.axes()) {
        require(axis >= 0 && axis < sizes.size(), where + ": no axis " + axis);
        // A view's weights are a product over its maps only if each axis is read by one of them.
        require(used.add(axis), where + ": an axis is used twice by " + column.name());
      }
      map(where, map, sizes, groups.get(g));
    }
    if (column.kind() == Column.Kind.WEIGHT_MATRIX) {
      matrix(where, view, sizes, matrixAllowed, maskedOutside);
    }
  }

  private void map(String where, AxisMap map, List<Integer> sizes, List<Integer> columnSizes) {
    long indices = Addresses.count(map, sizes);
    if (!map.isPlain()) {
      ProgramLimits.map(where, indices, new Shape(columnSizes));
      weights += indices + (1L << new Shape(columnSizes).bits());
      ProgramLimits.weights(weights);
    }
    switch (map) {
      case AxisMap.Strided strided -> strided(where, strided, sizes);
      case AxisMap.Table table -> table(where, table, sizes, columnSizes);
      case AxisMap.Weighted weighted ->
          require(
              weighted.weights().length == columnSizes.get(0),
              where + ": weights of the wrong length");
    }
  }

  private static void strided(String where, AxisMap.Strided map, List<Integer> sizes) {
    require(
        map.strides().size() == map.axes().size(), where + ": a map needs a stride for each axis");
    require(map.divisor() >= 1, where + ": a divisor must be positive");
    long reach = Math.abs((long) map.offset());
    for (int k = 0; k < map.axes().size(); k++) {
      long stride = map.strides().get(k);
      require(stride != 0, where + ": a stride must not be zero");
      reach += Math.abs(stride) * (sizes.get(map.axes().get(k)) - 1L);
    }
    // An index that wraps around would read a cell that the map does not mean.
    require(reach <= Integer.MAX_VALUE, where + ": a view's index is too large");
  }

  private static void table(
      String where, AxisMap.Table map, List<Integer> sizes, List<Integer> columnSizes) {
    require(map.columnAxes() >= 1, where + ": a table needs a column axis");
    require(
        map.cells().length == Addresses.count(map, sizes), where + ": a table of the wrong length");
    int end = new Shape(columnSizes).cells();
    for (int cell : map.cells()) {
      require(cell >= -1 && cell < end, where + ": a table leaves its column");
    }
  }

  /**
   * Plain point claims need a permutation of whole axes, and a mask outside for their pad cells.
   */
  private static void matrix(
      String where,
      Term.OfColumn view,
      List<Integer> sizes,
      boolean matrixAllowed,
      boolean maskedOutside) {
    require(view.coefficient() != 0, where + ": weight matrix with coefficient zero");
    require(matrixAllowed, where + ": weight matrix " + view.column().name() + " on a masked side");
    require(view.axes().size() == sizes.size(), where + ": weight matrix must not be broadcast");
    for (int d = 0; d < view.axes().size(); d++) {
      int size = view.column().shape().size(d);
      AxisMap map = view.axes().get(d);
      boolean whole = map.isPlain() && sizes.get(map.axes().get(0)) == size;
      require(whole, where + ": weight matrix " + view.column().name() + " must be read whole");
      // Nothing forces a weight's pad cells to zero: where no mask stands outside, none may exist.
      require(
          maskedOutside || Integer.bitCount(size) == 1,
          where + ": pad cells of " + view.column().name() + " would be read");
    }
  }

  private static boolean readsMatrix(Term term) {
    return term instanceof Term.OfColumn view && view.column().kind() == Column.Kind.WEIGHT_MATRIX;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}

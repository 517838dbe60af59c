package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Equality;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Lookup;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Program;
import org.probity.argument.program.Table;
import org.probity.argument.program.Term;

/**
 * Evaluates all checks of a program, cell by cell from the definitions: the relation that the
 * argument proves, without any argument. Cells are elements of a small prime field, so that a
 * cheating prover's fractions such as {@code 1/2} can be tried; integers of up to 60 bits behave as
 * they do in the large one.
 */
public final class ProgramChecker {
  /** A Mersenne prime. */
  static final long PRIME = (1L << 61) - 1;

  private final Map<Column, long[]> columns;
  private final Map<Table.Committed, Set<List<Long>>> committedRows = new HashMap<>();

  private ProgramChecker(Map<Column, long[]> columns) {
    this.columns = columns;
  }

  /** The names of all lookups and equalities that some cell violates. */
  public static Set<String> violations(Program program, Map<Column, long[]> columns) {
    ProgramChecker checker = new ProgramChecker(columns);
    Set<String> names = new LinkedHashSet<>();
    for (Lookup lookup : program.lookups()) {
      if (!checker.holds(lookup)) {
        names.add(lookup.name());
      }
    }
    for (Equality equality : program.equalities()) {
      if (!checker.holds(equality)) {
        names.add(equality.name());
      }
    }
    return names;
  }

  /** Whether some check that reads one of these columns is violated. */
  static boolean isViolated(Program program, Map<Column, long[]> columns, Set<Column> changed) {
    ProgramChecker checker = new ProgramChecker(columns);
    for (Equality equality : program.equalities()) {
      if (reads(equality.expression(), changed) && !checker.holds(equality)) {
        return true;
      }
    }
    for (Lookup lookup : program.lookups()) {
      if (reads(lookup, changed) && !checker.holds(lookup)) {
        return true;
      }
    }
    return false;
  }

  private static boolean reads(Lookup lookup, Set<Column> columns) {
    return lookup.tuple().stream().anyMatch(e -> reads(e, columns))
        || (lookup.table() instanceof Table.Committed table
            && table.row().stream().anyMatch(e -> reads(e, columns)));
  }

  private static boolean reads(Expression expression, Set<Column> columns) {
    return reads(expression.terms(), columns)
        || expression
            .contraction()
            .filter(c -> reads(c.left().terms(), columns) || reads(c.right().terms(), columns))
            .isPresent();
  }

  private static boolean reads(List<Term> terms, Set<Column> columns) {
    return terms.stream()
        .anyMatch(t -> t instanceof Term.OfColumn view && columns.contains(view.column()));
  }

  private boolean holds(Lookup lookup) {
    List<long[]> tuple = lookup.tuple().stream().map(this::values).toList();
    for (int i = 0; i < tuple.get(0).length; i++) {
      if (!contains(lookup.table(), tuple, i)) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(Equality equality) {
    for (long v : values(equality.expression())) {
      if (v != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean contains(Table table, List<long[]> tuple, int cell) {
    return switch (table) {
      case Table.Public t -> contains(t, tuple, cell);
      case Table.Committed t -> rows(t).contains(tuple.stream().map(c -> c[cell]).toList());
    };
  }

  private Set<List<Long>> rows(Table.Committed table) {
    return committedRows.computeIfAbsent(
        table,
        t -> {
          List<long[]> components = t.row().stream().map(this::values).toList();
          Set<List<Long>> rows = new HashSet<>();
          for (int i = 0; i < t.size(); i++) {
            int row = i;
            rows.add(components.stream().map(c -> c[row]).toList());
          }
          return rows;
        });
  }

  private static boolean contains(Table.Public table, List<long[]> tuple, int cell) {
    long distance = tuple.get(0)[cell] - table.start();
    if (distance % table.step() != 0
        || distance / table.step() < 0
        || distance / table.step() >= table.size()) {
      return false;
    }
    int row = (int) (distance / table.step());
    for (int c = 1; c < table.width(); c++) {
      if (table.get(row, c) != tuple.get(c)[cell]) {
        return false;
      }
    }
    return true;
  }

  private long[] values(Expression expression) {
    long[] out = new long[expression.shape().cells()];
    int[] index = new int[expression.shape().axes()];
    for (int cell = 0; cell < out.length; cell++) {
      decode(cell, expression.shape().sizes(), index);
      out[cell] = linear(expression.terms(), expression.shape().sizes(), index);
      if (expression.contraction().isPresent()) {
        out[cell] = add(out[cell], contraction(expression, index));
      }
    }
    return out;
  }

  private static void decode(int cell, List<Integer> sizes, int[] index) {
    int rest = cell;
    for (int d = sizes.size() - 1; d >= 0; d--) {
      index[d] = rest % sizes.get(d);
      rest /= sizes.get(d);
    }
  }

  private long contraction(Expression expression, int[] outer) {
    Contraction contraction = expression.contraction().orElseThrow();
    List<Integer> sizes = new ArrayList<>(expression.shape().sizes());
    sizes.addAll(contraction.summedSizes());
    int total = contraction.summedSizes().stream().reduce(1, (a, b) -> a * b);
    int[] inner = new int[contraction.summedSizes().size()];
    long sum = 0;
    for (int k = 0; k < total; k++) {
      decode(k, contraction.summedSizes(), inner);
      long left = operand(contraction.left(), sizes, outer, inner);
      sum = add(sum, multiply(left, operand(contraction.right(), sizes, outer, inner)));
    }
    return multiply(contraction.coefficient(), sum);
  }

  private long operand(Operand operand, List<Integer> sizes, int[] outer, int[] inner) {
    int[] index =
        operand.axes().stream()
            .mapToInt(a -> a < outer.length ? outer[a] : inner[a - outer.length])
            .toArray();
    return linear(operand.terms(), operand.axes().stream().map(sizes::get).toList(), index);
  }

  private long linear(List<Term> terms, List<Integer> sizes, int[] index) {
    long sum = 0;
    for (Term term : terms) {
      switch (term) {
        case Term.Constant(long coefficient, List<long[]> weights) -> {
          long product = coefficient;
          for (int d = 0; d < weights.size(); d++) {
            long weight = weights.get(d).length == 0 ? 1 : weights.get(d)[index[d]];
            product = multiply(product, weight);
          }
          sum = add(sum, product);
        }
        case Term.OfColumn(long coefficient, Column column, List<AxisMap> axes) ->
            sum = add(sum, multiply(coefficient, read(new View(column, axes, sizes, index), 0, 0)));
        case Term.OfIndex(long coefficient, int axis) ->
            sum = add(sum, multiply(coefficient, index[axis]));
      }
    }
    return sum;
  }

  /** A column as read at one index of axes with the given sizes. */
  private record View(Column column, List<AxisMap> maps, List<Integer> sizes, int[] index) {}

  /** The sum over all weighted axes of a view's cells; zero outside. */
  private long read(View view, int map, int cell) {
    Column column = view.column();
    List<AxisMap> maps = view.maps();
    int[] index = view.index();
    if (map == maps.size()) {
      return columns.get(column)[cell];
    }
    int axis = maps.subList(0, map).stream().mapToInt(AxisMap::columnAxes).sum();
    int size = 1;
    for (int d = axis; d < axis + maps.get(map).columnAxes(); d++) {
      size *= column.shape().size(d);
    }
    int start = cell * size;
    return switch (maps.get(map)) {
      case AxisMap.Strided s -> {
        long at = s.offset();
        for (int j = 0; j < s.axes().size(); j++) {
          at += (long) s.strides().get(j) * index[s.axes().get(j)];
        }
        boolean inside = at >= 0 && at % s.divisor() == 0 && at / s.divisor() < size;
        yield inside ? read(view, map + 1, start + (int) (at / s.divisor())) : 0;
      }
      case AxisMap.Table table -> {
        int i = 0;
        for (int a : table.axes()) {
          i = i * view.sizes().get(a) + index[a];
        }
        int at = table.cells()[i];
        yield at < 0 ? 0 : read(view, map + 1, start + at);
      }
      case AxisMap.Weighted weighted -> {
        long sum = 0;
        for (int i = 0; i < size; i++) {
          if (weighted.weights()[i] != 0) {
            long cellValue = read(view, map + 1, start + i);
            sum = add(sum, multiply(weighted.weights()[i], cellValue));
          }
        }
        yield sum;
      }
    };
  }

  /** {@code numerator / 2^power} in the field. */
  static long fraction(long numerator, int power) {
    // 2^61 = 1 in this field.
    return multiply(numerator, 1L << (61 - power) % 61);
  }

  private static long multiply(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    // a b = low61 + 2^61 rest = low61 + rest.
    return centred((low & PRIME) + (high << 3 | low >>> 61));
  }

  static long add(long a, long b) {
    return centred(a + b);
  }

  /** The representative in {@code (-PRIME/2, PRIME/2)}. */
  private static long centred(long a) {
    long r = Math.floorMod(a, PRIME);
    return r > PRIME / 2 ? r - PRIME : r;
  }

  /** The column with this name. */
  public static Column column(Program program, String name) {
    List<String> names = new ArrayList<>();
    for (Column column : program.columns()) {
      names.add(column.name());
      if (column.name().equals(name)) {
        return column;
      }
    }
    throw new IllegalArgumentException("no column " + name + " among " + names);
  }
}

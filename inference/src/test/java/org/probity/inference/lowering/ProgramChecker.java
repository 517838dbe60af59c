package org.probity.inference.lowering;

import java.util.ArrayList;
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
import org.probity.argument.program.Shape;
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

  private ProgramChecker(Map<Column, long[]> columns) {
    this.columns = columns;
  }

  /** The names of all lookups and equalities that some cell violates. */
  public static Set<String> violations(Program program, Map<Column, long[]> columns) {
    ProgramChecker checker = new ProgramChecker(columns);
    Set<String> names = new LinkedHashSet<>();
    for (Lookup lookup : program.lookups()) {
      List<long[]> tuple = lookup.tuple().stream().map(checker::values).toList();
      for (int i = 0; i < tuple.get(0).length; i++) {
        if (!contains(lookup.table(), tuple, i)) {
          names.add(lookup.name());
        }
      }
    }
    for (Equality equality : program.equalities()) {
      for (long v : checker.values(equality.expression())) {
        if (v != 0) {
          names.add(equality.name());
        }
      }
    }
    return names;
  }

  private static boolean contains(Table table, List<long[]> tuple, int cell) {
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
      out[cell] = linear(expression.terms(), index);
      if (expression.contraction().isPresent()) {
        out[cell] = add(out[cell], contraction(expression.contraction().get(), index));
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

  private long contraction(Contraction contraction, int[] outer) {
    int total = contraction.summedSizes().stream().reduce(1, (a, b) -> a * b);
    int[] inner = new int[contraction.summedSizes().size()];
    long sum = 0;
    for (int k = 0; k < total; k++) {
      decode(k, contraction.summedSizes(), inner);
      long left = operand(contraction.left(), outer, inner);
      sum = add(sum, multiply(left, operand(contraction.right(), outer, inner)));
    }
    return multiply(contraction.coefficient(), sum);
  }

  private long operand(Operand operand, int[] outer, int[] inner) {
    int[] index =
        operand.axes().stream()
            .mapToInt(a -> a < outer.length ? outer[a] : inner[a - outer.length])
            .toArray();
    return linear(operand.terms(), index);
  }

  private long linear(List<Term> terms, int[] index) {
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
            sum = add(sum, multiply(coefficient, read(column, axes, index, 0, 0)));
      }
    }
    return sum;
  }

  private long read(Column column, List<AxisMap> axes, int[] index, int axis, int cell) {
    Shape shape = column.shape();
    if (axis == axes.size()) {
      return columns.get(column)[cell];
    }
    int start = cell * shape.size(axis);
    return switch (axes.get(axis)) {
      case AxisMap.Along(int of, int stride, int offset) ->
          read(column, axes, index, axis + 1, start + stride * index[of] + offset);
      case AxisMap.Weighted weighted -> {
        long sum = 0;
        for (int i = 0; i < shape.size(axis); i++) {
          if (weighted.weights()[i] != 0) {
            long cellValue = read(column, axes, index, axis + 1, start + i);
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

package org.probity.argument.witness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.probity.algebra.parallel.Pool;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;

/**
 * Evaluates expressions on integer columns modulo 2^64. Results hold the real cells, row-major.
 *
 * <p>A program's expressions fit 62 bits for every honest witness, so their values are exact,
 * although a single term may wrap around on the way. For any other witness a wrapped value may look
 * right here; the proof is about field elements, and the prover's own check refuses it.
 */
public final class NativeEvaluator {
  /** Cells below which a range is not worth splitting. */
  private static final int GRAIN = 1 << 14;

  /** Cells that are read at once: a buffer of this size stays in the first-level cache. */
  private static final int BUFFER = 1 << 11;

  private final ColumnValues columns;
  private final Map<Contraction, long[]> contractions = new HashMap<>();

  public NativeEvaluator(ColumnValues columns) {
    this.columns = columns;
  }

  /** The values of an expression's real cells. */
  public long[] evaluate(Expression expression) {
    long[] result = new long[expression.shape().cells()];
    for (Term term : expression.terms()) {
      addTerm(result, term, expression.shape().sizes());
    }
    if (expression.contraction().isPresent()) {
      Contraction contraction = expression.contraction().get();
      long[] values = columns.contraction(contraction);
      if (values == null) {
        values = contractions.computeIfAbsent(contraction, c -> contract(expression.shape(), c));
      }
      if (values.length != result.length) {
        throw new IllegalArgumentException(
            "a contraction has " + result.length + " values, not " + values.length);
      }
      addScaled(result, contraction.coefficient(), values);
    }
    return result;
  }

  private static void addScaled(long[] result, long coefficient, long[] values) {
    Pool.forRange(
        result.length,
        GRAIN,
        (lo, hi) -> {
          for (int i = lo; i < hi; i++) {
            result[i] += coefficient * values[i];
          }
        });
  }

  private void addTerm(long[] result, Term term, List<Integer> sizes) {
    switch (term) {
      case Term.Constant constant -> addConstant(result, constant, sizes);
      case Term.OfColumn view -> addView(result, view, sizes);
      case Term.OfIndex index -> addIndex(result, index, sizes);
    }
  }

  private static void addConstant(long[] result, Term.Constant term, List<Integer> sizes) {
    // The product of the weights, axis by axis.
    long[] product = {term.coefficient()};
    int repeat = 1;
    for (int d = 0; d < sizes.size(); d++) {
      long[] weights = term.weights().get(d);
      int n = sizes.get(d);
      if (weights.length == 0) {
        repeat *= n;
        continue;
      }
      product = outer(repeated(product, repeat), weights);
      repeat = 1;
    }
    int i = 0;
    for (long value : product) {
      for (int end = i + repeat; i < end; i++) {
        result[i] += value;
      }
    }
  }

  private static void addIndex(long[] result, Term.OfIndex term, List<Integer> sizes) {
    int n = sizes.get(term.axis());
    int inner = 1;
    for (int d = term.axis() + 1; d < sizes.size(); d++) {
      inner *= sizes.get(d);
    }
    for (int i = 0; i < result.length; ) {
      long value = term.coefficient() * (i / inner % n);
      for (int end = i + inner; i < end; i++) {
        result[i] += value;
      }
    }
  }

  private static long[] repeated(long[] values, int times) {
    if (times == 1) {
      return values;
    }
    long[] result = new long[values.length * times];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i / times];
    }
    return result;
  }

  private static long[] outer(long[] a, long[] b) {
    long[] result = new long[a.length * b.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        result[i * b.length + j] = a[i] * b[j];
      }
    }
    return result;
  }

  private void addView(long[] result, Term.OfColumn view, List<Integer> sizes) {
    int[] cells = columns.get(view.column());
    if (isIdentity(view, sizes)) {
      addCells(result, view.coefficient(), cells);
    } else if (view.axes().stream().anyMatch(AxisMap.Weighted.class::isInstance)) {
      addWeighted(result, view, cells, sizes);
    } else {
      ViewCells.Rows rows =
          new ViewCells(view, cells, sizes).rows(IntStream.range(0, sizes.size()).toArray());
      addRows(result, view.coefficient(), rows);
    }
  }

  private static boolean isIdentity(Term.OfColumn view, List<Integer> sizes) {
    boolean identity = view.column().shape().sizes().equals(sizes);
    for (int d = 0; identity && d < sizes.size(); d++) {
      AxisMap map = view.axes().get(d);
      identity = map.isPlain() && map.axes().get(0) == d;
    }
    return identity;
  }

  private static void addCells(long[] result, long coefficient, int[] cells) {
    Pool.forRange(
        result.length,
        GRAIN,
        (lo, hi) -> {
          for (int i = lo; i < hi; i++) {
            result[i] += coefficient * cells[i];
          }
        });
  }

  private static void addRows(long[] result, long coefficient, ViewCells.Rows rows) {
    int length = rows.length();
    Pool.forRange(
        rows.count(),
        Math.max(1, GRAIN / length),
        (lo, hi) -> {
          int chunk = Math.max(1, BUFFER / length);
          int[] buffer = new int[chunk * length];
          for (int row = lo; row < hi; row += chunk) {
            int end = Math.min(hi, row + chunk);
            rows.read(row, end, buffer, 0);
            int at = row * length;
            for (int i = 0; i < (end - row) * length; i++) {
              result[at + i] += coefficient * buffer[i];
            }
          }
        });
  }

  /** Sums each row along the weighted axes, once for all indices of axes that are broadcast. */
  private void addWeighted(long[] result, Term.OfColumn view, int[] cells, List<Integer> sizes) {
    ViewCells reader = new ViewCells(view, cells, sizes);
    long[] weights = {view.coefficient()};
    for (AxisMap map : view.axes()) {
      if (map instanceof AxisMap.Weighted weighted) {
        weights = outer(weights, weighted.weights());
      }
    }
    boolean[] read = new boolean[sizes.size()];
    view.axes().forEach(map -> map.axes().forEach(axis -> read[axis] = true));
    List<Integer> order = new ArrayList<>();
    for (int d = 0; d < reader.sizes().size(); d++) {
      if (d >= sizes.size() || read[d]) {
        order.add(d);
      }
    }
    ViewCells.Rows rows = reader.rows(order.stream().mapToInt(Integer::intValue).toArray());
    long[] sums = weightedSums(rows, weights);
    // Spread over the axes that the view does not read.
    int[] strides = new int[sizes.size()];
    int stride = 1;
    for (int d = sizes.size() - 1; d >= 0; d--) {
      strides[d] = read[d] ? stride : 0;
      stride *= read[d] ? sizes.get(d) : 1;
    }
    spread(result, sums, sizes, strides, 0, 0, 0);
  }

  private static long[] weightedSums(ViewCells.Rows rows, long[] weights) {
    int perSum = weights.length / rows.length();
    long[] sums = new long[rows.count() / perSum];
    Pool.forRange(
        sums.length,
        Math.max(1, GRAIN / weights.length),
        (lo, hi) -> {
          int[] buffer = new int[weights.length];
          for (int i = lo; i < hi; i++) {
            rows.read(i * perSum, (i + 1) * perSum, buffer, 0);
            for (int k = 0; k < weights.length; k++) {
              sums[i] += weights[k] * buffer[k];
            }
          }
        });
    return sums;
  }

  private static int spread(
      long[] result, long[] sums, List<Integer> sizes, int[] strides, int axis, int from, int at) {
    if (axis == sizes.size()) {
      result[at] += sums[from];
      return at + 1;
    }
    int to = at;
    for (int i = 0; i < sizes.get(axis); i++) {
      to = spread(result, sums, sizes, strides, axis + 1, from + i * strides[axis], to);
    }
    return to;
  }

  private long[] contract(Shape shape, Contraction contraction) {
    List<Integer> sizes = new ArrayList<>(shape.sizes());
    sizes.addAll(contraction.summedSizes());
    long[] result = new long[shape.cells()];
    StridedArray left = array(contraction.left(), sizes);
    StridedArray right = array(contraction.right(), sizes);
    long[] out = strides(shape.sizes(), sizes.size());
    new ContractionLoops(sizes, shape.axes(), left, right, out).run(result);
    return result;
  }

  private StridedArray array(Operand operand, List<Integer> allSizes) {
    List<Integer> sizes = operand.axes().stream().map(allSizes::get).toList();
    if (operand.terms().size() == 1
        && operand.terms().get(0) instanceof Term.OfColumn view
        && view.coefficient() == 1
        && view.axes().stream().allMatch(AxisMap::isPlain)) {
      StridedArray plain = plainColumn(operand, view, sizes, allSizes.size());
      if (plain != null) {
        return plain;
      }
    }
    long[] values = new long[sizes.stream().reduce(1, Math::multiplyExact)];
    for (Term term : operand.terms()) {
      addTerm(values, term, sizes);
    }
    long[] strides = spread(operand, strides(sizes, sizes.size()), allSizes.size());
    return StridedArray.of(values, strides);
  }

  /**
   * One column read in place, the usual case of a weight matrix: no copy of it is made. Null if the
   * view reads beyond the column.
   */
  private StridedArray plainColumn(
      Operand operand, Term.OfColumn view, List<Integer> sizes, int allAxes) {
    Shape shape = view.column().shape();
    long[] own = new long[operand.axes().size()];
    long stride = 1;
    for (int d = shape.axes() - 1; d >= 0; d--) {
      int axis = view.axes().get(d).axes().get(0);
      if (sizes.get(axis) > shape.size(d)) {
        return null;
      }
      own[axis] = stride;
      stride *= shape.size(d);
    }
    return StridedArray.of(columns.get(view.column()), spread(operand, own, allAxes));
  }

  /** Strides of an operand's axes, placed at those axes' numbers in the whole index space. */
  private static long[] spread(Operand operand, long[] own, int allAxes) {
    long[] strides = new long[allAxes];
    for (int i = 0; i < own.length; i++) {
      strides[operand.axes().get(i)] = own[i];
    }
    return strides;
  }

  /** Row-major strides of the leading axes; further axes have stride 0. */
  private static long[] strides(List<Integer> sizes, int axes) {
    long[] strides = new long[axes];
    long stride = 1;
    for (int d = sizes.size() - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= sizes.get(d);
    }
    return strides;
  }
}

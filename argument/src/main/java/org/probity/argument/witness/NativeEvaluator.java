package org.probity.argument.witness;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
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
  private final ColumnValues columns;
  private final IdentityHashMap<Contraction, long[]> contractions = new IdentityHashMap<>();

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
      long[] values = contractions.get(contraction);
      if (values == null) {
        values = contract(expression.shape(), contraction);
        contractions.put(contraction, values);
      }
      addScaled(result, contraction.coefficient(), values);
    }
    return result;
  }

  private static void addScaled(long[] result, long coefficient, long[] values) {
    for (int i = 0; i < result.length; i++) {
      result[i] += coefficient * values[i];
    }
  }

  private void addTerm(long[] result, Term term, List<Integer> sizes) {
    switch (term) {
      case Term.Constant constant -> addConstant(result, constant, sizes);
      case Term.OfColumn view -> addView(result, view, sizes);
    }
  }

  private static void addConstant(long[] result, Term.Constant term, List<Integer> sizes) {
    int[] index = new int[sizes.size()];
    for (int i = 0; i < result.length; i++) {
      long value = term.coefficient();
      for (int d = 0; d < index.length; d++) {
        long[] weights = term.weights().get(d);
        value = weights.length == 0 ? value : value * weights[index[d]];
      }
      result[i] += value;
      advance(index, sizes);
    }
  }

  private void addView(long[] result, Term.OfColumn view, List<Integer> sizes) {
    Reading reading = reading(view, sizes.size());
    int[] index = new int[sizes.size()];
    long position = reading.start();
    for (int i = 0; i < result.length; i++) {
      long value = view.coefficient() * reading.cells()[(int) position];
      result[i] += value;
      for (int d = index.length - 1; d >= 0; d--) {
        position += reading.strides()[d];
        if (++index[d] < sizes.get(d)) {
          break;
        }
        position -= reading.strides()[d] * sizes.get(d);
        index[d] = 0;
      }
    }
  }

  /**
   * Cells of a column after its weighted axes are summed, and the stride of each expression axis.
   */
  private record Reading(long[] cells, long start, long[] strides) {}

  private Reading reading(Term.OfColumn view, int expressionAxes) {
    Shape shape = view.column().shape();
    long[] cells = widen(columns.get(view.column()));
    List<Integer> sizes = new ArrayList<>(shape.sizes());
    for (int d = shape.axes() - 1; d >= 0; d--) {
      if (view.axes().get(d) instanceof AxisMap.Weighted weighted) {
        cells = sumAxis(cells, sizes, d, weighted.weights());
        sizes.set(d, 1);
      }
    }
    long[] strides = new long[expressionAxes];
    long start = 0;
    long stride = 1;
    for (int d = shape.axes() - 1; d >= 0; d--) {
      if (view.axes().get(d) instanceof AxisMap.Along(int axis, int step, int offset)) {
        strides[axis] += stride * step;
        start += stride * offset;
      }
      stride *= sizes.get(d);
    }
    return new Reading(cells, start, strides);
  }

  private static long[] widen(int[] cells) {
    long[] wide = new long[cells.length];
    for (int i = 0; i < cells.length; i++) {
      wide[i] = cells[i];
    }
    return wide;
  }

  private static long[] sumAxis(long[] cells, List<Integer> sizes, int axis, long[] weights) {
    int inner = 1;
    for (int d = axis + 1; d < sizes.size(); d++) {
      inner *= sizes.get(d);
    }
    int size = sizes.get(axis);
    long[] result = new long[cells.length / size];
    for (int i = 0; i < cells.length; i++) {
      int target = i / (size * inner) * inner + i % inner;
      long weighted = cells[i] * weights[i / inner % size];
      result[target] += weighted;
    }
    return result;
  }

  private static void advance(int[] index, List<Integer> sizes) {
    for (int d = index.length - 1; d >= 0; d--) {
      if (++index[d] < sizes.get(d)) {
        return;
      }
      index[d] = 0;
    }
  }

  private long[] contract(Shape shape, Contraction contraction) {
    List<Integer> sizes = new ArrayList<>(shape.sizes());
    sizes.addAll(contraction.summedSizes());
    long[] result = new long[shape.cells()];
    StridedArray left = array(contraction.left(), sizes);
    StridedArray right = array(contraction.right(), sizes);
    long[] out = strides(shape.sizes(), sizes.size());
    new ContractionLoops(sizes, left, right, out).run(result);
    return result;
  }

  private StridedArray array(Operand operand, List<Integer> allSizes) {
    if (operand.terms().size() == 1
        && operand.terms().get(0) instanceof Term.OfColumn view
        && view.coefficient() == 1
        && view.axes().stream().allMatch(AxisMap.Along.class::isInstance)) {
      return plainColumn(operand, view, allSizes.size());
    }
    List<Integer> sizes = operand.axes().stream().map(allSizes::get).toList();
    long[] values = new long[sizes.stream().reduce(1, Math::multiplyExact)];
    for (Term term : operand.terms()) {
      addTerm(values, term, sizes);
    }
    long[] own = strides(sizes, sizes.size());
    return StridedArray.of(values, 0, spread(operand, own, allSizes.size()));
  }

  /** One column read in place, the usual case of a weight matrix: no copy of it is made. */
  private StridedArray plainColumn(Operand operand, Term.OfColumn view, int allAxes) {
    Shape shape = view.column().shape();
    long[] own = new long[operand.axes().size()];
    long start = 0;
    long stride = 1;
    for (int d = shape.axes() - 1; d >= 0; d--) {
      AxisMap.Along along = (AxisMap.Along) view.axes().get(d);
      own[along.axis()] = stride * along.stride();
      start += stride * along.offset();
      stride *= shape.size(d);
    }
    return StridedArray.of(columns.get(view.column()), (int) start, spread(operand, own, allAxes));
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

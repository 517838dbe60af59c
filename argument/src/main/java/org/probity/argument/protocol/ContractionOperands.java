package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.integer.IntegerMatrix;
import org.probity.algebra.parallel.Pool;
import org.probity.argument.claim.AxisWeight;
import org.probity.argument.claim.ContractionTerm;
import org.probity.argument.claim.Views;
import org.probity.argument.program.Addresses;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Padding;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.ViewCells;

/**
 * The prover's two vectors of one contraction over its sumcheck variables: every other axis is
 * summed under the claim's weights. Pad cells are zero.
 */
final class ContractionOperands {
  /** Cells that are collected at once. */
  private static final int BUFFER = 1 << 17;

  private final PrimeField field;
  private final ColumnValues columns;
  private final ContractionTerm term;
  private final ContractionAxes axes;

  ContractionOperands(
      PrimeField field, ColumnValues columns, ContractionTerm term, ContractionAxes axes) {
    this.field = field;
    this.columns = columns;
    this.term = term;
    this.axes = axes;
  }

  /** The left side, with eq of the claim's point on batch axes. */
  FieldVector left() {
    FieldVector vector = side(term.contraction().left());
    FieldVector batch = null;
    for (int axis : axes.variables()) {
      FieldVector factor;
      if (axes.isBatch(axis)) {
        factor = term.axes().get(axis).dense();
      } else {
        factor = FieldVector.zeros(field, 1 << Shape.log2Ceil(axes.sizes().get(axis)));
        factor.fill(0, factor.length(), field.one());
      }
      batch = batch == null ? factor : Outer.product(batch, factor);
    }
    if (batch != null && axes.variables().stream().anyMatch(axes::isBatch)) {
      vector.multiply(vector, batch);
    }
    return vector;
  }

  /** The right side. */
  FieldVector right() {
    return side(term.contraction().right());
  }

  private FieldVector side(Operand operand) {
    FieldVector result = FieldVector.zeros(field, 1 << axes.bits());
    for (Term t : operand.terms()) {
      switch (t) {
        case Term.Constant constant -> addConstant(result, operand, constant);
        case Term.OfColumn view -> addView(result, operand, view);
        case Term.OfIndex index -> addConstant(result, operand, writtenOut(operand, index));
      }
    }
    return result;
  }

  private Term.Constant writtenOut(Operand operand, Term.OfIndex term) {
    List<long[]> weights = new ArrayList<>();
    for (int i = 0; i < operand.axes().size(); i++) {
      int size = i == term.axis() ? axes.sizes().get(operand.axes().get(i)) : 0;
      weights.add(LongStream.range(0, size).toArray());
    }
    return new Term.Constant(term.coefficient(), weights);
  }

  private void addConstant(FieldVector result, Operand operand, Term.Constant constant) {
    FieldElement scale = field.of(constant.coefficient());
    FieldVector product = null;
    for (int i = 0; i < operand.axes().size(); i++) {
      int axis = operand.axes().get(i);
      int size = axes.sizes().get(axis);
      long[] weights = constant.weights().get(i);
      long[] padded = new long[1 << Shape.log2Ceil(size)];
      for (int k = 0; k < size; k++) {
        padded[k] = weights.length == 0 ? 1 : weights[k];
      }
      FieldVector factor = FieldVector.ofLongs(field, padded);
      if (axes.isVariable(axis)) {
        product = product == null ? factor : Outer.product(product, factor);
      } else {
        scale = scale.multiply(factor.dot(term.axes().get(axis).dense()));
      }
    }
    if (product == null) {
      result.set(0, result.get(0).add(scale));
    } else {
      result.addScaled(product, scale);
    }
  }

  private void addView(FieldVector result, Operand operand, Term.OfColumn view) {
    ViewFold fold = new ViewFold(operand, view);
    FieldElement scale = field.of(view.coefficient());
    for (int i = 0; i < operand.axes().size(); i++) {
      if (!fold.read[i] && !fold.free[i]) {
        scale = scale.multiply(bound(operand, i).sum());
      }
    }
    result.addScaled(fold.run(), scale);
  }

  private AxisWeight bound(Operand operand, int i) {
    return term.axes().get(operand.axes().get(i));
  }

  /** One view, folded over its bound axes; axes are numbered as in the operand. */
  private final class ViewFold {
    private final Operand operand;
    private final Term.OfColumn view;
    private final int[] cells;
    private final List<Integer> sizes;
    private final boolean[] free;
    private final boolean[] read;

    ViewFold(Operand operand, Term.OfColumn view) {
      this.operand = operand;
      this.view = view;
      this.cells = columns.get(view.column());
      this.sizes = operand.axes().stream().map(axes.sizes()::get).toList();
      this.free = new boolean[sizes.size()];
      this.read = new boolean[sizes.size()];
      for (int i = 0; i < free.length; i++) {
        free[i] = axes.isVariable(operand.axes().get(i));
      }
      view.axes().forEach(map -> map.axes().forEach(i -> read[i] = true));
    }

    /** The padded vector over the variables. */
    FieldVector run() {
      if (view.axes().stream().anyMatch(map -> reads(map, true) && reads(map, false))) {
        return place(windows());
      }
      if (view.axes().stream().allMatch(map -> reads(map, true) || isFixed(map))) {
        return placed(new ViewCells(view, cells, sizes));
      }
      return maps();
    }

    private boolean reads(AxisMap map, boolean variables) {
      return map.axes().stream().anyMatch(i -> free[i] == variables);
    }

    private boolean isFixed(AxisMap map) {
      return map.axes().isEmpty() && !(map instanceof AxisMap.Weighted);
    }

    /** The variables, numbered as in the operand, in the order of the sumcheck. */
    private int[] variables() {
      return axes.variables().stream().mapToInt(operand.axes()::indexOf).toArray();
    }

    private List<Integer> variableSizes() {
      return axes.variables().stream().map(axes.sizes()::get).toList();
    }

    /** No axis is bound: integers are put in place and become field elements only then. */
    private FieldVector placed(ViewCells reader) {
      ViewCells.Rows rows = reader.rows(variables());
      int[] values = new int[rows.count() * rows.length()];
      rows.read(0, rows.count(), values, 0);
      int[] padded = Padding.pad(new Shape(variableSizes()), values);
      return FieldVector.ofInts(field, padded, 0, padded.length);
    }

    /** Each map reads variables only, or bound axes only: the latter are summed out in place. */
    private FieldVector maps() {
      List<List<Integer>> groups = view.groups();
      List<Integer> groupSizes = new ArrayList<>();
      List<FieldVector> weights = new ArrayList<>();
      List<AxisMap> left = new ArrayList<>();
      List<List<Integer>> leftGroups = new ArrayList<>();
      List<AxisWeight> bound = new ArrayList<>();
      for (int i = 0; i < free.length; i++) {
        bound.add(free[i] ? null : bound(operand, i));
      }
      int remaining = 1;
      for (int g = 0; g < groups.size(); g++) {
        AxisMap map = view.axes().get(g);
        int size = new Shape(groups.get(g)).cells();
        groupSizes.add(size);
        if (reads(map, true)) {
          weights.add(null);
          left.add(map);
          leftGroups.add(groups.get(g));
          remaining *= size;
        } else {
          weights.add(real(Views.weight(field, map, groups.get(g), bound), groups.get(g)));
        }
      }
      FieldVector folded = BoundAxes.fold(field, cells, groupSizes, weights);
      // Where the variables read the folded tensor: the same maps on its own positions.
      int[] positions = new int[remaining];
      Arrays.setAll(positions, i -> i + 1);
      ViewCells.Rows rows = new ViewCells(left, leftGroups, positions, sizes).rows(variables());
      int[] sources = new int[rows.count() * rows.length()];
      rows.read(0, rows.count(), sources, 0);
      FieldVector gathered = FieldVector.zeros(field, sources.length);
      for (int i = 0; i < sources.length; ) {
        int run = 1;
        while (i + run < sources.length && sources[i + run] == sources[i] + run) {
          run++;
        }
        if (sources[i] != 0) {
          gathered.copyFrom(folded, sources[i] - 1, i, run);
        } else {
          run = 1;
        }
        i += run;
      }
      return place(gathered);
    }

    private FieldVector real(AxisWeight weight, List<Integer> groupSizes) {
      FieldVector dense = weight.dense();
      int[] padded = Addresses.padded(groupSizes);
      if (padded[padded.length - 1] == padded.length - 1) {
        return dense.slice(0, padded.length);
      }
      FieldVector real = FieldVector.zeros(field, padded.length);
      for (int i = 0; i < padded.length; i++) {
        real.copyFrom(dense, padded[i], i, 1);
      }
      return real;
    }

    /**
     * A map joins variables with bound axes, as a convolution does: for each index of the variables
     * the cells that it meets are collected and summed under the bound axes' weights.
     */
    private FieldVector windows() {
      ViewCells reader = new ViewCells(view, cells, sizes);
      int[] variables = variables();
      List<Integer> order = new ArrayList<>();
      FieldVector weights = FieldVector.of(field, field.one());
      int summed = sizes.size();
      for (AxisMap map : view.axes()) {
        if (map instanceof AxisMap.Weighted weighted) {
          order.add(summed++);
          weights = Outer.product(weights, FieldVector.ofLongs(field, weighted.weights()));
        }
        for (int i : map.axes()) {
          if (!free[i]) {
            order.add(i);
            weights = Outer.product(weights, bound(operand, i).dense().slice(0, sizes.get(i)));
          }
        }
      }
      int[] all =
          IntStream.concat(Arrays.stream(variables), order.stream().mapToInt(Integer::intValue))
              .toArray();
      ViewCells.Rows rows = reader.rows(all);
      int cols = weights.length();
      int perDot = cols / rows.length();
      int count = rows.count() / perDot;
      FieldVector result = FieldVector.zeros(field, count);
      FieldVector factors = weights;
      Pool.forRange(
          count,
          // A multiple of eight, so that ranges write blocks of their own.
          Math.max(1, BUFFER / cols / 8) * 8,
          (lo, hi) -> {
            int chunk = Math.max(1, BUFFER / cols / 8) * 8;
            int[] buffer = new int[Math.min(hi - lo, chunk) * cols];
            for (int i = lo; i < hi; i += chunk) {
              int n = Math.min(chunk, hi - i);
              rows.read(i * perDot, (i + n) * perDot, buffer, 0);
              FieldVector dots = IntegerMatrix.dotRows(field, buffer, 0, n, cols, factors);
              result.copyFrom(dots, 0, i, n);
            }
          });
      return result;
    }

    /** Puts real cells over the variables in their padded places. */
    private FieldVector place(FieldVector values) {
      Shape shape = new Shape(variableSizes());
      if (values.length() == 1 << shape.bits()) {
        return values;
      }
      FieldVector padded = FieldVector.zeros(field, 1 << shape.bits());
      int[] positions = Padding.positions(shape);
      int last = values.length() / positions.length;
      for (int run = 0; run < positions.length; run++) {
        padded.copyFrom(values, run * last, positions[run], last);
      }
      return padded;
    }
  }
}

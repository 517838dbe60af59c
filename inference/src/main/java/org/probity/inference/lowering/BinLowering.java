package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;
import org.probity.graph.Bin;
import org.probity.graph.NodeAxes;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.execution.BinExecutor;
import org.probity.graph.execution.ViewReader;

/**
 * The row that covers a key, by distances: with committed, limb-wise checked {@code d, d' >= 0} the
 * tuple {@code (i, key - d, key + 1 + d', rank)} is the row {@code (i, K_i, K_{i+1}, rank_i)} of a
 * committed table, so {@code K_i <= key < K_{i+1}}. Registration proves that the rows are sorted,
 * hence one row covers the key. For keys of two words see {@link TwoWords}.
 */
final class BinLowering {
  private final Bin node;
  private final Scope scope;
  private final String name;
  private final Tensor out;
  private final Shape shape;
  private final BinKeys keys;

  private BinLowering(Bin node, Scope scope) {
    this.node = node;
    this.scope = scope;
    this.name = node.output();
    this.out = scope.tensor(name);
    this.shape = new Shape(out.shape());
    this.keys = BinKeys.of(node, out, scope::weight);
  }

  static void lower(Bin node, Scope scope) {
    scope.declare(node.output());
    new BinLowering(node, scope).lower();
  }

  private void lower() {
    Draft draft = scope.draft();
    Virtual row = draft.commit("row of " + name, shape, this::rows, 0, keys.rows() - 1L);
    List<Virtual> tuple = new ArrayList<>();
    tuple.add(row);
    tuple.addAll(lower(row));
    tuple.addAll(upper(row));
    tuple.add(scope.read(name));
    draft.lookup("row of " + name, table(), tuple.toArray(Virtual[]::new));
  }

  /** {@code (i, K_i, K_{i+1}, rank_i)}; behind the last row, which covers nothing, is zero. */
  private Draft.CommittedSpec table() {
    List<Expression> row = new ArrayList<>();
    Shape rows = Shape.of(keys.rows());
    row.add(Expression.linear(rows, new Term.OfIndex(1, 0)));
    for (int shift = 0; shift <= 1; shift++) {
      for (int w = 0; w < node.words(); w++) {
        row.add(Expression.linear(rows, keys.terms(w, shift).toArray(Term[]::new)));
      }
    }
    row.add(Expression.linear(rows, Term.of(1, scope.weight(node.rank()))));
    return scope.draft().committedTable("rows of " + name, row.toArray(Expression[]::new));
  }

  /** A word of the key of each cell; the first one holds the group. */
  private Virtual word(int w) {
    View view =
        node.words() == 1
            ? node.input()
            : AxisMaps.fix(
                node.input(), Map.of(shape.axes(), w), NodeAxes.sizes(node, out.shape()));
    Virtual word = scope.read(view, shape);
    return w > 0 ? word : word.plus(Virtual.index(shape, shape.axes() - 1).times(BinKeys.GROUP));
  }

  /** The words of {@code K_i}, as the key less a distance. */
  private List<Virtual> lower(Virtual row) {
    if (node.words() == 1) {
      Virtual key = word(0);
      return List.of(key.minus(distance("over lower bound of ", key, row, 0, 1)));
    }
    return new TwoWords(0, row, 1).words();
  }

  /** The words of {@code K_{i+1}}, as the key plus one and a distance. */
  private List<Virtual> upper(Virtual row) {
    if (node.words() == 1) {
      Virtual key = word(0).plus(1);
      return List.of(key.plus(distance("under upper bound of ", key, row, 1, -1)));
    }
    return new TwoWords(1, row, -1).words();
  }

  /** {@code sign * (key - K_{row + shift})}. */
  private Virtual distance(String what, Virtual key, Virtual row, int shift, int sign) {
    Values values =
        trace -> {
          long[] bounds = keys.values(0, shift, trace);
          return key.each(row, (x, i) -> sign * (x - bounds[(int) i])).of(trace);
        };
    return scope.ranges().committedNotNegative(what + name, shape, values, keys.widest());
  }

  /**
   * A distance of keys of two words, {@code D = sign * (x - y) >= 0} for {@code x = 2^32 x_high +
   * x_low}, by digits: with any integer b, {@code D_low = sign * (x_low - y_low) + 2^32 b >= 0} and
   * {@code D_high = sign * (x_high - y_high) - b >= 0} give {@code D = 2^32 D_high + D_low >= 0}. b
   * is an integer, since {@code D_high} and both high words are. Low words are within 32 bits, so
   * the order of these numbers is that of the keys.
   */
  private final class TwoWords {
    private final int shift;
    private final int sign;
    private final Virtual row;
    private final Virtual high;
    private final Virtual low;
    private final String what;

    TwoWords(int shift, Virtual row, int sign) {
      this.shift = shift;
      this.sign = sign;
      this.row = row;
      this.high = word(0);
      // Strictly below the next row.
      this.low = word(1).plus(shift);
      this.what = shift == 0 ? "over lower bound of " : "under upper bound of ";
    }

    /** The words of the bound. */
    List<Virtual> words() {
      Virtual borrow =
          scope
              .draft()
              .commit(
                  "borrow " + what + name,
                  shape,
                  t -> map(lowDistance(t), d -> d < 0 ? 1 : 0),
                  0,
                  1);
      Virtual lowDistance =
          scope
              .ranges()
              .committedNotNegative(
                  "low word " + what + name,
                  shape,
                  t -> map(lowDistance(t), d -> d < 0 ? d + BinKeys.WORD : d),
                  2 * BinKeys.WORD);
      Virtual highDistance =
          scope
              .ranges()
              .committedNotNegative(
                  "high word " + what + name, shape, this::highDistance, keys.widest());
      return List.of(
          high.minus(borrow.plus(highDistance).times(sign)),
          low.plus(borrow.times(BinKeys.WORD).minus(lowDistance).times(sign)));
    }

    private long[] lowDistance(Trace trace) {
      return distance(low, 1, trace);
    }

    private long[] highDistance(Trace trace) {
      long[] distance = distance(high, 0, trace);
      long[] low = lowDistance(trace);
      Arrays.setAll(distance, i -> distance[i] - (low[i] < 0 ? 1 : 0));
      return distance;
    }

    private long[] distance(Virtual word, int w, Trace trace) {
      long[] bounds = keys.values(w, shift, trace);
      return word.each(row, (x, i) -> sign * (x - bounds[(int) i])).of(trace);
    }

    private static long[] map(long[] a, java.util.function.LongUnaryOperator f) {
      Arrays.setAll(a, i -> f.applyAsLong(a[i]));
      return a;
    }
  }

  private long[] rows(Trace trace) {
    String source = node.input().source();
    ViewReader reader =
        ViewReader.of(
            node.input(), NodeAxes.sizes(node, out.shape()), scope.tensor(source).shape());
    int[] rows =
        BinExecutor.rows(
            node,
            out.shape(),
            reader,
            trace.stored(source),
            trace.parameter(node.group()),
            node.bounds().stream().map(trace::parameter).toList());
    return Arrays.stream(rows).asLongStream().toArray();
  }
}
